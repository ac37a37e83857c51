"""Feed -> Entry: fetches the feeds that are due and says what is in them. What a feed does wrong is a row, never an exception."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from extractors.feed import FeedFailure, parse_feed
from extractors.records import Entry
from extractors.topic import Feed
from flows.fetch import NO_VALIDATORS, Fetched, FetchFailure, FetchFault, Unmodified, Validators, hide_credentials
from flows.polling import DueFeed, FeedState, plan_next_poll
from flows.progress import Advance
from flows.reading import WorkerLost
from flows.runs import Run
from flows.wire import Wire
from warehouse.rows import PollRow
from warehouse.store import Warehouse

FEEDS_A_BATCH = 25


@dataclass(frozen=True, slots=True)
class FeedReading:
    """What one poll of one feed brought. `outcome` is ok, unmodified, failed or gone."""

    due: DueFeed
    outcome: str
    entries: tuple[Entry, ...] = ()
    own_title: str | None = None
    """What the feed calls itself."""
    status_code: int | None = None
    reason: str | None = None
    validators: Validators = NO_VALIDATORS
    body_hash: str | None = None
    retry_after: timedelta | None = None

    @property
    def name(self) -> str:
        """The feed's address as it is stored and shown."""
        return name_feed(self.due.feed)

    @property
    def title(self) -> str | None:
        """The topic's title for it, else its own."""
        return self.due.feed.title or self.own_title

    @property
    def failed(self) -> bool:
        return self.outcome in ("failed", "gone")


def name_feed(feed: Feed) -> str:
    """Return the address that a feed is known by in the warehouse: as the topic writes it, without a password."""
    return hide_credentials(feed.url)


def read_feed_states(warehouse: Warehouse, feeds: Sequence[Feed]) -> dict[str, FeedState]:
    """Return how these feeds stood after their last poll, by `Feed.url`."""
    rows = warehouse.read("feed_states", {"feed_urls": [name_feed(feed) for feed in feeds]})
    stored = {row.pop("url"): FeedState(**row) for row in rows}
    return {feed.url: stored[name_feed(feed)] for feed in feeds if name_feed(feed) in stored}


async def read_feeds(wire: Wire, due: Sequence[DueFeed], advance: Advance) -> list[FeedReading]:
    """Fetch and parse a batch of feeds at once."""

    async def read(one: DueFeed) -> FeedReading:
        reading = await _read_feed(wire, one)
        advance()
        return reading

    return await asyncio.gather(*(read(one) for one in due))


async def _read_feed(wire: Wire, due: DueFeed) -> FeedReading:
    state = due.state
    answer = await wire.fetch(_address(due.feed), Validators(state.etag, state.last_modified))
    match answer:
        case FetchFailure(kind=kind, detail=detail, status=status, retry_after=retry_after):
            gone = kind is FetchFault.GONE
            return FeedReading(due, "gone" if gone else "failed", status_code=status, reason=detail, retry_after=retry_after)
        case Unmodified():
            return FeedReading(due, "unmodified", status_code=304)
        case Fetched() if answer.body_hash == state.body_hash:
            return FeedReading(due, "unmodified", status_code=answer.status)
        case Fetched():
            parsed = await wire.readers.call(parse_feed, answer.body, answer.url, answer.content_type)
    match parsed:
        case WorkerLost(reason=reason):
            return FeedReading(due, "failed", status_code=answer.status, reason=f"could not be parsed: {reason}")
        case FeedFailure(detail=detail):
            return FeedReading(due, "failed", status_code=answer.status, reason=detail)
    entries = tuple(
        replace(entry, feed_url=name_feed(due.feed), publisher=entry.publisher or due.feed.publisher) for entry in parsed.entries
    )
    return FeedReading(due, "ok", entries, parsed.title, answer.status, None, answer.validators, answer.body_hash, parsed.ttl)


def log_poll(reading: FeedReading, run: Run, new_entries: int, *, finished: bool) -> PollRow:
    """Return the row of one poll.

    A feed whose new entries could not all be read in this run (not `finished`) keeps no validators and is due at once: else it
    would answer "unmodified" and the rest would be lost.
    """
    failures = reading.due.state.failures + 1 if reading.failed else 0
    waited = plan_next_poll(run.now, failures, gone=reading.outcome == "gone", retry_after=reading.retry_after)
    return PollRow(
        run_id=run.run_id,
        feed_url=reading.name,
        polled_at=run.now,
        outcome=reading.outcome,
        status_code=reading.status_code,
        reason=reading.reason,
        etag=reading.validators.etag if finished else None,
        last_modified=reading.validators.last_modified if finished else None,
        body_hash=reading.body_hash if finished else None,
        entries=len(reading.entries),
        new_entries=new_entries,
        failures=failures,
        next_poll_at=waited if finished else run.now,
        title=reading.title,
    )


def _address(feed: Feed) -> str:
    """A path in the topic file is a file in the topic's folder."""
    return feed.url if "://" in feed.url else f"file:///{feed.url.lstrip('/')}"
