"""Reading in worker processes: what a page can do to its reader costs that page only."""

import asyncio
import os
import resource
import signal
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.feed import ParsedFeed, parse_feed
from extractors.page import PageFailure
from extractors.page_status import PageStatus
from extractors.records import Article, Entry, Page, Quality
from flows import reading
from flows.reading import ReaderPool, WorkerLost

NOW = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
ENTRY = Entry("https://harborpost.example/feed", "1", "https://harborpost.example/a", "Kettle", summary="A million users.")
PAGE = Page(ENTRY.url, (Path(__file__).parent.parent / "pages" / "full.html").read_bytes())


@pytest.fixture
async def pool() -> AsyncIterator[ReaderPool]:
    async with ReaderPool(workers=1, time_limit_s=30.0) as opened:
        yield opened


@pytest.fixture
async def hasty_pool() -> AsyncIterator[ReaderPool]:
    async with ReaderPool(workers=1, time_limit_s=0.3) as opened:
        yield opened


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_reads_pages_and_feeds(pool: ReaderPool):
    article = await pool.read(PAGE, ENTRY, NOW)
    assert isinstance(article, Article)
    assert article.quality is Quality.FULL
    feed = await pool.call(
        parse_feed, b"<rss version='2.0'><channel><title>T</title></channel></rss>", "https://a.example/f", None
    )
    assert isinstance(feed, ParsedFeed)


async def test_a_process_reads_many_pages(pool: ReaderPool):
    first, second = await pool.call(os.getpid), await pool.call(os.getpid)
    assert first == second
    assert first != os.getpid()


@pytest.mark.parametrize(
    ("fault", "arguments", "words"),
    [
        (os.abort, (), "SIGABRT"),
        (signal.raise_signal, (signal.SIGSEGV,), "SIGSEGV"),
        (signal.raise_signal, (signal.SIGKILL,), "SIGKILL"),
        (os._exit, (3,), "code 3"),
        (int, ("x",), "ValueError: invalid literal"),
        (bytearray, (10**11,), "MemoryError"),
    ],
)
async def test_a_lost_reader_costs_its_page_only(pool: ReaderPool, fault, arguments, words: str):
    before = await pool.call(os.getpid)
    lost = await pool.call(fault, *arguments)
    assert isinstance(lost, WorkerLost)
    assert words in lost.reason
    assert not is_running(before)
    assert isinstance(await pool.read(PAGE, ENTRY, NOW), Article)


async def test_a_page_whose_reader_hangs(hasty_pool: ReaderPool, monkeypatch: pytest.MonkeyPatch):
    before = await hasty_pool.call(os.getpid)
    monkeypatch.setattr(reading, "read_page", hang)
    failure = await hasty_pool.read(PAGE, ENTRY, NOW)
    assert not is_running(before)
    assert isinstance(failure, PageFailure)
    assert (failure.status, failure.detail) == (PageStatus.ERROR, "not read within 0.3 s")
    assert failure.summary is not None
    assert (failure.summary.text, failure.summary.quality) == ("A million users.", Quality.SUMMARY_ONLY)


def hang(*_: object) -> None:
    time.sleep(60)


async def test_a_killed_process_is_replaced(pool: ReaderPool):
    pid = await pool.call(os.getpid)
    os.kill(pid, signal.SIGKILL)
    outcomes = [await pool.read(PAGE, ENTRY, NOW) for _ in range(2)]
    assert isinstance(outcomes[1], Article)  # the first may have met the dead process


async def test_printing_does_not_disturb_the_answers(pool: ReaderPool):
    assert await pool.call(print, "noise\n" * 1000) is None
    assert await pool.call(os.write, 1, b"noise") == 5
    assert await pool.call(len, "four") == 4


async def test_a_large_page_goes_through(pool: ReaderPool):
    assert await pool.call(len, b"x" * 10_000_000) == 10_000_000


async def test_cancelling_leaves_no_stale_answer(pool: ReaderPool):
    await pool.call(os.getpid)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await pool.call(time.sleep, 60)
    assert await pool.call(len, "four") == 4


async def test_no_more_than_so_many_at_once():
    async with ReaderPool(workers=2) as pool:
        pids = set(await asyncio.gather(*(pool.call(os.getpid) for _ in range(20))))
    assert 1 <= len(pids) <= 2
    assert not any(is_running(pid) for pid in pids)


async def test_recycled_after_so_many_pages(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "_PAGES_PER_WORKER", 2)
    async with ReaderPool(workers=1) as pool:
        pids = [await pool.call(os.getpid) for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has no cap on address space")
async def test_memory_is_capped():
    async with ReaderPool(workers=1, memory_bytes=3 * 2**29) as pool:
        assert await pool.call(resource.getrlimit, resource.RLIMIT_AS) == (3 * 2**29, 3 * 2**29)


async def test_a_reader_ends_with_its_parent():
    """A parent that is killed outright closes the pipe, and its child follows."""
    script = (
        "import asyncio, os, time\nfrom flows.reading import ReaderPool\n"
        "async def main():\n"
        "    async with ReaderPool(workers=1) as pool:\n"
        "        print(await pool.call(os.getpid), flush=True)\n"
        "        await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    root = str(Path(__file__).parents[2])
    paths = os.pathsep.join([root, *filter(None, sys.path)])
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}
    )
    assert parent.stdout
    child = int(await asyncio.wait_for(parent.stdout.readline(), 60))
    assert is_running(child)
    parent.kill()
    await parent.wait()
    for _ in range(200):
        if not is_running(child) or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2]:
            return
        await asyncio.sleep(0.05)
    pytest.fail("the reader outlived its parent")
