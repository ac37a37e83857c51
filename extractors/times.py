"""Finds the times of one sentence and resolves them against the article's own date."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from extractors.calendar_days import (
    add_months,
    choose_day,
    choose_ended_month,
    choose_month,
    choose_weekday,
    make_day,
    shift_days,
)
from extractors.number_tokens import lower_keeping_length
from extractors.records import Precision, When
from extractors.time_patterns import DAYS, MONTHS, NEAR, NUMBERS, RELATIONS, TRIGGER, WEEKDAYS, is_written_as_month, match_times


class TimeKind(StrEnum):
    """What sort of time a phrase names."""

    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    WEEK = "week"
    QUARTER = "quarter"
    CLOCK = "clock"
    PERIOD = "period"


class Relation(StrEnum):
    """How what is told relates to the time."""

    ON = "on"
    SINCE = "since"
    BY = "by"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"
    FROM = "from"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time that the sentence names; offsets are characters of the sentence."""

    start: int
    end: int
    when: When | None
    """None for a clock time and for what cannot be placed."""
    kind: TimeKind
    relation: Relation = Relation.ON
    ends: When | None = None
    """Last day of a period: "January 20 to 22", "last week", "first quarter"."""
    relative: bool = False
    """Counted from another time of the story, not from the article's date: "a day earlier"."""


@dataclass(frozen=True, slots=True)
class _Clock:
    """What a phrase is resolved against."""

    today: date
    future: bool
    anchor: When | None
    """The last day, month or year that the sentence named, which "a day earlier" and "a year earlier" count from."""


_Found = tuple[When | None, TimeKind, When | None, bool]
_LOOK_BACK = 32
LONGEST_SENTENCE = 8_000
"""Characters. What is longer is no sentence; its head is read."""
_CUE = re.compile(
    r"\b("
    + "|".join(RELATIONS)
    + r")(?: (?:the|late|early|mid|about|around|end of|the (?:end|start|beginning|middle) of|last|on|at least))?[ -]$"
)


def find_times(text: str, reference: datetime, *, future: bool = False) -> tuple[TimeSpan, ...]:
    """Return the times of one sentence, in reading order.

    reference: when the article was published; its own zone's calendar day counts. future: the sentence tells what is to
    come ("will ... on Sunday"), so that weekdays, months and days without a year mean the next ones instead of the last.
    """
    text = text[:LONGEST_SENTENCE]
    low = lower_keeping_length(text)
    if TRIGGER.search(low) is None:
        return ()
    today = reference.date()
    spans: list[TimeSpan] = []
    anchor: When | None = None
    for match in match_times(low):
        if not is_written_as_month(text, match):
            continue
        start, end = match.span()
        cue = _CUE.search(low[max(0, start - _LOOK_BACK) : start])
        relation = Relation(RELATIONS[cue[1]]) if cue else Relation.ON
        ahead = future and relation is not Relation.SINCE
        when, kind, ends, relative = _resolve(match, _Clock(today, ahead, anchor))
        if when is None and kind is not TimeKind.CLOCK:
            continue
        if when is not None and not relative:
            anchor = when
        spans.append(TimeSpan(start, end, when, kind, relation, ends, relative))
    return tuple(spans)


def _resolve(match: re.Match[str], clock: _Clock) -> _Found:
    """Place one phrase. `match.lastgroup` names the alternative of time_patterns.TIME that took it."""
    return _RESOLVERS[match.lastgroup or ""](match, clock)


def _day(day: date | None) -> When | None:
    return None if day is None else When(day)


def _read_day(word: str) -> int:
    return DAYS[word] if word in DAYS else int(re.sub(r"\D", "", word))


def _resolve_date(match: re.Match[str], clock: _Clock, order: str) -> _Found:
    month = MONTHS[match[f"{order}_month"].rstrip(".")]
    number = _read_day(match[f"{order}_day"])
    year = match[f"{order}_year"]
    if year is not None:
        day = make_day(int(year), month, number)
    else:
        day = choose_day(clock.today, month, number, future=clock.future)
    last = match[f"{order}_last"]
    ends = make_day(day.year, month, _read_day(last)) if day is not None and last else None
    return _day(day), TimeKind.PERIOD if ends else TimeKind.DATE, _day(ends), False


def _resolve_month(match: re.Match[str], clock: _Clock) -> _Found:
    month = MONTHS[match["m_month"].rstrip(".")]
    side = match["m_side"] or ""
    if match["m_year"] is not None:
        first = make_day(int(match["m_year"]), month, 1)
    else:
        first = choose_month(clock.today, month, future=clock.future, side=side)
    return (None if first is None else When(first, Precision.MONTH)), TimeKind.MONTH, None, False


def _resolve_to_month(match: re.Match[str], clock: _Clock) -> _Found:
    """ "The year to March", "the three months to June": twelve or three months that end with that month."""
    month = MONTHS[match["to_month"].rstrip(".")]
    last = (
        make_day(int(match["to_year"]), month, 1)
        if match["to_year"]
        else choose_ended_month(clock.today, month, future=clock.future)
    )
    span = 12 if match["to_span"] == "year" else NUMBERS.get(match["to_span"].split()[0], 3)
    first = add_months(last, 1 - span) if last else None
    if first is None or last is None:
        return None, TimeKind.PERIOD, None, False
    return When(first, Precision.MONTH), TimeKind.PERIOD, When(last, Precision.MONTH), False


