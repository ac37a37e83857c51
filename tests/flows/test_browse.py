"""The report served on loopback."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from places import ROOT, Command, Place
from starlette.testclient import TestClient

from flows.reports.served import listen, make_app
from flows.topics import load_topic

NOW = datetime(2025, 2, 13, 9, 0, tzinfo=UTC)


def client_of(here: Path) -> TestClient:
    topic = load_topic("rednote", here).topic
    return TestClient(make_app(here / "warehouse" / "data", topic, lambda: NOW), base_url="http://127.0.0.1")


def test_the_page_follows_the_snapshot(place: Place, claimwatch: Command) -> None:
    here = place()
    client = client_of(here)
    early = client.get("/")
    assert (early.status_code, "claimwatch run" in early.text) == (503, True)
    assert claimwatch("seed", "seeds/rednote/articles/itv-news-what-is-rednote.md").code == 0
    first = client.get("/")
    assert "Know Your Meme" not in first.text
    assert client.get("/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get("/").text == first.text
    assert claimwatch("seed", "seeds/rednote/articles/know-your-meme-rednote-guide.md").code == 0
    second = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert "Know Your Meme" in second.text


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1:4270", 503), ("localhost", 503), ("evil.example", 400)])
def test_it_answers_to_this_machines_names_only(place: Place, host: str, status: int) -> None:
    assert client_of(place()).get("/", headers={"Host": host}).status_code == status


def test_a_port_in_use_gets_one_line(place: Place, claimwatch: Command) -> None:
    place()
    with listen(0) as taken:
        port = taken.getsockname()[1]
        outcome = claimwatch("browse", "--port", str(port))
    assert (outcome.code, outcome.err) == (2, f"claimwatch: --port {port}: Address already in use\n")


def test_it_serves_until_it_is_interrupted(place: Place, claimwatch: Command) -> None:
    here = place()
    claimwatch("seed")
    command = [sys.executable, "-u", "-m", "flows", "browse", "--port", "0"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=here, env=environment, **pipes) as server:  # type: ignore[call-overload]
        assert server.stdout
        address = re.match(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
        assert address
        with urllib.request.urlopen(address[0], timeout=60) as answer:  # noqa: S310
            assert b"Figures that moved" in answer.read()
        server.send_signal(signal.SIGINT)
        _, complaints = server.communicate(timeout=60)
    assert (server.returncode, complaints) == (0, "")
