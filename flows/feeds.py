"""Feed -> Entry: fetches the feeds that are due and says what is in them. What a feed does wrong is a row, never an exception."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from extractors.feed import FeedFailure, parse_feed
from extractors.feed_dates import FURTHEST_AHEAD
from extractors.records import Entry
from extractors.topic import Feed
from extractors.urls import hide_credentials
from flows.faults import FetchFault
from flows.fetch import NO_VALIDATORS, FetchFailure, Unmodified, Validators
from flows.health import Notice, notice_feeds
from flows.http_dates import read_freshness
from flows.polling import (
    DueFeed,
    FeedState,
    choose_address,
    follow_move,
    keep_move,
    plan_after_answer,
    plan_after_failure,
)
from flows.progress import Advance
from flows.reading import WorkerLost
from flows.runs import Run
from flows.wire import Wire
from warehouse.feed_rows import PollRow
from warehouse.store import Transaction, Warehouse

LOST = "worker_lost"
"""The fault of a feed whose parser did not survive it."""
FEEDS_A_BATCH = 25


@dataclass(frozen=True, slots=True)
class FeedReading:
    """What one poll of one feed brought. `outcome` is ok, unmodified, failed or gone."""

    due: DueFeed
    outcome: str
    entries: tuple[Entry, ...] = ()
    entries_seen: int = 0
    own_title: str | None = None
    """What the feed calls itself."""
    status_code: int | None = None
    fault: str | None = None
    """What sort of failure it was: a FetchFault, a FeedReason or LOST."""
    reason: str | None = None
    validators: Validators = NO_VALIDATORS
    body_hash: str | None = None
    moved_to: str | None = None
    """Where nothing but permanent redirects led."""
    asked: timedelta | None = None
    """How long the server wants the feed to be left alone."""
    ttl: timedelta | None = None
    """The same, in the feed's own words."""

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


def read_feed_states(warehouse: Warehouse, topic: str, feeds: Sequence[Feed]) -> dict[str, FeedState]:
    """Return how these feeds of a topic stood after their last poll, by `Feed.url`."""
    rows = warehouse.read("feed_states", {"topic": topic, "feed_urls": [name_feed(feed) for feed in feeds]})
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
    address = choose_address(_address(due.feed), state)
    known = state.moved_to if address == state.moved_to else None  # asked for where it moved to: it is there still
    answer = await wire.fetch_feed(address, Validators(state.etag, state.last_modified))
    if isinstance(answer, FetchFailure):
        outcome = "gone" if answer.kind is FetchFault.GONE else "failed"
        return FeedReading(
            due, outcome, status_code=answer.status, fault=answer.kind, reason=answer.detail, asked=answer.retry_after
        )
    asked, moved_to = read_freshness(answer.headers), answer.moved_to or known
    if isinstance(answer, Unmodified):
        return FeedReading(due, "unmodified", status_code=304, moved_to=moved_to, asked=asked)
    if answer.body_hash == state.body_hash:
        return FeedReading(due, "unmodified", status_code=answer.status, moved_to=moved_to, asked=asked)
    parsed = await wire.readers.call_again(parse_feed, answer.body, answer.url, answer.content_type)
    match parsed:
        case WorkerLost(reason=reason):
            reason = f"could not be parsed: {reason}"
            return FeedReading(due, "failed", status_code=answer.status, fault=LOST, reason=reason)
        case FeedFailure(reason=fault, detail=detail):
            return FeedReading(due, "failed", status_code=answer.status, fault=fault, reason=detail)
    return FeedReading(
        due,
        "ok",
        tuple(_complete(entry, due) for entry in parsed.entries),
        len(parsed.entries),
        own_title=parsed.title,
        status_code=answer.status,
        validators=answer.validators,
        body_hash=answer.body_hash,
        moved_to=moved_to,
        asked=asked,
        ttl=parsed.ttl,
    )