def _resolve_weekday(match: re.Match[str], clock: _Clock) -> _Found:
    weekday = WEEKDAYS[match["w_name"].rstrip(".")]
    side = match["w_side"] or match["w_after"] or ""
    return _day(choose_weekday(clock.today, weekday, future=clock.future, side=side.strip())), TimeKind.DATE, None, False


def _resolve_near(match: re.Match[str], clock: _Clock) -> _Found:
    return _day(shift_days(clock.today, NEAR[match["near"]])), TimeKind.DATE, None, False


def _resolve_unit(match: re.Match[str], clock: _Clock) -> _Found:
    """ "Last week", "this year", "next month"."""
    step = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}[match["u_side"]]
    unit, today = match["u_unit"], clock.today
    if unit == "year":
        first = make_day(today.year + step, 1, 1)
        return (None if first is None else When(first, Precision.YEAR)), TimeKind.YEAR, None, False
    if unit == "month":
        first = add_months(today.replace(day=1), step)
        return (None if first is None else When(first, Precision.MONTH)), TimeKind.MONTH, None, False
    if unit == "quarter":
        first = add_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * step)
        return _quarter(first)
    monday = shift_days(today, 7 * step - today.weekday())
    if unit == "weekend":
        saturday = shift_days(monday, 5) if monday else None
        if saturday is not None and step == 0 and saturday > today and not clock.future:
            saturday = shift_days(saturday, -7)
        return _day(saturday), TimeKind.PERIOD, _day(shift_days(saturday, 1) if saturday else None), False
    return _day(monday), TimeKind.WEEK, _day(shift_days(monday, 6) if monday else None), False


def _quarter(first: date | None) -> _Found:
    third = add_months(first, 2) if first else None
    if first is None or third is None:
        return None, TimeKind.QUARTER, None, False
    return When(first, Precision.MONTH), TimeKind.QUARTER, When(third, Precision.MONTH), False


def _resolve_quarter(match: re.Match[str], clock: _Clock) -> _Found:
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1": 1, "2": 2, "3": 3, "4": 4}[
        match["q_word"] or match["q_number"]
    ]
    year = match["q_year"]
    third = make_day(int(year), 3 * number, 1) if year else choose_ended_month(clock.today, 3 * number, future=clock.future)
    return _quarter(add_months(third, -2) if third else None)


def _resolve_distance(match: re.Match[str], clock: _Clock) -> _Found:
    """ "Three days ago" counts from the article, "a day earlier" from the last day that was named."""
    written = match["d_count"]
    count = NUMBERS[written] if written in NUMBERS else int(written)
    side = match["d_side"]
    sign = 1 if side in ("later", "after", "from now", "hence") else -1
    relative = side in ("earlier", "later", "before", "after", "previously")
    anchor = clock.anchor if relative and clock.anchor is not None else When(clock.today)
    unit = match["d_unit"]
    if unit in ("day", "week"):
        if anchor.precision is not Precision.DAY:
            return None, TimeKind.DATE, None, relative  # "in June, up from 2 million a week earlier": no day to count from
        return _day(shift_days(anchor.day, sign * count * (7 if unit == "week" else 1))), TimeKind.DATE, None, relative
    if unit == "month":
        first = add_months(anchor.day.replace(day=1), sign * count)
        return (None if first is None else When(first, Precision.MONTH)), TimeKind.MONTH, None, relative
    years = sign * count * (10 if unit == "decade" else 1)
    if anchor.precision is Precision.MONTH:  # "in December, up from 2 million a year earlier": in that December
        first = add_months(anchor.day, 12 * years)
        return (None if first is None else When(first, Precision.MONTH)), TimeKind.MONTH, None, relative
    first = make_day(anchor.day.year + years, 1, 1)
    return (None if first is None else When(first, Precision.YEAR)), TimeKind.YEAR, None, relative


def _resolve_the_day(match: re.Match[str], clock: _Clock) -> _Found:
    number = _read_day(match["t_day"])
    day = make_day(clock.today.year, clock.today.month, number)
    month = clock.today.replace(day=1)
    for _ in range(3):
        if day is not None and (day >= clock.today if clock.future else day <= clock.today):
            return _day(day), TimeKind.DATE, None, False
        moved = add_months(month, 1 if clock.future else -1)
        if moved is None:
            break
        month, day = moved, make_day(moved.year, moved.month, number)
    return None, TimeKind.DATE, None, False


def _resolve_year(match: re.Match[str]) -> _Found:
    first = make_day(int(match["y_year"]), 1, 1)
    return (None if first is None else When(first, Precision.YEAR)), TimeKind.YEAR, None, False


def _resolve_numeric(match: re.Match[str]) -> _Found:
    """ISO dates, and month/day/year as American papers write it."""
    if match["iso_year"]:
        return _day(make_day(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"]))), TimeKind.DATE, None, False
    return _day(make_day(int(match["us_year"]), int(match["us_month"]), int(match["us_day"]))), TimeKind.DATE, None, False


_RESOLVERS: dict[str, Callable[[re.Match[str], _Clock], _Found]] = {
    "month_day": lambda match, clock: _resolve_date(match, clock, "md"),
    "day_month": lambda match, clock: _resolve_date(match, clock, "dm"),
    "to_a_month": _resolve_to_month,
    "month": _resolve_month,
    "weekday": _resolve_weekday,
    "near": _resolve_near,
    "unit": _resolve_unit,
    "quarter": _resolve_quarter,
    "distance": _resolve_distance,
    "the_day": _resolve_the_day,
    "numeric": lambda match, _: _resolve_numeric(match),
    "year": lambda match, _: _resolve_year(match),
    "clock": lambda _, __: (None, TimeKind.CLOCK, None, False),
}
