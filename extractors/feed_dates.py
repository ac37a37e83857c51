"""Dates of feeds and pages: right or None, never wrong.

Own parser because feedparser 6 reads `+0530` half an hour off, named zones as UTC (five and a half hours for India), and
`2026/11/17` as the first of the month.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from pydantic.dataclasses import dataclass

from extractors.strict_toml import STRICT, load_lexicon

FURTHEST_AHEAD = timedelta(days=1)
"""Clocks and zones are wrong by hours; a date further ahead of now is wrong."""
FIRST_YEAR, LAST_YEAR = 1990, 2100  # "0001-01-01" and "1970-01-01" are how programs write "no date"
_LONGEST = 100  # characters; the longest honest date has about 50
_WIDEST_OFFSET = timedelta(hours=14)  # Kiribati


@dataclass(config=STRICT, frozen=True)
class _DateWords:
    zones: dict[str, int]
    places: dict[str, str]
    months: dict[str, list[str]]


_WORDS = load_lexicon("feed_dates", _DateWords)
_ZONES: dict[str, tzinfo] = {
    **{name.lower(): timezone(timedelta(minutes=minutes)) for name, minutes in _WORDS.zones.items()},
    **{name.lower(): ZoneInfo(place) for name, place in _WORDS.places.items()},
}


def _number_months() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for language, months in _WORDS.months.items():
        for number, forms in enumerate(months, start=1):
            for form in forms.split():
                if numbers.setdefault(form, number) != number:
                    raise ValueError(f"lexicon/feed_dates.toml: months.{language}: {form!r} is another month in another language")
    return numbers


_MONTHS = _number_months()

_CLOCK = r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?\s*(?P<half>[ap]\.?m\b\.?)?"
_ZONE = r"(?P<zone>(?:[A-Za-z]{1,7})?\s*(?:[+−-]\s?\d{1,2}:?(?:\d{2})?(?::00)?)?)"
_NUMERIC = re.compile(
    rf"(?P<year>\d{{4}})(?P<mark>[-/.]?)(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?:(?:\s*T\s*|\s+){_CLOCK}\s*{_ZONE})?",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    rf"(?P<year>\d{{4}})(?P<month>\d\d)(?P<day>\d\d)T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<half>)\s*{_ZONE}"
)
_DAY_MONTH_NUMBERS = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<second_number>\d{{1,2}})(?P=mark)(?P<year>\d{{4}})(?:\s+{_CLOCK}\s*{_ZONE})?",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:[^\W\d]{2,12}\.?,?\s+)?"
_MONTH = r"(?P<month>[^\W\d]{3,12})\.?,?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?\.?,?"
_YEAR = r"(?P<year>\d{4}|\d{2})\.?,?"
_DAY_FIRST = re.compile(rf"{_WEEKDAY}{_DAY}[\s-]*{_MONTH}[\s-]*{_YEAR}(?:\s+{_CLOCK}\s*{_ZONE})?", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"{_WEEKDAY}{_MONTH}\s*{_DAY}\s+{_YEAR}(?:\s+{_CLOCK}\s*{_ZONE})?", re.IGNORECASE)
_CLOCK_FIRST = re.compile(rf"{_CLOCK}\s*{_ZONE},?\s+{_WEEKDAY}{_DAY}[\s-]*{_MONTH}[\s-]*{_YEAR}", re.IGNORECASE)
_C_LIBRARY = re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+{_CLOCK}\s+(?P<zone>[A-Za-z]{{1,5}})?\s*{_YEAR}", re.IGNORECASE)
_SHAPES = (_NUMERIC, _COMPACT, _DAY_FIRST, _MONTH_FIRST, _C_LIBRARY, _CLOCK_FIRST, _DAY_MONTH_NUMBERS)
# "17 de noviembre de 2026", "um 9:30 Uhr", "Nov 17, 2026 at 9:30": words that carry nothing.
_FILLERS = re.compile(r"\b(?:de|del|le|el|den|der|um|uhr|at|on|à|às|kl)\b\.?|[|·•]|\s[–—-]\s", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_OFFSET = re.compile(r"(?P<name>[A-Za-z]*)\s*(?P<sign>[+−-])\s?(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")


def parse_date(text: str, missing_zone: tzinfo | None = None) -> datetime | None:
    """Return the moment that a date names, in UTC, or None when it is impossible, ambiguous or unreadable.

    A date without a zone is None unless `missing_zone` says which clock the writer used; a date without a clock is midnight
    there. `03/04/2026` is ambiguous (None), `17/04/2026` is not. Years outside 1990-2100 are None. Future dates are the
    caller's business.
    """
    if len(text) > _LONGEST:
        return None
    cleaned = _COMMENT.sub(" ", text).translate({0x5E74: "-", 0x6708: "-", 0x65E5: " ", 0xA0: " ", 0x202F: " "})
    cleaned = " ".join(_FILLERS.sub(" ", cleaned).split())
    found = next((match for shape in _SHAPES if (match := shape.fullmatch(cleaned))), None)
    return _build(found.groupdict(), missing_zone) if found else None


def evident_zone(texts: list[str]) -> tzinfo | None:
    """Return the one clock that the zoned dates among `texts` use, or None when there is none or they differ.

    For feeds that give a zone in one place (`lastBuildDate`) and forget it in another.
    """
    offsets = set()
    for text in texts:
        as_utc = parse_date(text)
        if as_utc is None:
            continue
        naive = parse_date(_strip_zone(text), UTC)
        if naive is not None:
            offsets.add(naive - as_utc)
    return timezone(offsets.pop()) if len(offsets) == 1 else None


def _strip_zone(text: str) -> str:
    return re.sub(r"(?<=\d)\s*(?:[A-Za-z]{1,7}|(?:[A-Za-z]{1,5})?\s?[+−-]\d{2}:?\d{2})\s*(?:\([^()]*\))?$", "", text.strip())


def _build(parts: dict[str, str | None], missing_zone: tzinfo | None) -> datetime | None:
    day_and_month = _read_day_and_month(parts)
    zone = _read_zone(parts.get("zone") or "", missing_zone)
    if day_and_month is None or zone is None:
        return None
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    year_text = parts["year"] or ""
    year = int(year_text)
    if len(year_text) == 2:  # RFC 822
        year += 2000 if year < 70 else 1900
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    day, month = day_and_month
    try:
        local = datetime(
            year, month, day, hour, int(parts.get("minute") or 0), min(int(parts.get("second") or 0), 59), tzinfo=zone
        )
    except ValueError:  # 31 February, 25 o'clock
        return None
    return local.astimezone(UTC)


def _read_day_and_month(parts: dict[str, str | None]) -> tuple[int, int] | None:
    if "first" in parts:  # two numbers, and which is the day shows only when one cannot be a month
        first, second = int(parts["first"] or 0), int(parts["second_number"] or 0)
        if first > 12 >= second:
            return first, second
        if second > 12 >= first:
            return second, first
        return (first, first) if first == second else None
    month_text = (parts["month"] or "").lower()
    month = int(month_text) if month_text.isdigit() else _MONTHS.get(month_text.replace("\u0307", ""))
    return None if month is None else (int(parts["day"] or 0), month)


def _read_zone(text: str, missing_zone: tzinfo | None) -> tzinfo | None:
    text = text.strip()
    if not text:
        return missing_zone
    named = _ZONES.get(text.lower())
    if named is not None:
        return named
    offset = _OFFSET.fullmatch(text.removesuffix(":00") if text.count(":") > 1 else text)
    if offset is None or offset["name"].lower() not in ("", "z", "ut", "utc", "gmt"):
        return None
    minutes = int(offset["minutes"] or 0)
    size = timedelta(hours=int(offset["hours"]), minutes=minutes)
    if minutes > 59 or size > _WIDEST_OFFSET:
        return None
    return timezone(size if offset["sign"] == "+" else -size)
