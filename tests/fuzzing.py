"""Hostile input for the parsers: feedparser's own test collection, and feeds and pages damaged by a seeded hand.

    python tests/fuzzing.py          (make fuzz)

Every input goes to a worker process as in a poll and must come back as a value or a typed failure: a process that dies or
hangs over its limit fails the run, and so does an exception. The counts are printed.
"""

from __future__ import annotations

import asyncio
import random
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from benches.site.serving import make_site
from extractors.feed import FeedFailure, ParsedFeed, parse_feed
from extractors.records import Entry, Page
from flows.reading import ReaderPool, WorkerLost
from flows.stories import Story, read_story, write_brief
from flows.topics import load_topic

ROOT = Path(__file__).resolve().parent.parent
SEED = 20_261_121
DAMAGED = 2_000
"""Inputs that `make fuzz` makes of each kind."""
_AT_ONCE = 16

Job = tuple[str, Callable[..., object], tuple[object, ...]]
"""A name that finds the input again, and what is to be called with it in a worker."""


def cut(body: bytes, chance: random.Random) -> bytes:
    """As a connection that broke."""
    return body[: chance.randrange(len(body) + 1)]


def double(body: bytes, chance: random.Random) -> bytes:
    """As a cache that wrote a part twice."""
    start, end = sorted(chance.choices(range(len(body) + 1), k=2))
    return body[:end] + body[start:]


def encode_again(body: bytes, chance: random.Random) -> bytes:
    """As a server that takes one character set for another; what it declares stays."""
    text = body.decode("utf-8", "replace")
    return text.encode(chance.choice(["utf-16", "latin-1", "cp1251", "shift_jis", "gb18030", "utf-32"]), "replace")


def flip(body: bytes, chance: random.Random) -> bytes:
    """As a disk that forgets: up to a hundred bits."""
    damaged = bytearray(body)
    for _ in range(chance.randint(1, 100) if damaged else 0):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


DAMAGES = (cut, double, encode_again, flip)


def damage(bodies: Mapping[str, bytes], number: int) -> Iterator[tuple[str, bytes]]:
    """Yield `number` damaged bodies, the same ones every time; the name says which body, damage and number."""
    names = sorted(bodies)
    for place in range(number):
        chance = random.Random(SEED + place)  # noqa: S311 - the same every time is the point
        name, harm = chance.choice(names), DAMAGES[place % len(DAMAGES)]
        yield f"{name} {harm.__name__} {place}", harm(bodies[name], chance)


async def read_all(jobs: Iterable[Job], name_outcome: Callable[[object], str]) -> tuple[Counter[str], list[str]]:
    """Run every job in worker processes; return the outcomes counted by name, and a line for each that was lost."""
    counts: Counter[str] = Counter()
    lost: list[str] = []
    gate = asyncio.Semaphore(_AT_ONCE)
    async with ReaderPool() as pool:

        async def read(name: str, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
            async with gate:
                outcome = await pool.call(function, *arguments)
            if isinstance(outcome, WorkerLost):
                lost.append(f"{name}: {outcome.reason}")
            counts["lost" if isinstance(outcome, WorkerLost) else name_outcome(outcome)] += 1

        await asyncio.gather(*(read(*job) for job in jobs))
    return counts, lost


def name_feed_outcome(outcome: object) -> str:
    match outcome:
        case ParsedFeed(entries=entries):
            return "feed with entries" if entries else "feed without entries"
        case FeedFailure(reason=reason):
            return f"no feed: {reason}"
    return f"neither value nor failure: {type(outcome).__name__}"


def feed_jobs(bodies: Iterable[tuple[str, bytes]]) -> Iterator[Job]:
    for name, body in bodies:
        yield name, parse_feed, (body, "https://site.example/feed", None)


def name_page_outcome(outcome: object) -> str:
    match outcome:
        case Story(status=status, reading=reading):
            text = "no text" if reading is None else f"{reading.article.quality}, {'with' if reading.facts else 'no'} facts"
            return f"page: {status}, {text}"
    return f"neither value nor failure: {type(outcome).__name__}"


def page_jobs(bodies: Iterable[tuple[str, bytes]]) -> Iterator[Job]:
    """Each page to the end of what a worker does with it: article, facts, sketch."""
    topic = load_topic(str(ROOT / "seeds" / "rednote" / "topic.toml"), ROOT).topic
    brief = write_brief(topic, datetime(2026, 11, 21, tzinfo=UTC))
    url = "https://site.example/2026/11/story"
    entry = Entry("https://site.example/feed", "1", url, "A story", summary="RedNote has 300 million users.")
    for name, body in bodies:
        yield name, read_story, (Page(url, body), entry, brief)


def read_our_pages() -> dict[str, bytes]:
    """Return the pages among our fixtures and some of the made-up site's, of every layout."""
    made = make_site(pages=10, seed=SEED)
    ours = {path.name: path.read_bytes() for path in (ROOT / "tests" / "pages").glob("*.html")}
    return ours | {path: body for path, body in made.items() if path != "/feed"}


def read_our_feeds() -> dict[str, bytes]:
    folders = (ROOT / "tests" / "feeds", ROOT / "seeds" / "rednote" / "feed")
    return {path.name: path.read_bytes() for folder in folders for path in folder.iterdir() if path.suffix in (".xml", ".json")}


def take_feedparsers_tests(folder: Path) -> dict[str, bytes] | str:
    """Return the test files in feedparser's source package by name, or the reason why they cannot be had.

    The package is taken with pip and kept in `folder`; none of it is ours to commit.
    """
    (pin,) = re.findall(r"^feedparser==\S+", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    package = folder / f"{pin.replace('==', '-')}.tar.gz"
    if not package.exists():
        taken = subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", "feedparser", "--retries", "1",
             "--disable-pip-version-check", "--dest", str(folder), pin],
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        if not package.exists():
            return f"{pin} as source cannot be taken from the registry: {taken.stderr.strip().splitlines()[-1:]}"
    with tarfile.open(package) as archive:
        files = [member for member in archive.getmembers() if re.search(r"/tests/.*\.(?:xml|json|rss|atom)$", member.name)]
        opened = ((member.name.partition("/")[2], archive.extractfile(member)) for member in files)
        return {name: file.read() for name, file in opened if file is not None}


def print_counts(title: str, counts: Counter[str], lost: list[str]) -> None:
    print(f"{title}: {counts.total():,} inputs")
    for name, number in counts.most_common():
        print(f"  {number:>6,}  {name}")
    for line in lost:
        print(f"  LOST {line}")


def main() -> None:
    bodies = read_our_feeds()
    sound = True
    with tempfile.TemporaryDirectory() as folder:
        taken = take_feedparsers_tests(Path(folder))
    if isinstance(taken, str):
        print(f"feedparser's collection: skipped: {taken}")
    else:
        counts, lost = asyncio.run(read_all(feed_jobs(taken.items()), name_feed_outcome))
        print_counts("feedparser's collection", counts, lost)
        sound = sound and not lost
        bodies |= taken
    counts, lost = asyncio.run(read_all(feed_jobs(damage(bodies, DAMAGED)), name_feed_outcome))
    print_counts("damaged feeds", counts, lost)
    sound = sound and not lost
    counts, lost = asyncio.run(read_all(page_jobs(damage(read_our_pages(), DAMAGED)), name_page_outcome))
    print_counts("damaged pages", counts, lost)
    sys.exit(0 if sound and not lost else 1)


if __name__ == "__main__":
    main()
