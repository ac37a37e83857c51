"""What the pipeline would make of an address: is it a feed, or a page that names some; what could be read of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from extractors.feed import FeedFailure, FeedReason, ParsedFeed, parse_feed
from extractors.front_page import NamedFeed, find_feeds
from extractors.page_status import PageStatus
from extractors.records import Article, Entry, Page
from extractors.urls import hide_credentials
from flows.fetch import Fetched, FetchFailure
from flows.http_dates import read_freshness
from flows.reading import WorkerLost
from flows.wire import Wire

MOST_FEEDS = 5
"""Feeds of a front page that are looked into."""
SAMPLE = 3
"""Entries of a feed whose pages are read."""
_FULL_CONTENT = 1_000
"""Characters of content that make more than a teaser."""


@dataclass(frozen=True, slots=True)
class SamplePage:
    """What became of one entry's page."""

    entry: Entry
    status: str
    words: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class FeedCheck:
    """What is at an address: a feed, or the reason why not."""

    url: str
    """As it was asked for, without a password."""
    fault: str | None = None
    moved_to: str | None = None
    asked: timedelta | None = None
    """How long it wants to be left alone."""
    validated: bool = False
    """Whether an unchanged feed costs nothing (it gives an ETag or a date to ask with)."""
    feed: ParsedFeed | None = None
    pages: tuple[SamplePage, ...] = ()


async def check_address(wire: Wire, url: str, now: datetime) -> list[FeedCheck]:
    """Look at what is at `url`; of a page, at the feeds that it names. At least one check comes back."""
    answer = await wire.fetch_feed(url)
    if not isinstance(answer, Fetched):
        return [FeedCheck(hide_credentials(url), answer.detail if isinstance(answer, FetchFailure) else "not modified")]
    check = await _look_into(wire, url, answer, now)
    if check.feed is not None or check.fault != FeedReason.HTML:
        return [check]
    named = await wire.readers.call(find_feeds, answer.body, answer.url, answer.content_type)
    if isinstance(named, WorkerLost) or not named:
        return [FeedCheck(check.url, "a web page that names no feed")]
    return [await _check_named(wire, feed, now) for feed in named[:MOST_FEEDS]]


async def _check_named(wire: Wire, named: NamedFeed, now: datetime) -> FeedCheck:
    answer = await wire.fetch_feed(named.url)
    if not isinstance(answer, Fetched):
        return FeedCheck(hide_credentials(named.url), answer.detail if isinstance(answer, FetchFailure) else "not modified")
    return await _look_into(wire, named.url, answer, now)


async def _look_into(wire: Wire, url: str, answer: Fetched, now: datetime) -> FeedCheck:
    shown = hide_credentials(url)
    feed = await wire.readers.call(parse_feed, answer.body, answer.url, answer.content_type)
    if isinstance(feed, WorkerLost):
        return FeedCheck(shown, f"could not be parsed: {feed.reason}")
    if isinstance(feed, FeedFailure):
        return FeedCheck(shown, FeedReason.HTML if feed.reason is FeedReason.HTML else feed.detail)
    validators = answer.validators
    pages = [await _read_sample(wire, entry, now) for entry in feed.entries[:SAMPLE]]
    asked = max(read_freshness(answer.headers) or timedelta(), feed.ttl or timedelta())
    return FeedCheck(
        shown, None, answer.moved_to, asked or None, bool(validators.etag or validators.last_modified), feed, tuple(pages)
    )


async def _read_sample(wire: Wire, entry: Entry, now: datetime) -> SamplePage:
    answer = await wire.fetch(entry.url)
    if not isinstance(answer, Fetched):
        return SamplePage(entry, PageStatus.ERROR, 0, answer.detail if isinstance(answer, FetchFailure) else None)
    read = await wire.readers.read(Page(answer.url, answer.body, answer.content_type), entry, now)
    if isinstance(read, Article):
        return SamplePage(entry, PageStatus.FULL, read.words, None)
    return SamplePage(entry, read.status, 0, read.detail)


def describe_feed(feed: ParsedFeed, now: datetime) -> Iterator[str]:
    """Yield what there is to know about a feed before adding it, a line each."""
    dated = sorted((entry.published_at for entry in feed.entries if entry.published_at), reverse=True)
    late = [moment for moment in dated if moment > now + timedelta(days=1)]
    dates = [f"{len(feed.entries) - len(dated)} without a usable date"] if len(dated) < len(feed.entries) else []
    dates += [f"{len(late)} dated in the future"] if late else []
    yield ("1 entry" if len(feed.entries) == 1 else f"{len(feed.entries)} entries") + "".join(f", {doubt}" for doubt in dates)
    if rate := estimate_rate(dated):
        yield f"about {rate:.2g} a day, the newest of {dated[0]:%-d %b %Y %H:%M} UTC"
    if feed.skipped:
        yield f"{feed.skipped} items without an article, or twice: passed over (podcasts have such)"
    lengths = [len(entry.content) for entry in feed.entries]
    if lengths and median(lengths) >= _FULL_CONTENT:
        yield "whole articles are in the feed; they are used where a page fails"


def estimate_rate(dated: Sequence[datetime]) -> float | None:
    """Return entries a day from publication times, newest first; None where they are too few to tell."""
    if len(dated) < 3 or dated[0] <= dated[-1]:
        return None
    return (len(dated) - 1) / ((dated[0] - dated[-1]) / timedelta(days=1))
