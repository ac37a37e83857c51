"""What is told about a feed: each thing once, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.health import Notice, Volume, judge_answers, judge_volume, notice_feeds
from warehouse.feed_rows import PollRow
from warehouse.store import open_warehouse

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
URL = "https://a.example/feed"


def poll(day: float = 0, *, fault: str | None = None, strain: float = 0, new: int = 0, failures: int = 0) -> PollRow:
    outcome = {None: "ok", "gone": "gone"}.get(fault, "failed")
    return PollRow(
        f"run-{day}", URL, NOON + timedelta(days=day), outcome, reason=fault and f"HTTP {fault}", new_entries=new, entries=20,
        failures=failures, strain=strain, fault=fault, title="The Leaf", topic="leaf",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "standing", "notice"),
    [
        (poll(fault="timeout", strain=5), [], None),
        (poll(fault="timeout", strain=6), [], Notice.FAILING),
        (poll(fault="timeout", strain=7), ["failing"], None),
        (poll(fault="timeout", strain=7), ["silent"], Notice.FAILING),
        (poll(fault="gone", strain=6), [], Notice.GONE),
        (poll(fault="gone", strain=6), ["failing"], Notice.GONE),
        (poll(fault="gone", strain=12), ["gone"], None),
        (poll(), ["failing"], Notice.RECOVERED),
        (poll(), ["gone"], Notice.RECOVERED),
        (poll(), ["silent"], None),
        (poll(), [], None),
    ],
)
def test_failing_and_answering_again(now: PollRow, standing: Sequence[str], notice: Notice | None) -> None:
    assert judge_answers(now, standing) is notice


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("volume", "standing", "notice"),
    [
        (Volume(1, 0, observed=8 * DAY), [], Notice.SILENT),  # eight were due
        (Volume(1, 0, observed=7.9 * DAY), [], None),  # not watched for long enough
        (Volume(1, 1, observed=30 * DAY), [], None),
        (Volume(0.1, 0, observed=30 * DAY), [], None),  # a rare feed has eighty days
        (Volume(100, 24, observed=2 * DAY), [], Notice.SILENT),  # of two hundred
        (Volume(100, 25, observed=2 * DAY), [], None),
        (Volume(100, 0, observed=1.9 * DAY), [], None),  # a weekend may pass
        (Volume(1, 0, observed=9 * DAY), ["silent"], None),
        (Volume(100, 49, observed=9 * DAY), ["silent"], None),  # between the two marks it stays what it was
        (Volume(100, 50, observed=9 * DAY), ["silent"], Notice.RESUMED),
    ],
)
def test_silent_and_heard_again(volume: Volume, standing: Sequence[str], notice: Notice | None) -> None:
    assert judge_volume(volume, standing) is notice


def tell(folder: Path, polls: Sequence[PollRow], expected: float) -> list[tuple[str, str, str]]:
    """Record one poll after the other; return what was noticed at each."""
    told = []
    with open_warehouse(folder) as warehouse:
        for row in polls:

            def record(tx, row=row):
                notices = notice_feeds(tx, "leaf", [row], {URL: expected}, row.polled_at)
                tx.insert(notices)
                tx.insert([row])
                return notices

            told += [(notice.run_id, notice.kind, notice.line) for notice in warehouse.write(record)]
    return told


def test_a_feed_that_fails_is_told_once_and_so_is_its_end(tmp_path: Path) -> None:
    polls = [poll(day, fault="not_found", strain=2 * day, failures=day) for day in (1, 2, 3, 4, 5)]
    polls += [poll(6), poll(7), *(poll(7 + day, fault="not_found", strain=2 * day, failures=day) for day in (1, 2, 3, 4))]
    assert tell(tmp_path, polls, 0.01) == [
        ("run-3", "failing", "Feed failing: The Leaf (a.example) could not be read 3 times in a row: HTTP not_found"),
        ("run-6", "recovered", "Feed recovered: The Leaf (a.example) answers again"),
        ("run-10", "failing", "Feed failing: The Leaf (a.example) could not be read 3 times in a row: HTTP not_found"),
    ]


def test_silence_is_told_once_and_so_is_its_end(tmp_path: Path) -> None:
    polls = [poll(0, new=20), *(poll(day) for day in range(1, 21)), poll(21, new=1), poll(22, new=1), poll(23)]
    assert tell(tmp_path, polls, 0.5) == [
        ("run-16", "silent", "Feed silent: The Leaf (a.example) answers, but brought 0 of the 8 entries expected in 16 days"),
        ("run-22", "resumed", "Feed heard again: The Leaf (a.example) brings new entries"),
    ]


def test_no_silence_without_an_expectation_or_without_an_answer(tmp_path: Path) -> None:
    quiet = [poll(0, new=20), *(poll(day) for day in range(1, 40))]
    assert tell(tmp_path / "rare", quiet, 0.01) == []
    unheard = [poll(0, new=20), *(poll(day, fault="timeout", strain=1) for day in range(1, 40))]
    assert tell(tmp_path / "failing", unheard, 5) == []
