"""Messages on the wire: real SMTP and HTTP on loopback, through Apprise's plugins, and targets that misbehave."""

from __future__ import annotations

import io
import json
import logging
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from apprise.plugins.slack import NotifySlack
from places import Site

from extractors.records import Kind, Novelty
from flows.delivery import open_target
from flows.exchanges import parse_retry_after
from flows.messages import AlertItem, Coverage, Dispatch
from flows.outcomes import Accepted, Outcome, Refused, Unknown
from flows.targets import AlertTarget, parse_targets, read_secrets

NOW = datetime(2025, 2, 12, 16, tzinfo=UTC)
ITEM = AlertItem(
    alert_id="a1", verdict=Novelty.CHANGED, kind=Kind.QUANTITY, core=True, line="RedNote, daily users in the US: 3.4 million",
    before="RedNote, daily users in the US: 700,000", sentence="RedNote had 3.4 million daily users <there>.",
    publisher="Daily & Sons", published_at=NOW, url="https://daily.example/a?b=1&c=2", origins=2, created_at=NOW, claim_id="c1",
)  # fmt: skip
NEWS = Dispatch("RedNote", (ITEM, replace(ITEM, alert_id="a2", verdict=Novelty.NEW, before=None)), Coverage(3, 4, 1, 7, 2))


def target(url: str) -> AlertTarget:
    (found,) = parse_targets(url)
    return found


def send(url: str, dispatch: Dispatch = NEWS) -> Outcome:
    channel = open_target(target(url))
    (part,) = channel.render(dispatch)
    return channel.send(part, NOW)


