"""kill -9 of a worker, of the flow, of both, at seeded moments: after the next run the warehouse is what it would have been."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from random import Random

import duckdb
import pytest
from places import ITEM, ROOT, Place, Site

from benches.site.prose import write_story

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds the workers of a process in /proc")

SEED = 20
KILLS = 20
PAGES = 12
LATEST_S = 120
VICTIMS = ("worker", "flow", "group")
# What differs between two runs that come to the same: who they were, and how often a feed is asked by a run's own dice.
OF_A_RUN = ("run_id", "next_poll_at", "interval_s", "new_entries", "indexed_at")
LOGS = ("coverage", "runs")

# A process that has imported everything and forks a poll for every line that it is sent: a run then takes no second to start.
RUNNER = """
import os, sys
from functools import partial
from flows import watch, wire
from flows.cli import main
import flows.cli_work, flows.stories

watch.PAGES_A_BATCH = 3
wire.ReaderPool = partial(wire.ReaderPool, workers=1)
for line in sys.stdin:
    pid = os.fork()
    if not pid:
        os.setsid()
        try:
            main(["poll"])
        except SystemExit as end:
            os._exit(int(end.code or 0))
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


class Runner:
    """Runs polls in processes of their own, one after another."""

    def __init__(self, here: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CLAIMWATCH_", "PREFECT_"))}
        settings = {
            "PYTHONPATH": str(ROOT), "CLAIMWATCH_ALLOW_PRIVATE_HOSTS": "true", "CLAIMWATCH_NOW": "2025-03-01T00:00:00Z",
            "CLAIMWATCH_WAREHOUSE": str(here / "warehouse" / "data"),
        }  # fmt: skip
        self.log = here / "polls.log"
        self._process = subprocess.Popen(
            [sys.executable, "-c", RUNNER], cwd=here, env=kept | settings, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log.open("w"),
        )  # fmt: skip

    def start(self) -> int:
        """Start a poll; return its process id, which is its group's too."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._read_number()

    def wait(self) -> int:
        """Return the exit code of the poll, negative for the signal that ended it."""
        return self._read_number()

    def _read_number(self) -> int:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.strip().lstrip("-").isdecimal():  # between what the poll itself prints
                return int(line)
        raise AssertionError(self.log.read_text())

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


@contextmanager
def running(here: Path) -> Iterator[Runner]:
    runner = Runner(here)
    try:
        yield runner
    finally:
        runner.close()


def put_site(site: Site) -> str:
    """A feed of PAGES articles that tell of one story, each with a day of its own."""
    chance = Random(SEED)  # noqa: S311 - the same every time
    items = []
    for number in range(PAGES):
        story = write_story(chance)
        paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
        page = f"<html><title>{escape(story.title)}</title><body><article><h1>{escape(story.title)}</h1>{paragraphs}</article>"
        url = site.put(f"/story/{number}/", page)
        items.append(ITEM.format(title=escape(story.title), url=url, day=number + 1))
    feed = f'<rss version="2.0"><channel><title>S</title>{"".join(items)}</channel></rss>'
    return site.put("/feed", feed, "application/rss+xml")


def find_workers(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def kill(victim: str, pid: int, chance: Random) -> bool:
    """Kill now; say whether there was anybody to be killed."""
    workers = find_workers(pid)
    try:
        match victim:
            case "worker":
                os.kill(chance.choice(workers), signal.SIGKILL)
            case "flow":
                os.kill(pid, signal.SIGKILL)
            case _:
                os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, IndexError):
        return False
    return True


def read_views(here: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every view, without what belongs to a run."""
    with duckdb.connect(str(here / "warehouse" / "data" / "news.duckdb"), read_only=True) as connection:
        views = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall()
        rows = {}
        for (view,) in views:
            if view in LOGS:
                continue
            columns = [row[0] for row in connection.execute(f"DESCRIBE {view}").fetchall()]
            kept = ", ".join(f'"{name}"' for name in columns if name not in OF_A_RUN)
            rows[view] = connection.execute(f"SELECT {kept} FROM {view} ORDER BY ALL").fetchall()  # noqa: S608
    return rows


def test_twenty_kills_change_nothing(place: Place, site: Site, tmp_path: Path) -> None:
    chance = Random(SEED)  # noqa: S311 - the same every time
    here = place(put_site(site))
    with running(here) as runner:
        runner.start()
        assert runner.wait() == 0, runner.log.read_text()
        undisturbed = read_views(here)
        assert len(undisturbed["articles"]) == PAGES
        assert len(undisturbed["facts"]) > 100
        killed = dict.fromkeys(VICTIMS, 0)
        warehouses = 0
        while sum(killed.values()) < KILLS:
            (here / "warehouse" / "data").rename(tmp_path / f"warehouse-{warehouses}")
            warehouses += 1
            code: int | None = None
            while code != 0:
                victim = VICTIMS[sum(killed.values()) % len(VICTIMS)]
                asked, moment = len(site.asked) + chance.randint(1, 9), chance.uniform(0, 0.4)
                pid = runner.start()
                if sum(killed.values()) < KILLS:
                    killed[victim] += wait_and_kill(site, asked, moment, victim, pid, chance)
                code = runner.wait()
                assert code in (0, -signal.SIGKILL), runner.log.read_text()
            assert read_views(here) == undisturbed, killed
    assert set(killed.values()) <= {6, 7}
    assert warehouses >= 3, "a kill leaves something to be done"


def wait_and_kill(site: Site, asked: int, moment: float, victim: str, pid: int, chance: Random) -> bool:
    """Kill a little after the site's so-manieth request, or give up when the poll ends before."""
    end = time.monotonic() + LATEST_S
    while len(site.asked) < asked and time.monotonic() < end:
        if not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]:
            return False
        time.sleep(0.002)
    time.sleep(moment)
    return kill(victim, pid, chance)