def _complete(entry: Entry, due: DueFeed) -> Entry:
    """An entry belongs to the feed as the topic names it, wherever that has moved; a date that is still to come is none."""
    feed, published = due.feed, entry.published_at
    believed = None if published and published > due.now + FURTHEST_AHEAD else published
    return replace(entry, feed_url=name_feed(feed), publisher=entry.publisher or feed.publisher, published_at=believed)


def record_feeds(
    tx: Transaction, run: Run, readings: Sequence[FeedReading], new_entries: Mapping[str, int], left: Collection[str],
    *, cut_off: bool = False,
) -> int:  # fmt: skip
    """Write how feeds of a run were, and what is to be told of them; return how many of them are silent.

    `new_entries` counts by feed what was handled; `left` are feeds with entries left for the next run; `cut_off`: the run found
    no feed at all that could be reached (polling.is_cut_off).
    """
    rows = tx.read("feeds_waiting", {"feed_urls": [reading.name for reading in readings]})
    unread = {row["feed_url"] for row in rows} | set(left)
    polls = [
        log_poll(reading, run, new_entries.get(reading.name, 0), reading.name in unread, reading.name in left, cut_off=cut_off)
        for reading in readings
    ]
    expected = {name_feed(reading.due.feed): reading.due.feed.expect_per_day for reading in readings}
    tx.insert(notice_feeds(tx, run.topic, polls, {url: rate for url, rate in expected.items() if rate}, run.now))
    tx.insert(polls)
    standing = tx.read("standing_notices", {"topic": run.topic})
    return sum(row["kind"] == Notice.SILENT and row["feed_url"] in expected for row in standing)


def log_poll(reading: FeedReading, run: Run, new_entries: int, unread: bool, left: bool, *, cut_off: bool = False) -> PollRow:
    """Return the row of one poll.

    A feed with entries `unread` keeps no validators: it would answer "unmodified", and they would be lost. If they were `left`
    because there were too many for one run it is due at once; pages that could not be reached are better given some time.
    """
    state = reading.due.state
    chance = _draw(run.run_id, reading.name)
    if reading.fault is not None:
        plan = plan_after_failure(state, run.now, reading.fault, reading.asked, chance, cut_off=cut_off)
        moved_to, moves = keep_move(state, reading.fault)
    else:
        ttl = reading.ttl or (timedelta(seconds=state.ttl_s) if state.ttl_s and reading.outcome == "unmodified" else None)
        asked = max(reading.asked or timedelta(), ttl or timedelta())
        plan = plan_after_answer(state, run.now, reading.entries_seen, new_entries, asked, chance)
        moved_to, moves = follow_move(state, reading.moved_to)
    return PollRow(
        run_id=run.run_id,
        feed_url=reading.name,
        polled_at=run.now,
        outcome=reading.outcome,
        status_code=reading.status_code,
        reason=reading.reason,
        etag=reading.validators.etag if not unread else None,
        last_modified=reading.validators.last_modified if not unread else None,
        body_hash=reading.body_hash if not unread else None,
        entries=reading.entries_seen,
        new_entries=new_entries,
        failures=plan.failures,
        next_poll_at=plan.next_poll_at if not left else run.now,
        title=reading.title,
        fault=reading.fault,
        strain=plan.strain,
        interval_s=plan.interval_s,
        ttl_s=round(reading.ttl.total_seconds()) if reading.ttl else None,
        moved_to=moved_to,
        moves=moves,
        topic=run.topic,
    )


def _draw(run_id: str, name: str) -> float:
    """Return a number from 0 to 1 that no other run or feed shares: the chance is in the run's id."""
    return int.from_bytes(hashlib.sha256(f"{run_id} {name}".encode()).digest()[:4]) / 2**32


def _address(feed: Feed) -> str:
    """A path in the topic file is a file in the topic's folder."""
    return feed.url if "://" in feed.url else f"file:///{feed.url.lstrip('/')}"
