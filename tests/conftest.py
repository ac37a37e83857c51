"""What tests of the flows share: a working directory with a topic, a site on loopback, and the command line as a function."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from places import ROOT, Command, Outcome, Place, Site

from flows.cli import main

_FEEDS = re.compile(r"^\[\[feeds\]\]\n.*?(?=^\[|\Z)", re.MULTILINE | re.DOTALL)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slowest first: files are dealt out to processes in this order, and those that wait for servers should not come last."""
    items.sort(key=lambda item: not _is_slow(item))


def _is_slow(item: pytest.Item) -> bool:
    return "system" in item.keywords or "kill" in item.path.stem


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may use Claimwatch: their settings are none of the tests' business."""
    for name in list(os.environ):
        if name.startswith("CLAIMWATCH_") or name == "PREFECT_API_URL":
            monkeypatch.delenv(name)


@pytest.fixture
def claimwatch(capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line, in this process."""

    def run(*arguments: str) -> Outcome:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Make a working directory with our topic, its articles and sample feed, and these feeds; go there."""

    def make(*feeds: str, schedule: str | None = None) -> Path:
        folder = tmp_path / "seeds" / "rednote"
        shutil.copytree(ROOT / "seeds" / "rednote", folder)
        topic = _FEEDS.sub("", (folder / "topic.toml").read_text(encoding="utf-8"))
        if schedule:
            topic = re.sub(r'^(poll|alert) = ".*"', rf'\1 = "{schedule}"', topic, flags=re.MULTILINE)
        topic += "".join(f'\n[[feeds]]\nurl = "{url}"\n' for url in feeds)
        (folder / "topic.toml").write_text(topic, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return make


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on loopback for the length of a test."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            if self.path in site.held:
                site.held[self.path].wait(timeout=120)
            status, content_type, body = site.pages.get(self.path, (404, "text/plain", b"nothing here"))
            tag = f'"{hashlib.sha256(body).hexdigest()[:12]}"' if site.etags else None
            if tag and self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
            self.send_response(status)
            if tag:
                self.send_header("ETag", tag)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            site.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(site.post_status)
            self.send_header("Content-Length", str(len(site.post_answer)))
            self.end_headers()
            self.wfile.write(site.post_answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()
