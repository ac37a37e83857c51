"""The real thing: a Prefect server, `claimwatch serve`, a poll on schedule over HTTP, its artifact, and a mail by SMTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from places import Place, Site, ask, put_feed, put_story
from prefect_server import PrefectServer, free_port, serving, wait_for

SCHEDULED_S = 240  # a busy machine needs a while to start each process

pytestmark = pytest.mark.system


class Mailbox:
    """Keeps what an SMTP server is sent."""

    def __init__(self) -> None:
        self.mails: list[Message] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.content
        self.mails.append(message_from_bytes(content if isinstance(content, bytes) else str(content).encode()))
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield box, controller.port
    controller.stop()


def test_a_scheduled_poll_shows_its_news_and_sends_a_mail(
    place: Place, site: Site, mailbox: tuple[Mailbox, int], server: PrefectServer
) -> None:
    box, mail_port = mailbox
    story = put_story(site, "/story", "RedNote had 5 million daily users in the United States on 3 February.")
    here = place(put_feed(site, "/feed", story), f"{site.url}/missing", schedule="15s")
    mail_target = f"mailto://127.0.0.1:{mail_port}/?from=watch@a.example&to=reader@a.example&mode=insecure"
    with serving(server, here, CLAIMWATCH_ALERT_URLS=mail_target):
        logs = [server.log, here / "serve.log"]
        run = wait_for("scheduled poll", lambda: next(iter(server.runs("poll", "COMPLETED")), None), SCHEDULED_S, logs)
        mail = wait_for("mail", lambda: box.mails and box.mails[0], SCHEDULED_S, logs)
        wait_for("delivery on record", lambda: ask(here, "SELECT * FROM deliveries WHERE state = 'sent'"), SCHEDULED_S, logs)
        artifacts = {str(found["key"]): found for found in server.ask("/artifacts/latest/filter", {})}
        tasks = server.ask("/task_runs/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
        lines = [str(found["message"]) for found in server.ask("/logs/filter", {"logs": {"flow_run_id": {"any_": [run["id"]]}}})]

    assert str(run["name"]).startswith("rednote poll ")
    assert run["auto_scheduled"] is True
    assert re.fullmatch(r"\d+ new, .*1 feed failing", str(run["state"]["message"]))
    assert {str(found["name"]).split(" ")[0] for found in tasks} == {"read", "record"}
    assert any(line.startswith("Read 1 of 2 feeds, 1 failing; 1 page in full.") for line in lines)
    news = str(artifacts["rednote-news"]["data"])
    assert "5 million daily users" in news
    assert f"]({'<'}{story}>)" in news
    assert "HTTP 404" in news
    assert "missing" in str(artifacts["rednote-feeds"]["data"])
    report = here / "warehouse" / "data" / "report-rednote.html"
    assert report.as_uri() in str(artifacts["rednote-report"]["data"])
    assert "5 million daily users" in report.read_text("utf-8")
    assert mail["To"] is not None
    assert "RedNote and the US TikTok ban: " in str(mail["Subject"])
    text = b"".join(part.get_payload(decode=True) or b"" for part in mail.walk() if not part.is_multipart()).decode()
    assert "RedNote had 5 million daily users in the United States on 3 February." in text
    assert ask(here, "SELECT DISTINCT state FROM deliveries WHERE state <> 'pending'") == [("sent",)]
    assert ask(here, "SELECT DISTINCT agrees FROM delivery_sums") == [(True,)]
    assert len(box.mails) == 1
