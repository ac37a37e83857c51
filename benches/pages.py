"""How fast a poll is, beside the plain loop that everybody writes first, on the same pages in the same run.

    python benches/pages.py [--pages N] [--seed N] [--delay MS ...] [--rounds N]

A site on loopback serves a feed and pages as heavy as news pages are (benches/site: made from a seed, 100 to 400 kB each), at
once and after a delay of the server. The plain loop (benches/site/plain_loop.py) fetches, extracts with metadata and inserts row
by row; our poll does that, and facts, verdicts and pending alerts besides. Both begin with everything imported; our workers start
inside the clock. The server takes its part of the machine from both. With several rounds the medians are compared.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds" / "rednote"
PAGES, SEED = 500, 20250201
GOALS = {0: 2.2, 100: 10.0}
"""How many times the plain loop's articles a second, by the server's delay in ms."""
MOST_MEGABYTES = 400
"""Of all our processes together."""


@dataclass(frozen=True, slots=True)
class Result:
    articles: int
    seconds: float
    cpu: float
    """Seconds of processor time, children included."""
    megabytes: float | None
    """Peak of the resident memory of all processes together; None where the system does not tell."""
    facts: int = 0
    alerts: int = 0

    @property
    def speed(self) -> float:
        return self.articles / self.seconds


@contextmanager
def serve_site(pages: int, seed: int) -> Iterator[str]:
    """Serve the made-up site in a process of its own; yield its address."""
    command = [sys.executable, "-m", "benches.site.serving", str(pages), str(seed)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        port = int(process.stdout.readline()) if process.stdout else 0
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def run_plain(feed: str, folder: Path) -> Result:
    return _measure([sys.executable, "-m", "benches.site.plain_loop", feed, str(folder / "plain.duckdb")], folder)


def run_ours(feed: str, folder: Path) -> Result:
    """Poll into a warehouse that was seeded before, in a process of its own."""
    shutil.copytree(SEEDS, folder / "topic")
    _start([sys.executable, "-m", "flows", "seed", "--topic", str(folder / "topic" / "topic.toml")], folder).communicate()
    return _measure([sys.executable, "-m", "benches.site.our_poll", feed, str(folder / "topic")], folder)


def _start(command: list[str], folder: Path) -> subprocess.Popen[str]:
    environment = os.environ | {
        "PYTHONPATH": str(ROOT), "CLAIMWATCH_ALLOW_PRIVATE_HOSTS": "true", "CLAIMWATCH_WAREHOUSE": str(folder / "warehouse"),
        "CLAIMWATCH_NOW": "2025-03-01T00:00:00Z",
    }  # fmt: skip
    return subprocess.Popen(  # noqa: S603
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def _measure(command: list[str], folder: Path) -> Result:
    with _start(command, folder) as process:
        peaks: list[float] = []
        watcher = threading.Thread(target=_watch_memory, args=(process, peaks))
        watcher.start()
        printed = process.communicate()[0]
        watcher.join()
    if process.returncode:
        sys.exit(f"{command[2]} failed")
    return Result(**json.loads(printed.splitlines()[-1]), megabytes=max(peaks, default=None))


def _watch_memory(process: subprocess.Popen[str], peaks: list[float]) -> None:
    while process.poll() is None:
        total = _resident_of(process.pid)
        if total:
            peaks.append(total / 2**20)
        time.sleep(0.05)


def _resident_of(pid: int) -> int:
    """Bytes of a process and all below it, as Linux counts them."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, IndexError):
        return 0  # it has ended, or this is not Linux
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_resident_of(int(child)) for child in children)


def choose_median(results: list[Result]) -> Result:
    return sorted(results, key=lambda result: result.speed)[(len(results) - 1) // 2]


def tell(name: str, result: Result) -> str:
    memory = f"{result.megabytes:4.0f} MB" if result.megabytes else "memory not measured"
    return (
        f"  {name:11} {result.articles} articles in {result.seconds:6.1f} s: {result.speed:6.1f} a second, "
        f"{1000 * result.cpu / result.articles:5.1f} ms of processor each, {memory}"
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--pages", type=int, default=PAGES)
    ask.add_argument("--seed", type=int, default=SEED)
    ask.add_argument("--delay", type=int, nargs="*", default=list(GOALS))
    ask.add_argument("--rounds", type=int, default=1)
    ask.add_argument("--only", choices=("plain", "ours"))
    asked = ask.parse_args()
    with serve_site(asked.pages, asked.seed) as site:
        for delay in asked.delay:
            feed = f"{site}/{delay}/feed"
            plain, ours = [], []
            for _ in range(asked.rounds):
                for runs, run in ((plain, run_plain), (ours, run_ours)):
                    if asked.only and run is not {"plain": run_plain, "ours": run_ours}[asked.only]:
                        continue
                    with tempfile.TemporaryDirectory() as folder:
                        runs.append(run(feed, Path(folder)))
            sys.stdout.write(f"server delay {delay} ms, {asked.pages} pages\n")
            if plain:
                sys.stdout.write(tell("plain loop", choose_median(plain)) + "\n")
            if ours:
                mine = choose_median(ours)
                sys.stdout.write(tell("claimwatch", mine) + f"\n  with {mine.facts} facts and {mine.alerts} alerts\n")
            if plain and ours:
                _compare(choose_median(plain), choose_median(ours), GOALS.get(delay))
            sys.stdout.flush()


def _compare(plain: Result, ours: Result, goal: float | None) -> None:
    ratio = ours.speed / plain.speed
    told = f" (goal {goal:g}: {'met' if ratio >= goal else 'missed'})" if goal else ""
    cpu = (ours.cpu / ours.articles) / (plain.cpu / plain.articles)
    fits = ours.megabytes is None or ours.megabytes <= MOST_MEGABYTES
    sys.stdout.write(
        f"  {ratio:.1f} times as fast{told}, with {cpu:.2f} times the processor time an article; "
        f"memory {'within' if fits else 'ABOVE'} {MOST_MEGABYTES} MB\n"
    )


if __name__ == "__main__":
    main()
