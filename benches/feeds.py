"""How long a poll of unchanged feeds takes: every one answers 304 on loopback, so that nothing is parsed.

    python benches/feeds.py [--feeds N]

The goal is 1,000 feeds in 10 seconds, the warehouse's transaction and its published copy included.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from extractors.topic import Feed, Subject, SubjectType, Topic
from flows.progress import log_progress
from flows.runs import begin_run
from flows.settings import Settings
from flows.topics import LocatedTopic
from flows.watch import PollSummary, poll
from warehouse.feed_rows import PollRow
from warehouse.store import open_warehouse

GOAL_S = 10.0
NOW = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)
TAG = '"unchanged"'
_UNMODIFIED = f"HTTP/1.1 304 Not Modified\r\nETag: {TAG}\r\n\r\n".encode()
_FORGOTTEN = b"HTTP/1.1 500 Asked Without Tag\r\nContent-Length: 0\r\n\r\n"


@contextmanager
def serve_unmodified() -> Iterator[str]:
    """A site that answers 304 to whoever knows its tag; gives its address."""
    loop = asyncio.new_event_loop()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(_UNMODIFIED if TAG.encode() in head else _FORGOTTEN)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = loop.run_until_complete(asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def read_before(feed: Feed) -> PollRow:
    """An hour ago it was read, and gave a tag."""
    return PollRow("before", feed.url, NOW - timedelta(hours=1), "ok", 200, etag=TAG, topic="bench")


def poll_unchanged(folder: Path, number: int) -> tuple[PollSummary, float]:
    """Poll `number` feeds that have been read before and did not change; return what came of it, and the seconds it took."""
    settings = Settings(warehouse=folder, allow_private_hosts=True)
    with serve_unmodified() as site:
        feeds = tuple(Feed(f"{site}/{place}") for place in range(number))
        topic = Topic("bench", "Bench", (Subject("Leaf", SubjectType.COMPANY),), feeds)
        with open_warehouse(folder) as warehouse:
            warehouse.write(lambda tx: tx.insert([read_before(feed) for feed in feeds]))
        started = time.perf_counter()
        summary = asyncio.run(poll(settings, LocatedTopic(topic, folder), begin_run(topic.name, NOW), log_progress))
        return summary, time.perf_counter() - started


def main() -> None:
    """Print how long it took."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--feeds", type=int, default=1000)
    number = arguments.parse_args().feeds
    with tempfile.TemporaryDirectory() as folder:
        summary, seconds = poll_unchanged(Path(folder), number)
    print(f"{summary.coverage.feeds_ok:,} of {number:,} unchanged feeds polled in {seconds:.1f} s (goal: 1,000 in {GOAL_S:g} s)")
    if summary.coverage.feeds_ok < number or seconds > GOAL_S * max(1, number / 1000):
        sys.exit(1)


if __name__ == "__main__":
    main()
