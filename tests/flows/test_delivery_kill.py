"""kill -9 at thirty seeded moments of delivery: nothing is lost, nothing that was recorded as accepted is sent again."""

from __future__ import annotations

import json
import multiprocessing
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "warehouse"))  # the sample rows
from sample_rows import alert, article, fact

from extractors.topic import Subject, SubjectType, Topic
from flows.alert import deliver_alerts
from flows.delivery import open_target
from flows.targets import parse_targets
from warehouse.store import open_warehouse, read_snapshot

START = datetime(2025, 2, 12, 9, tzinfo=UTC)
TOPIC = Topic("rednote", "RedNote", (Subject("RedNote", SubjectType.APP),))
KILLS = 30  # about a minute on an idle machine
ALERTS = 4


class Target:
    """A webhook that answers after a moment and keeps what it was sent."""

    def __init__(self) -> None:
        target = self
        self.messages: list[str] = []
        self.pause = 0.0

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(target.pause)
                target.messages.append(json.loads(body)["message"])
                time.sleep(target.pause)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                pass  # who asked was killed

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.url = f"hook=json://127.0.0.1:{self.server.server_port}/in"


@pytest.fixture
def target() -> Iterator[Target]:
    target = Target()
    yield target
    target.server.shutdown()
    target.server.server_close()


def deliver(folder: Path, url: str, now: datetime) -> None:
    deliver_alerts(folder, {found.name: open_target(found) for found in parse_targets(url)}, TOPIC, now)


def put_alerts(folder: Path, run: int, now: datetime) -> set[str]:
    names = [f"r{run:02}n{number}" for number in range(ALERTS)]
    with open_warehouse(folder) as warehouse:
        warehouse.write(lambda tx: tx.insert([article("a1")]))
        warehouse.write(lambda tx: tx.insert([fact(f"f{name}", claim_id=f"c{name}", line=f"line {name}.") for name in names]))
        rows = [
            alert(name, fact_id=f"f{name}", claim_id=f"c{name}", line=f"line {name}.", run_id=f"r{run}", created_at=now)
            for name in names
        ]
        warehouse.write(lambda tx: tx.insert(rows))
    return set(names)


def test_kill_9_at_thirty_moments(tmp_path: Path, target: Target) -> None:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["flows.alert", "flows.delivery", "duckdb"])
    now, waits = START, random.Random(6)  # noqa: S311 - moments that are the same every time
    put_alerts(tmp_path, 99, now)
    begun = time.monotonic()
    deliver(tmp_path, target.url, now)
    whole = time.monotonic() - begun
    target.pause = whole / 6
    duplicates = killed = 0
    for run in range(KILLS):
        now += timedelta(hours=2)
        names = put_alerts(tmp_path, run, now)
        target.messages.clear()
        child = processes.Process(target=deliver, args=(tmp_path, target.url, now))
        child.start()
        child.join(waits.uniform(0.05, 1.6) * whole)
        child.kill()
        child.join()
        killed += child.exitcode == -9
        time.sleep(3 * target.pause)  # what was on its way arrives
        with open_warehouse(tmp_path) as warehouse:
            recorded = {row["alert_id"] for row in warehouse.read("list_deliveries", {
                "topic": "rednote", "state": "sent", "target": None, "alert_ids": sorted(names)})}  # fmt: skip
        before = Counter(name for message in target.messages for name in names if f"line {name}." in message)
        deliver(tmp_path, target.url, now + timedelta(minutes=16))
        after = Counter(name for message in target.messages for name in names if f"line {name}." in message)
        assert set(after) == names, "an alert was lost"
        assert all(after[name] == 1 for name in recorded), "sent again though it was recorded as accepted"
        twice = {name for name in names if after[name] > 1}
        assert twice <= set(before)
        assert max(after.values()) <= 2
        if twice:
            assert "This may be a repeat" in target.messages[-1]
            duplicates += 1
        ((agrees, pending, repeats),) = read_snapshot(tmp_path, "SELECT agrees, pending, repeats FROM delivery_sums")[1]
        assert (agrees, pending) == (True, 0)
        assert repeats >= duplicates
    assert killed >= KILLS // 3, "the kills came too late to test anything"
