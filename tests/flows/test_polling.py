"""When a feed is polled again, where it is asked for, and whose fault a failure is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.feed import FeedReason
from extractors.topic import Feed
from flows.faults import FetchFault
from flows.polling import (
    EVERY,
    LONGEST,
    MOST_ASKED,
    SHORTEST,
    FeedState,
    adapt_interval,
    choose_address,
    choose_feeds,
    follow_move,
    is_cut_off,
    keep_move,
    may_rewrite,
    plan_after_answer,
    plan_after_failure,
)

NOW = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)
MIDDLE = 0.5
"""A chance that leaves a wait as it is."""


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.mark.parametrize(
    ("entries", "new", "after"),
    [
        (30, 30, 12.5),  # nothing was known: some may have been missed
        (30, 21, 12.5),
        (30, 20, 25),  # a third was known
        (30, 15, 25),
        (30, 10, 25),  # two thirds were known
        (30, 9, 37.5),
        (30, 0, 37.5),
        (0, 0, 37.5),  # not modified
    ],
)
def test_the_interval_aims_at_a_third_to_two_thirds_seen_before(entries: int, new: int, after: float) -> None:
    assert adapt_interval(minutes(25), entries, new) == minutes(after)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=30))
def test_the_interval_stays_within_its_bounds(polls: list[tuple[int, int]]) -> None:
    interval = EVERY
    for entries, new in polls:
        interval = adapt_interval(interval, entries, min(new, entries))
        assert SHORTEST <= interval <= LONGEST


def test_the_first_answer_says_nothing_of_how_fast_a_feed_is() -> None:
    assert plan_after_answer(FeedState(), NOW, 30, 30, None, MIDDLE).next_poll_at == NOW + EVERY


@pytest.mark.parametrize(
    ("asked", "wait"),
    [(None, EVERY), (minutes(5), EVERY), (minutes(90), minutes(90)), (timedelta(days=30), MOST_ASKED)],
)
def test_a_feed_may_ask_for_a_longer_wait(asked: timedelta | None, wait: timedelta) -> None:
    assert plan_after_answer(FeedState(), NOW, 30, 30, asked, MIDDLE).next_poll_at == NOW + wait


def test_a_success_forgets_the_failures() -> None:
    plan = plan_after_answer(FeedState(failures=9, strain=18), NOW, 1, 0, None, MIDDLE)
    assert (plan.failures, plan.strain) == (0, 0)


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (FetchFault.TIMEOUT, [15, 30, 60, 120, 240, 360, 360]),
        (FetchFault.HTTP_SERVER, [15, 30, 60, 120, 240, 360, 360]),
        (FetchFault.NOT_FOUND, [30, 60, 120, 240, 480, 960, 1440, 1440]),
        (FeedReason.HTML, [30, 60, 120, 240, 480, 960, 1440, 1440]),
        (FetchFault.GONE, [10_080, 10_080]),
    ],
)
def test_waits_double_while_it_fails_and_end_within_a_week(fault: str, waits: list[int]) -> None:
    told = [plan_after_failure(FeedState(failures=before), NOW, fault, None, MIDDLE) for before in range(len(waits))]
    assert [plan.next_poll_at - NOW for plan in told] == [minutes(wait) for wait in waits]


@given(st.integers(0, 10_000), st.sampled_from([*FetchFault, *FeedReason]), st.floats(0, 1))
def test_no_failure_is_the_last_poll(failures: int, fault: str, chance: float) -> None:
    plan = plan_after_failure(FeedState(failures=failures), NOW, fault, None, chance)
    assert NOW < plan.next_poll_at <= NOW + timedelta(days=8)


def test_a_busy_server_is_left_alone_as_long_as_it_asks_but_not_for_ever() -> None:
    def wait(asked: timedelta) -> timedelta:
        return plan_after_failure(FeedState(), NOW, FetchFault.RATE_LIMITED, asked, MIDDLE).next_poll_at - NOW

    assert wait(minutes(2)) == minutes(30)
    assert wait(minutes(95)) == minutes(95)
    assert wait(timedelta(days=31)) == timedelta(days=1)


def test_failures_weigh_by_their_kind() -> None:
    faults = (FetchFault.RATE_LIMITED, FetchFault.TIMEOUT, FetchFault.NOT_FOUND, FetchFault.GONE)
    assert [plan_after_failure(FeedState(strain=1), NOW, fault, None, MIDDLE).strain for fault in faults] == [1.5, 2, 3, 7]


def test_a_cut_line_weighs_nothing_and_is_tried_soon() -> None:
    plan = plan_after_failure(FeedState(failures=40, strain=2), NOW, FetchFault.NO_SUCH_HOST, None, MIDDLE, cut_off=True)
    assert (plan.failures, plan.strain, plan.next_poll_at) == (41, 2, NOW + minutes(15))


def test_jitter_is_a_tenth_either_way_and_never_sooner_than_was_asked() -> None:
    def wait(chance: float, asked: timedelta | None = None) -> timedelta:
        return plan_after_answer(FeedState(), NOW, 1, 1, asked, chance).next_poll_at - NOW

    assert (wait(0), wait(1)) == (EVERY * 0.9, EVERY * 1.1)
    assert wait(0, minutes(60)) == minutes(60)


A, B, C = "https://a.example/feed", "https://b.example/feed", "https://c.example/feed"
CUT_OFF = [
    ([(A, "timeout"), (B, "no_such_host"), (C, "connect")], True),
    ([("feed/sample.xml", None), (A, "timeout"), (B, "connect"), (C, "connect")], True),  # a file needs no line
    ([(A, "timeout"), (B, "timeout"), (C, None)], False),
    ([(A, "timeout"), (B, "timeout"), (C, "not_found")], False),  # somebody answered
    ([(A, "timeout"), (A + "/2", "timeout"), (A + "/3", "timeout")], False),  # one host may well be down
    ([(A, "timeout"), (B, "timeout")], False),
    ([], False),
]


@pytest.mark.parametrize(("polled", "cut_off"), CUT_OFF)
def test_our_own_line_is_down_when_nobody_could_be_reached(polled: list[tuple[str, str | None]], cut_off: bool) -> None:
    assert is_cut_off(polled) is cut_off


def test_an_address_is_replaced_after_three_moves_in_a_row() -> None:
    state = FeedState()
    asked = []
    for _ in range(4):
        asked.append(choose_address(A, state))
        moved_to, moves = follow_move(state, B)
        state = FeedState(moved_to=moved_to, moves=moves)
    assert asked == [A, A, A, B]


def test_moves_that_stop_or_change_start_again() -> None:
    moved = FeedState(moved_to=B, moves=2)
    assert follow_move(moved, B) == (B, 3)
    assert follow_move(moved, C) == (C, 1)
    assert follow_move(moved, None) == (None, 0)


def test_a_new_address_that_fails_for_good_is_dropped_and_a_passing_fault_leaves_it() -> None:
    moved = FeedState(moved_to=B, moves=5)
    assert keep_move(moved, FetchFault.TIMEOUT) == (B, 5)
    assert keep_move(moved, FetchFault.RATE_LIMITED) == (B, 5)
    assert keep_move(moved, FetchFault.NOT_FOUND) == (None, 0)
    assert keep_move(moved, FetchFault.GONE) == (None, 0)
    assert keep_move(moved, FeedReason.HTML) == (None, 0)


def test_moves_that_are_never_trusted() -> None:
    assert may_rewrite(A, B, 3)
    assert not may_rewrite(A, B, 2)
    assert not may_rewrite("https://a.example/feed", "http://a.example/feed", 99)
    assert not may_rewrite("https://reader:secret@a.example/feed", B, 99)


def test_feeds_are_due_when_their_time_has_come_or_never_was() -> None:
    feeds = [Feed(A), Feed(B), Feed(C)]
    states = {A: FeedState(next_poll_at=NOW), B: FeedState(next_poll_at=NOW + minutes(1))}
    assert [due.feed.url for due in choose_feeds(feeds, states, NOW, every=False)] == [A, C]
    assert [due.feed.url for due in choose_feeds(feeds, states, NOW, every=True)] == [A, B, C]
