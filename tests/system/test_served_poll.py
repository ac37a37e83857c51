"""The real thing: a Prefect server, `claimwatch serve`, a poll on schedule over HTTP, its artifact, and a mail by SMTP."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import TypeVar

import httpx2
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from places import ROOT, Place, Site, ask, put_feed, put_story

T = TypeVar("T")

SERVER_UP_S = 180
SCHEDULED_S = 240  # the schedule is every minute; a busy machine needs a while to start each process

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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], here: Path, environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process in a session of its own, and end that whole session afterwards."""
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, cwd=here, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        ) as process,
    ):
        try:
            yield process
        finally:
            for sign in (signal.SIGINT, signal.SIGKILL):
                try:
                    os.killpg(process.pid, sign)
                    process.wait(timeout=20)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    continue


def wait_for(what: str, look: Callable[[], T | None], seconds: float, logs: list[Path]) -> T:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.5)
    tails = "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-4000:]}" for log in logs)
    raise AssertionError(f"no {what} within {seconds:g} s\n{tails}")


def test_a_scheduled_poll_shows_its_news_and_sends_a_mail(place: Place, site: Site, mailbox: tuple[Mailbox, int]) -> None:
    box, mail_port = mailbox
    story = put_story(site, "/story", "RedNote had 5 million daily users in the United States on 3 February.")
    here = place(put_feed(site, "/feed", story), f"{site.url}/missing", schedule="* * * * *")
    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "CLAIMWATCH_"))},
        "PYTHONPATH": str(ROOT),
        "PREFECT_HOME": str(here / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "CLAIMWATCH_ALLOW_PRIVATE_HOSTS": "true",
        "CLAIMWATCH_ALERT_URLS": f"mailto://127.0.0.1:{mail_port}/?from=watch@a.example&to=reader@a.example&mode=insecure",
    }
    server = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    serve = [sys.executable, "-m", "flows", "serve"]
    logs = [here / "server.log", here / "serve.log"]

    def ask_api(path: str, body: dict[str, object]) -> list[dict[str, object]]:
        found = httpx2.post(f"{api}{path}", json=body, timeout=20, trust_env=False).raise_for_status().json()
        assert isinstance(found, list)
        return found

    def is_up() -> bool:
        try:
            return httpx2.get(f"{api}/health", timeout=5, trust_env=False).status_code == httpx2.codes.OK
        except httpx2.HTTPError:
            return False

    def find_run(flow: str) -> dict[str, object] | None:
        done = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}, "flows": {"name": {"any_": [flow]}}}
        return min(ask_api("/flow_runs/filter", done), key=lambda run: str(run["start_time"]), default=None)

    with running(server, here, environment, logs[0]):
        wait_for("server", is_up, SERVER_UP_S, logs)
        with running(serve, here, environment | {"PREFECT_API_URL": api}, logs[1]):
            run = wait_for("scheduled poll", lambda: find_run("poll"), SCHEDULED_S, logs)
            mail = wait_for("mail", lambda: box.mails and box.mails[0], SCHEDULED_S, logs)
            artifacts = {str(found["key"]): found for found in ask_api("/artifacts/latest/filter", {})}
            tasks = ask_api("/task_runs/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
            lines = [str(found["message"]) for found in ask_api("/logs/filter", {"logs": {"flow_run_id": {"any_": [run["id"]]}}})]

    assert str(run["name"]).startswith("rednote poll ")
    assert run["auto_scheduled"] is True
    assert {str(found["name"]).split(" ")[0] for found in tasks} == {"read", "judge"}
    assert any(line.startswith("Read 1 of 2 feeds, 1 failing; 1 page in full.") for line in lines)
    news = str(artifacts["rednote-news"]["data"])
    assert "5 million daily users" in news
    assert f"]({'<'}{story}>)" in news
    assert "HTTP 404" in news
    assert "missing" in str(artifacts["rednote-feeds"]["data"])
    assert mail["To"] is not None
    assert "RedNote and the US TikTok ban: " in str(mail["Subject"])
    text = b"".join(part.get_payload(decode=True) or b"" for part in mail.walk() if not part.is_multipart()).decode()
    assert "RedNote had 5 million daily users in the United States on 3 February." in text
    assert ask(here, "SELECT DISTINCT state FROM deliveries") == [("sent",)]
    assert len(box.mails) == 1
