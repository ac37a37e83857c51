"""The patterns of times, compiled from lexicon/times.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic.dataclasses import dataclass as record

from extractors.strict_toml import STRICT, load_lexicon


@record(frozen=True, config=STRICT)
class TimeWords:
    """lexicon/times.toml."""

    month: dict[str, list[list[str]] | list[str]]
    weekday: dict[str, list[list[str]]]
    day: dict[str, list[str]]
    count: dict[str, int]
    near: dict[str, int]
    relation: dict[str, str]


WORDS = load_lexicon("times", TimeWords)
MONTHS: dict[str, int] = {name: number for number, names in enumerate(WORDS.month["names"], start=1) for name in names}
WEEKDAYS: dict[str, int] = {name: number for number, names in enumerate(WORDS.weekday["names"]) for name in names}
DAYS: dict[str, int] = {name: number for number, name in enumerate(WORDS.day["names"], start=1)}
NUMBERS = WORDS.count
NEAR = WORDS.near
RELATIONS = WORDS.relation
_NEED_CAPITAL = frozenset(str(name) for name in WORDS.month["capital"])


def _any(words: object) -> str:
    return "|".join(sorted((re.escape(str(word)) for word in words), key=len, reverse=True))  # type: ignore[attr-defined]


_MONTH = rf"(?:{_any(MONTHS)})\b\.?"
_DAY = rf"(?:(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|[.,]\d\d\d|\.\d)\b|(?:{_any(DAYS)})\b)"
_YEAR = r"(?:19|20)\d\d\b(?![,.]\d)"
_THROUGH = r"(?:\s?[-–]\s?|\s(?:to|and|through|until)\s)"
_LATE_DAYS = [name for name, number in DAYS.items() if number >= 10]
"""Without a month only these are days: "the second" mostly is not."""
_COUNT = rf"(?:{_any(NUMBERS)}|\d{{1,3}})"

TRIGGER = re.compile(
    rf"\d|\b(?:{_any(MONTHS)}|{_any(WEEKDAYS)}|{_any(NEAR)}|noon|midnight|quarter|weeks?|weekend"
    rf"|months?|years?|decades?|days?|the (?:{_any(DAYS)}))\b"
)
"""Cheap test whether a lower-case sentence can name a time at all."""

TIME = re.compile(
    rf"""
    (?P<clock> \b\d{{1,2}}[:.]\d\d(?!\d)\s?(?:[ap]\.?m\b\.?)?
        (?:\s(?:gmt|et|est|edt|pst|pdt|pt|bst|eastern|pacific))?(?<=[\d.mtcn])(?<!\d\.\d\d)
        | \b\d{{1,2}}\s?[ap]\.?m\b\.? | \b(?:noon|midnight)\b )
  | (?P<numeric> \b(?P<iso_year>(?:19|20)\d\d)-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?!\d)
        | \b(?P<us_month>\d{{1,2}})/(?P<us_day>\d{{1,2}})/(?P<us_year>(?:19|20)\d\d)\b )
  | (?P<to_a_month> (?:\bthe\s)?(?P<to_span>year|(?:three|six|nine|3|6|9)\smonths)
        \s(?:to|through|ended|ending)\s(?:the\send\sof\s)?(?P<to_month>{_MONTH})(?:\s(?P<to_year>{_YEAR}))? )
  | (?P<month_day> \b(?:(?:{_any(WEEKDAYS)}),?\s)?(?P<md_month>{_MONTH})\s?(?:the\s)?
        (?P<md_day>{_DAY})(?:{_THROUGH}(?P<md_last>{_DAY})
        (?!\s?(?:{_any(MONTHS)}|percent|per|%|million)))?(?:,?\s(?P<md_year>{_YEAR}))? )
  | (?P<day_month> \b(?:(?:{_any(WEEKDAYS)}),?\s)?(?:the\s)?\b
        (?P<dm_day>{_DAY})(?:{_THROUGH}(?P<dm_last>{_DAY}))?
        \s?(?:of\s)?(?P<dm_month>{_MONTH})(?:,?\s(?P<dm_year>{_YEAR}))? )
  | (?P<month> (?:\b(?P<m_side>last|this|next|past|coming)\s)?(?:\b(?:early|mid|late)[-\s])?
        \b(?P<m_month>{_MONTH})(?:,?\s(?:of\s)?(?P<m_year>{_YEAR}))? )
  | (?P<near> \b(?:{_any(NEAR)})\b )
  | (?P<weekday> (?:\b(?P<w_side>this\spast|this\scoming|last|this|next|past|coming|previous|following)\s)?
        \b(?P<w_name>{_any(WEEKDAYS)})\b
        (?:\s(?P<w_after>last|next)\b(?!\s(?:week|month|year)))? )
  | (?P<distance> \b(?P<d_count>{_COUNT})\s(?P<d_unit>day|week|month|year|decade)s?\s
        (?P<d_side>ago|earlier|later|before|after|previously|from\snow|hence)\b )
  | (?P<quarter> \b(?:(?P<q_word>first|second|third|fourth)[-\s]quarter|q(?P<q_number>[1-4]))\b
        (?:,?\s(?:of\s)?(?P<q_year>{_YEAR}))? )
  | (?P<unit> \b(?P<u_side>last|past|previous|this|current|next|coming)\s
        (?P<u_unit>week|weekend|month|year|quarter)\b )
  | (?P<the_day> \bthe\s(?P<t_day>\d{{1,2}}(?:st|nd|rd|th)|(?:{_any(_LATE_DAYS)}))
        \b(?=\s?(?:[.,;:)!?]|$)|\s(?:and|to|that|when|but|of\sthe\smonth|after|before|at)\b) )
  | (?P<year> \b(?P<y_year>{_YEAR})
        (?!\s?(?:%|percent|per\scent|people|users|million|km|miles)) )
    """,
    re.VERBOSE,
)


_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|by|until|till|of|from|to|through|during|before|after|for|and|early|late|mid|or|between|next|last|ended|ending)"
    r"[ -]$",
    re.IGNORECASE,
)


_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|of|by|until|till|during|from|before|after|to|and|between|early|mid|late|fiscal"
    r"|throughout|around|circa|begins?|began|ended|through|for)[ \u00a0-]|\(|, )$"
)
_WORD = re.compile(r"\w+")
_OPENERS = frozenset(
    word.split("-")[0].split(" ")[0]
    for word in (
        *MONTHS, *WEEKDAYS, *DAYS, *NUMBERS, *NEAR, "last", "this", "next", "past", "coming", "previous", "following",
        "current", "the", "early", "mid", "late", "q1", "q2", "q3", "q4", "noon", "midnight", "year", "three", "six", "nine",
    )
)  # fmt: skip


def match_times(low: str) -> Iterator[re.Match[str]]:
    """Yield the matches of TIME in a lower-case text, left to right, trying only where a time can begin."""
    resume = 0
    for word in _WORD.finditer(low):
        start = word.start()
        if start < resume or not (word[0] in _OPENERS or word[0][0].isdigit()):
            continue
        match = TIME.match(low, start)
        if match is None or (match.lastgroup == "year" and not _BEFORE_YEAR.search(low, max(0, start - 14), start)):
            continue
        resume = match.end()
        yield match


def is_written_as_month(text: str, match: re.Match[str]) -> bool:
    """Whether a month that is also an everyday word has its capital: "may" and "march" are verbs too."""
    for group in ("md_month", "dm_month", "m_month", "to_month"):
        name = match[group]
        if name is not None:
            start = match.start(group)
            written = text[start : start + len(name)].rstrip(".")
            if name.rstrip(".") not in _NEED_CAPITAL:
                return True
            if (
                group == "m_month"
                and match["m_year"] is None
                and match["m_side"] is None
                and not _BEFORE_MONTH.search(text, max(0, start - 12), start)
            ):
                return False  # "May said", "March of Dimes"
            return written[0].isupper()
    return True
