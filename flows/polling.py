"""When a feed is polled, where it is asked for, and how it stands after a poll. Pure: clock and chance come in as arguments.

The interval follows the feed: of the entries that a poll finds a third to two thirds should have been seen before. Fewer means
that some may have been missed, more that we ask too often. (The rule is that of adaptive crawlers; the bounds are ours.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from extractors.topic import Feed
from flows.faults import FetchFault

EVERY = timedelta(minutes=25)
"""Until more is known: a little less than the usual schedule of half an hour, so that no run just misses a feed."""
SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(minutes=50)
"""However slow the feed: with jitter within every second run of the usual schedule. A scoop is worth a 304."""
MOST_ASKED = timedelta(hours=4)
"""The longest wait that a feed's own TTL, max-age or Expires can ask for: "daily" is often a template's default."""
LEAST_SEEN, MOST_SEEN = 1 / 3, 2 / 3
JITTER = 0.1
"""Waits are spread by this share either way, so that feeds that failed together do not come back together."""

TRUSTED_MOVES = 3
"""Polls in a row that must be led to the same new address before it is asked for directly."""
LEAST_CUT_OFF = 3
"""Hosts: when that many were asked and none could be reached, our own line is down, and no feed is to blame."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How a sort of failure is met: what it counts towards a notice, and the doubling waits before the next try."""

    weight: float
    first: timedelta
    longest: timedelta


_PASSING = Patience(1, timedelta(minutes=15), timedelta(hours=6))
_STANDING = Patience(2, timedelta(minutes=30), timedelta(hours=24))
_BUSY = Patience(0.5, timedelta(minutes=30), timedelta(hours=24))
_GONE = Patience(6, timedelta(days=7), timedelta(days=7))  # asked again all the same: nothing is given up for good
_CUT_OFF = Patience(0, timedelta(minutes=15), timedelta(minutes=15))
_PATIENCE: Mapping[str, Patience] = {
    FetchFault.TIMEOUT: _PASSING,
    FetchFault.CONNECT: _PASSING,
    FetchFault.NO_SUCH_HOST: _PASSING,
    FetchFault.PROTOCOL: _PASSING,
    FetchFault.ENCODING: _PASSING,
    FetchFault.HTTP_SERVER: _PASSING,
    FetchFault.RATE_LIMITED: _BUSY,
    FetchFault.GONE: _GONE,
    "empty": _PASSING,  # extractors.feed.FeedReason.EMPTY, which would bring the parser with it; the others stand
}
"""What is not named here stands until somebody does something about it."""
_UNREACHED = frozenset({FetchFault.TIMEOUT, FetchFault.CONNECT, FetchFault.NO_SUCH_HOST})
_LONGEST_RETRY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class FeedState:
    """How a feed stood after its last poll; all empty for one never polled."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    failures: int = 0
    """In a row."""
    strain: float = 0.0
    """Those failures, each by its weight."""
    interval_s: int | None = None
    """Seconds between polls that fit it; None before its first answer."""
    ttl_s: int | None = None
    """Seconds that it asks in its own text to be left alone."""
    moved_to: str | None = None
    moves: int = 0
    """Polls in a row that permanent redirects led to `moved_to`."""
    next_poll_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A feed to poll now, and what is known of it."""

    feed: Feed
    state: FeedState
    now: datetime