class Mailbox:
    """Keeps what an SMTP server is sent; refuses the recipients and answers the data as it is told."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.unwanted: set[str] = set()
        self.answer = "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.unwanted:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            mail = message_from_bytes(bytes(envelope.content or b""), policy=default)  # type: ignore[arg-type]
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
            self.recipients.append(list(envelope.rcpt_tos))
        return self.answer


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.url = f"mailto://127.0.0.1:{port}/?from=watch@a.example&to=reader@a.example&mode=insecure"  # type: ignore[attr-defined]
    yield box
    controller.stop()


def read(mail: EmailMessage, sort: str) -> str:
    part = mail.get_body((sort,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_mail_carries_the_page_of_a_dispatch(mailbox: Mailbox) -> None:
    assert send(mailbox.url, replace(NEWS, page="<!doctype html><p>Ünder way</p>")) == Accepted()  # type: ignore[attr-defined]
    (mail,) = mailbox.mails
    (report,) = mail.iter_attachments()
    assert (report.get_content_type(), report.get_filename()) == ("text/html", "report-2025-02-12.html")
    assert report.get_payload(decode=True) == "<!doctype html><p>Ünder way</p>".encode()
    assert "3.4 million" in read(mail, "plain")


def test_a_mail_has_a_text_and_an_html_part_that_both_say_it_all(mailbox: Mailbox) -> None:
    assert send(mailbox.url) == Accepted()  # type: ignore[attr-defined]
    (mail,) = mailbox.mails
    assert mail.get_content_type() == "multipart/alternative"
    assert mail["Subject"] == "RedNote: 1 changed, 1 new"
    assert mail["Date"] == "Wed, 12 Feb 2025 16:00:00 +0000"
    text, page = read(mail, "plain"), read(mail, "html")
    assert "CHANGED RedNote, daily users in the US: 700,000 → 3.4 million" in text
    assert "“RedNote had 3.4 million daily users <there>.”" in text
    assert "\n  https://daily.example/a?b=1&c=2\n" in text
    assert "Read 3 of 4 feeds, 1 failing; 7 pages in full, 2 only in part." in text
    assert max(len(line) for line in text.splitlines() if "://" not in line) <= 76
    assert 'href="https://daily.example/a?b=1&amp;c=2"' in page
    assert "daily users &lt;there&gt;" in page
    assert 'name="color-scheme" content="light dark"' in page


def test_a_follow_up_answers_the_mail_that_told_it_and_a_repeat_is_the_same_mail(mailbox: Mailbox) -> None:
    url = mailbox.url  # type: ignore[attr-defined]
    send(url)
    first = mailbox.mails[0]
    earlier = first["Message-ID"].strip("<>").split("@")[0]
    send(url, replace(NEWS, is_repeat=True))
    send(url, Dispatch("RedNote", (replace(ITEM, alert_id="a3", follows_at=NOW, follows_message=earlier),)))
    _, repeat, follow_up = mailbox.mails
    assert repeat["Message-ID"] == first["Message-ID"]
    assert repeat["Subject"].startswith("[may be a repeat] ")
    assert "This may be a repeat" in read(repeat, "plain")
    assert "This may be a repeat" in read(repeat, "html")
    assert follow_up["In-Reply-To"] == first["Message-ID"]
    assert follow_up["References"] == f"<claim.c1@a.example> {first['Message-ID']}"
    assert first["References"] == "<claim.c1@a.example>"
    assert len(follow_up.get_all("Message-ID")) == 1


HOSTILE = [
    "a\r\nBcc: all@example.org\r\n\r\nbody",
    "\u202eevil",
    "x" * 5000,
    "</a><script>alert(1)</script>",
    "=?utf-8?q?=0ABcc?=",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_title_adds_no_header_and_no_recipient(mailbox: Mailbox, text: str) -> None:
    item = replace(ITEM, kind=Kind.EVENT, line=text, sentence=text, publisher=text)
    assert send(mailbox.url, Dispatch(text, (item,))) == Accepted()  # type: ignore[attr-defined]
    (mail,) = mailbox.mails
    assert mailbox.recipients == [["reader@a.example"]]
    assert "Bcc" not in mail
    assert mail["To"] == "reader@a.example"
    assert "<script" not in read(mail, "html")
    assert "\u202e" not in read(mail, "plain") + read(mail, "html") + mail["Subject"]


def test_a_recipient_that_is_refused_keeps_nobody_else_from_the_news(mailbox: Mailbox) -> None:
    mailbox.unwanted.add("gone@a.example")
    outcome = send(mailbox.url.replace("to=", "to=gone@a.example,"))  # type: ignore[attr-defined]
    assert mailbox.recipients == [["reader@a.example"]]
    assert outcome == Accepted("1 of 2 recipients were refused: 550 no such user")


def test_a_mail_server_that_refuses_the_mail_is_quoted(mailbox: Mailbox) -> None:
    mailbox.answer = "452 insufficient system storage"
    assert send(mailbox.url) == Refused("the mail server refused the mail: 452 insufficient system storage")  # type: ignore[attr-defined]


@pytest.fixture
def slack(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(NotifySlack, "webhook_url", f"{site.url}/services")
    monkeypatch.setattr(NotifySlack, "request_rate_per_sec", 0)
    site.post_answer = b"ok"
    return site


SLACK_URL = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7"


def test_slack_gets_a_header_a_section_for_each_and_the_coverage(slack: Site) -> None:
    assert send(SLACK_URL) == Accepted()
    (body,) = slack.posted
    (attachment,) = json.loads(body)["attachments"]
    header, first, second, coverage = attachment["blocks"]
    assert attachment["fallback"] == "RedNote: 1 changed, 1 new"
    assert header == {"type": "header", "text": {"type": "plain_text", "text": "RedNote: 1 changed, 1 new", "emoji": False}}
    assert first["text"] == {
        "type": "mrkdwn",
        "text": "*CHANGED* RedNote, daily users in the US: 700,000 → 3.4 million\n"
        "> RedNote had 3.4 million daily users &lt;there&gt;.\n"
        "<https://daily.example/a?b=1&amp;c=2|Daily &amp; Sons, 12 Feb 2025 16:00 UTC, 2 independent sources>",
        "verbatim": True,
    }
    assert second["text"]["text"].startswith("*NEW* ")
    assert coverage["elements"][0]["text"] == "Read 3 of 4 feeds, 1 failing; 7 pages in full, 2 only in part."


def test_a_webhook_gets_title_and_text(site: Site) -> None:
    assert send(site.url.replace("http", "json") + "/in") == Accepted()
    (message,) = [json.loads(body) for body in site.posted]
    assert message["title"] == "RedNote: 1 changed, 1 new"
    assert message["message"].startswith("CHANGED RedNote, daily users in the US: 700,000 → 3.4 million\n  “RedNote had")


# What a target does wrong -> what is known of the message afterwards
Misdeed = Callable[[socket.socket], None]


def read_request(connection: socket.socket) -> None:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(re.search(rb"Content-Length: (\d+)", head, re.IGNORECASE)[1])  # type: ignore[index]
    while len(body) < length:
        body += connection.recv(65536)


def answer(text: str) -> Misdeed:
    def do(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(f"HTTP/1.1 {text}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())

    return do


def say_nothing(connection: socket.socket) -> None:
    read_request(connection)
    while connection.recv(1):  # until the other side has had enough
        pass


def talk_smtp(*answers: str) -> Misdeed:
    """An SMTP server that gives these answers in turn and then hangs up; "354" waits for the data first."""

    def do(connection: socket.socket) -> None:
        lines = connection.makefile("rb")
        connection.sendall(b"220 here\r\n")
        for text in answers:
            while (line := lines.readline()) and line.strip() == b"":
                pass
            connection.sendall(text.encode() + b"\r\n")
            if text.startswith("354"):
                while (line := lines.readline()) and line != b".\r\n":
                    pass
                return

    return do


@contextmanager
def misbehaving(misdeed: Misdeed) -> Iterator[int]:
    """A server on loopback whose port is given."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            misdeed(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield server.getsockname()[1]
    server.close()


