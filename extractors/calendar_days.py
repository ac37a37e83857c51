"""Calendar arithmetic that answers None where the calendar ends, and the choice of the day a paper means."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date


def make_day(year: int, month: int, day: int) -> date | None:
    """Return that day, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift_days(day: date, days: int) -> date | None:
    """Return the day so many days later."""
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def add_months(day: date, months: int) -> date | None:
    """Return the first of the month so many months later."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, 1) if MINYEAR <= year <= MAXYEAR else None


def choose_weekday(today: date, weekday: int, *, future: bool, side: str) -> date | None:
    """Return the day that a weekday's name (0 is Monday) means in an article of `today`.

    News tells what happened: the nearest such day that is not after the article's date, unless it tells what is to come.
    "Last Friday" is never today, and neither is "next Friday".
    """
    back = (today.weekday() - weekday) % 7
    if side in ("last", "past", "this past", "previous"):
        return shift_days(today, -(back or 7))
    if side in ("next", "coming", "this coming", "following"):
        return shift_days(today, 7 - back)
    if side == "this" or future:
        return shift_days(today, (7 - back) % 7)
    return shift_days(today, -back)


def choose_month(today: date, month: int, *, future: bool, side: str) -> date | None:
    """Return the first day of the month that its bare name means."""
    behind = (today.month - month) % 12
    this = today.replace(day=1)
    if side in ("last", "past"):
        return add_months(this, -(behind or 12))
    if side in ("next", "coming"):
        return add_months(this, 12 - behind)
    if behind == 0 or side == "this":
        return add_months(this, month - today.month)
    ahead = 12 - behind
    return add_months(this, ahead if future or _is_nearer(ahead, behind) else -behind)


def choose_ended_month(today: date, month: int, *, future: bool) -> date | None:
    """Return the first day of the month that closes a book period ("the year to March"): the last one that is over.

    With `future` the next one instead.
    """
    this = today.replace(day=1)
    if future:
        return add_months(this, (month - today.month) % 12)
    return add_months(this, -((today.month - month) % 12 or 12))


def choose_day(today: date, month: int, day: int, *, future: bool) -> date | None:
    """Return the day that "January 19" without a year means."""
    past = next(
        (found for year in range(today.year, today.year - 9, -1) if (found := make_day(year, month, day)) and found <= today),
        None,
    )
    coming = next(
        (found for year in range(today.year, today.year + 9) if (found := make_day(year, month, day)) and found >= today), None
    )
    if past is None or coming is None:
        return past or coming
    if future or _is_nearer((coming - today).days, (today - past).days):
        return coming
    return past


def _is_nearer(ahead: int, behind: int) -> bool:
    """Whether the coming one is meant even so: it must be three times as near, because papers mostly look back."""
    return ahead * 3 < behind