@dataclass(frozen=True, slots=True)
class FailedFeed:
    """A feed that could not be read in a run, and why."""

    title: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How a feed stands after a poll, and when it is due again."""

    failures: int
    strain: float
    interval_s: int | None
    next_poll_at: datetime


def choose_feeds(feeds: Sequence[Feed], states: Mapping[str, FeedState], now: datetime, *, every: bool) -> list[DueFeed]:
    """Return the feeds that are due at `now`, or all of them."""
    known = [DueFeed(feed, states.get(feed.url, FeedState()), now) for feed in feeds]
    return [due for due in known if every or due.state.next_poll_at is None or due.state.next_poll_at <= now]


def choose_address(url: str, state: FeedState) -> str:
    """Return where to ask for a feed: its address, or the one it has moved to for good.

    The topic's file stays as its owner wrote it, and the feed is known by the address there.
    """
    return state.moved_to if state.moved_to and may_rewrite(url, state.moved_to, state.moves) else url


def may_rewrite(url: str, moved_to: str, moves: int) -> bool:
    """Say whether an address may be replaced by the one that permanent redirects lead to.

    Not before they led there TRUSTED_MOVES times in a row: captive portals and broken sites answer 301 too. Never from https
    to http, and never for an address with a password, which the new one lacks.
    """
    old, new = urlsplit(url), urlsplit(moved_to)
    return moves >= TRUSTED_MOVES and "@" not in old.netloc and (old.scheme, new.scheme) != ("https", "http")


def follow_move(state: FeedState, moved_to: str | None) -> tuple[str | None, int]:
    """Return `moved_to` and `moves` after a poll that was led to `moved_to`, or nowhere."""
    if moved_to is None:
        return None, 0
    return moved_to, state.moves + 1 if moved_to == state.moved_to else 1


def keep_move(state: FeedState, fault: str) -> tuple[str | None, int]:
    """Return `moved_to` and `moves` after a failed poll: only a failure that may stand casts doubt on the new address."""
    return (None, 0) if _weigh(fault) in (_STANDING, _GONE) else (state.moved_to, state.moves)


def adapt_interval(interval: timedelta, entries: int, new_entries: int) -> timedelta:
    """Return the interval for next time, after a poll that found `new_entries` new among `entries`."""
    seen = (entries - new_entries) / entries if entries else 1.0
    factor = 0.5 if seen < LEAST_SEEN else 1.5 if seen > MOST_SEEN else 1.0
    return min(max(interval * factor, SHORTEST), LONGEST)


def plan_after_answer(
    state: FeedState, now: datetime, entries: int, new_entries: int, asked: timedelta | None, chance: float
) -> Plan:
    """Plan the next poll of a feed that answered; `asked` is how long it wants to be left alone, `chance` from 0 to 1.

    A first answer says nothing about how fast the feed changes: everything in it is new.
    """
    if state.interval_s is None:
        interval = EVERY
    else:
        interval = adapt_interval(timedelta(seconds=state.interval_s), entries, new_entries)
    wait = max(_spread(interval, chance), min(asked or timedelta(), MOST_ASKED))
    return Plan(0, 0.0, round(interval.total_seconds()), now + wait)


def plan_after_failure(
    state: FeedState, now: datetime, fault: str, retry_after: timedelta | None, chance: float, *, cut_off: bool = False
) -> Plan:
    """Plan the next poll of a feed that failed: doubling waits, never sooner than the server asked for (at most a day)."""
    patience = _CUT_OFF if cut_off else _weigh(fault)
    failures = state.failures + 1
    wait = min(patience.first * 2 ** min(failures - 1, 10), patience.longest)
    wait = max(_spread(wait, chance), min(retry_after or timedelta(), _LONGEST_RETRY))
    return Plan(failures, state.strain + patience.weight, state.interval_s, now + wait)


def is_cut_off(polled: Iterable[tuple[str, str | None]]) -> bool:
    """Say whether our own line is down, from the address and the fault of every feed that a run polled.

    An alert about each of fifty feeds because a laptop was on a train would teach people to ignore them.
    """
    asked = [(urlsplit(url).hostname, fault) for url, fault in polled if "://" in url and not url.startswith("file:")]
    return len({host for host, _ in asked}) >= LEAST_CUT_OFF and all(fault in _UNREACHED for _, fault in asked)


def _weigh(fault: str) -> Patience:
    return _PATIENCE.get(fault, _STANDING)


def _spread(wait: timedelta, chance: float) -> timedelta:
    return wait * (1 - JITTER + 2 * JITTER * chance)
