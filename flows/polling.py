"""When a feed is polled, and how the poll of one is told. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from extractors.topic import Feed

EVERY = timedelta(minutes=25)
"""When a feed that answers is due again: a little less than the usual schedule of half an hour, so that no run just misses it."""
FIRST_RETRY = timedelta(minutes=15)
LAST_RETRY = timedelta(hours=24)
AFTER_GONE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FeedState:
    """How a feed stood after its last poll; all empty for one never polled."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    failures: int = 0
    """In a row."""
    next_poll_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A feed to poll now, and what is known of it."""

    feed: Feed
    state: FeedState


@dataclass(frozen=True, slots=True)
class FailedFeed:
    """A feed that could not be read in a run, and why."""

    title: str
    url: str
    reason: str


def choose_feeds(feeds: Sequence[Feed], states: Mapping[str, FeedState], now: datetime, *, every: bool) -> list[DueFeed]:
    """Return the feeds that are due at `now`, or all of them."""
    known = [DueFeed(feed, states.get(feed.url, FeedState())) for feed in feeds]
    return [due for due in known if every or due.state.next_poll_at is None or due.state.next_poll_at <= now]


def plan_next_poll(now: datetime, failures: int, *, gone: bool, retry_after: timedelta | None = None) -> datetime:
    """Return when the feed is due again: doubling waits while it fails, never sooner than it asked for."""
    if gone:
        return now + AFTER_GONE
    if failures == 0:
        wait = EVERY
    else:
        wait = min(FIRST_RETRY * 2 ** min(failures - 1, 10), LAST_RETRY)
    return now + max(wait, min(retry_after or timedelta(), LAST_RETRY))
