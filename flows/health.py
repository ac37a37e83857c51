"""What is worth telling about a feed: that it fails, that it is silent, that it is back. Each once.

Silence is judged against the volume that the topic expects (`expect_per_day`): entries that arrive on their own at that rate
would leave a window in which EXPECTED of them are due empty once in 3,000 windows (Poisson: exp(-8)).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from extractors.urls import host_of
from flows.faults import FetchFault
from flows.messages import count, make_visible
from warehouse.feed_rows import FeedNoticeRow, PollRow
from warehouse.store import Transaction

ENOUGH_STRAIN = 6.0
"""Failures in a row, by weight, that are worth telling: six timeouts (about a day), three 404s, one 410."""
EXPECTED = 8
"""Entries that are due in the window that silence is judged by."""
SHORTEST_WINDOW = timedelta(days=2)
"""A window covers at least a weekend: news has one."""
FAR_LESS, AGAIN = 1 / 8, 1 / 4
"""Shares of the expected volume: below the first a feed is silent, from the second on it is not; apart, or it would flap."""


class Notice(StrEnum):
    """What there is to tell."""

    FAILING = "failing"
    GONE = "gone"
    RECOVERED = "recovered"
    """Answers again after FAILING or GONE."""
    SILENT = "silent"
    RESUMED = "resumed"
    """Brings entries again after SILENT."""


@dataclass(frozen=True, slots=True)
class Volume:
    """What a feed brought in its window, this poll included."""

    expect_per_day: float
    new_entries: int
    observed: timedelta
    """Since its first answer."""

    @property
    def window(self) -> timedelta:
        return choose_window(self.expect_per_day)

    @property
    def expected(self) -> float:
        """Entries due in the window."""
        return self.expect_per_day * (self.window / timedelta(days=1))

    @property
    def share(self) -> float:
        """Of what was expected."""
        return self.new_entries / self.expected


def choose_window(expect_per_day: float) -> timedelta:
    """Return the time in which a feed of this volume brings EXPECTED entries, at least SHORTEST_WINDOW."""
    return max(SHORTEST_WINDOW, timedelta(days=EXPECTED / expect_per_day))


def judge_answers(poll: PollRow, standing: Sequence[str]) -> Notice | None:
    """Say what a poll tells about whether the feed answers; `standing` is what was told and still is so."""
    told = Notice.FAILING in standing or Notice.GONE in standing
    if poll.fault is None:
        return Notice.RECOVERED if told else None
    if poll.fault == FetchFault.GONE:
        return None if Notice.GONE in standing else Notice.GONE
    return Notice.FAILING if poll.strain >= ENOUGH_STRAIN and not told else None


def judge_volume(volume: Volume, standing: Sequence[str]) -> Notice | None:
    """Say what the entries of an answering feed tell; nothing before it was watched for a whole window."""
    if Notice.SILENT in standing:
        return Notice.RESUMED if volume.share >= AGAIN else None
    return Notice.SILENT if volume.observed >= volume.window and volume.share < FAR_LESS else None


def write_notice(notice: Notice, poll: PollRow, volume: Volume | None) -> str:
    """Return the line that tells it, such as "TikTok has failed 6 times in a row: HTTP 404"."""
    host = host_of(poll.feed_url)
    name = make_visible(f"{poll.title} ({host})" if poll.title and host else poll.title or poll.feed_url)
    reason = make_visible(poll.reason or poll.fault or "")
    match notice:
        case Notice.FAILING:
            return f"Feed failing: {name} could not be read {count(poll.failures, 'time')} in a row: {reason}"
        case Notice.GONE:
            return f"Feed gone: {name} is said to have been removed for good: {reason}"
        case Notice.RECOVERED:
            return f"Feed recovered: {name} answers again"
        case Notice.SILENT if volume:
            days = volume.window / timedelta(days=1)
            due = f"{volume.expected:.0f} entries expected in {days:.0f} days"
            return f"Feed silent: {name} answers, but brought {volume.new_entries} of the {due}"
        case _:
            return f"Feed heard again: {name} brings new entries"


def notice_feeds(
    tx: Transaction, topic: str, polls: Sequence[PollRow], expected: Mapping[str, float], now: datetime
) -> list[FeedNoticeRow]:
    """Return what these polls of one run give to tell, the polls not yet written; `expected` is entries a day by feed."""
    standing: dict[str, list[str]] = {}
    for row in tx.read("standing_notices", {"topic": topic}):
        standing.setdefault(row["feed_url"], []).append(row["kind"])
    volumes = _read_volumes(tx, topic, polls, expected, now)
    notices = []
    for poll in polls:
        told, volume = standing.get(poll.feed_url, ()), volumes.get(poll.feed_url)
        for notice in (judge_answers(poll, told), judge_volume(volume, told) if volume else None):
            if notice:
                line = write_notice(notice, poll, volume)
                notices.append(FeedNoticeRow(topic, poll.feed_url, notice, poll.run_id, now, poll.title, line))
    return notices


def _read_volumes(
    tx: Transaction, topic: str, polls: Sequence[PollRow], expected: Mapping[str, float], now: datetime
) -> dict[str, Volume]:
    """Return the volumes of the feeds that answered in this run and before, and are expected to bring something."""
    answered = {poll.feed_url: poll for poll in polls if poll.fault is None and poll.feed_url in expected}
    since = [now - choose_window(expected[url]) for url in answered]
    rows = tx.read("feed_volumes", {"topic": topic, "feed_urls": list(answered), "since": since})
    return {
        row["feed_url"]: Volume(
            expected[row["feed_url"]],
            row["new_entries"] + answered[row["feed_url"]].new_entries,
            now - row["first_answer_at"],
        )
        for row in rows
    }