OVER_HTTP: dict[str, tuple[Misdeed, type[Outcome], timedelta | None]] = {
    "500": (answer("500 Oops"), Refused, None),
    "429 with Retry-After in seconds": (answer("429 Slow down\r\nRetry-After: 120"), Refused, timedelta(minutes=2)),
    "503 with Retry-After as a date": (
        answer("503 Later\r\nRetry-After: Wed, 12 Feb 2025 17:00:00 GMT"), Refused, timedelta(hours=1),
    ),
    "a gateway heard nothing": (answer("504 Gateway"), Unknown, None),
    "hangs up after the data": (read_request, Unknown, None),
    "never answers": (say_nothing, Unknown, None),
}  # fmt: skip


@pytest.mark.parametrize("case", OVER_HTTP)
def test_a_webhook_that_misbehaves(case: str) -> None:
    misdeed, kind, wait = OVER_HTTP[case]
    with misbehaving(misdeed) as port:
        outcome = send(f"json://127.0.0.1:{port}/in?rto=0.4&cto=0.4")
    assert type(outcome) is kind
    assert not isinstance(outcome, Refused) or outcome.retry_after == wait


OVER_SMTP: dict[str, tuple[Misdeed, type[Outcome]]] = {
    "hangs up at once": (lambda connection: None, Refused),
    "hangs up before the data": (talk_smtp("250 hi", "250 ok"), Refused),
    "wants no data": (talk_smtp("250 hi", "250 ok", "250 ok", "554 no"), Refused),
    "hangs up after the data": (talk_smtp("250 hi", "250 ok", "250 ok", "354 go on"), Unknown),
}


@pytest.mark.parametrize("case", OVER_SMTP)
def test_a_mail_server_that_misbehaves(case: str) -> None:
    misdeed, kind = OVER_SMTP[case]
    with misbehaving(misdeed) as port:
        outcome = send(f"mailto://127.0.0.1:{port}/?from=watch@a.example&to=reader@a.example&mode=insecure&rto=1")
    assert type(outcome) is kind


@pytest.mark.parametrize(
    "url", ["json://127.0.0.1:{}/in", "mailto://127.0.0.1:{}/?from=w@a.example&to=r@a.example&mode=insecure"]
)
def test_nobody_there_is_a_refusal(url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert isinstance(send(url.format(port)), Refused)


@pytest.mark.parametrize(
    ("header", "wait"),
    [("30", 30), ("Wed, 12 Feb 2025 16:01:00 GMT", 60), ("Wed, 12 Feb 2025 15:00:00 GMT", 0), ("soon", None), (None, None)],
)
def test_retry_after(header: str | None, wait: int | None) -> None:
    assert parse_retry_after(header, NOW) == (None if wait is None else timedelta(seconds=wait))


def test_secrets_come_from_a_file_and_stay_out_of_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logged = io.StringIO()
    monkeypatch.setattr(logging.root, "handlers", [logging.StreamHandler(logged)])
    monkeypatch.setattr(logging.root, "level", logging.DEBUG)
    file = tmp_path / "urls"
    with misbehaving(answer("500 Oops")) as port:
        file.write_text(f"# ours\ndesk=json://me:hunter2secret@127.0.0.1:{port}/in/tokentoken?+X-Key=keykeykey\n")
        (found,) = parse_targets(read_secrets(f"@{file}"))
        channel = open_target(found)
        outcome = channel.send(channel.render(NEWS)[0], NOW)
    assert found.name.startswith("desk-")
    shown = f"{outcome} {found!r} {logged.getvalue()}"
    assert not [secret for secret in ("hunter2secret", "tokentoken", "keykeykey") if secret in shown]


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="/nowhere/urls cannot be read: No such file"):
        read_secrets("@/nowhere/urls")
