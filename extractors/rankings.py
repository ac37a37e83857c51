"""Places in a chart: "No. 1", "second-most downloaded", "touched the summit of Apple's chart"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic.dataclasses import dataclass as strict_dataclass

from extractors.cues import modality_at
from extractors.drafts import Draft
from extractors.quantities import Form
from extractors.reading import Reading, date_near
from extractors.records import Kind
from extractors.scopes import read_scopes
from extractors.strict_toml import STRICT, compile_pattern, load_lexicon
from extractors.subjects import choose_subject

_OWNERS = ("app", "company", "product")
_COUNTRY = frozenset({"country"})


@strict_dataclass(frozen=True, config=STRICT)
class Place:
    """One [[places]] of lexicon/rankings.toml."""

    value: float
    patterns: tuple[str, ...]


@strict_dataclass(frozen=True, config=STRICT)
class Ordinals:
    """[ordinals] of lexicon/rankings.toml."""

    words: tuple[str, ...]
    before: frozenset[str]
    after: frozenset[str]


@strict_dataclass(frozen=True, config=STRICT)
class RankingWords:
    """lexicon/rankings.toml."""

    charts: tuple[str, ...]
    places: tuple[Place, ...]
    ordinals: Ordinals


_WORDS = load_lexicon("rankings", RankingWords)
_CHART = re.compile(rf"\b(?:{'|'.join(map(re.escape, _WORDS.charts))})\b")
_PLACES = tuple(
    (place.value, compile_pattern("|".join(place.patterns), f"lexicon/rankings.toml: places.{number}.patterns"))
    for number, place in enumerate(_WORDS.places)
)
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
_NEAR = 12
"""Characters: two ways to tell one place stand this close ("No. 1, the top spot")."""


def find_rankings(reading: Reading, after_chart: bool) -> Iterator[Draft]:
    """Yield a ranking for every place in a chart that the sentence tells.

    after_chart: whether the sentence before told a place, so that this one may go on without naming the chart.
    """
    chart = _CHART.search(reading.low) is not None
    found: list[tuple[int, int, float]] = [
        (quantity.start, quantity.phrase_end, quantity.value)
        for quantity in reading.quantities
        if quantity.form is Form.RANK and not quantity.vague
    ]
    if chart:
        for value, pattern in _PLACES:
            for match in pattern.finditer(reading.low):
                if not any(start - _NEAR < match.end() and match.start() < end + _NEAR for start, end, _ in found):
                    found.append((match.start(), match.end(), value))
    if chart or after_chart:
        found += _lone_ordinals(reading, [(start, end) for start, end, _ in found])
    for start, end, value in sorted(found):
        draft = _draft(reading, start, end, value, chart or after_chart)
        if draft is not None:
            yield draft


def _lone_ordinals(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int, float]]:
    words = _WORDS.ordinals
    for at, token in enumerate(reading.tokens):
        digits = _ORDINAL.fullmatch(token.low)
        if token.low not in words.words and not digits:
            continue
        before = reading.tokens[at - 1].low if at else ""
        after = reading.tokens[at + 1].low if at + 1 < len(reading.tokens) else "."
        if before not in words.before or after not in words.after or any(low <= token.start < high for low, high in taken):
            continue
        if any(span.start <= token.start < span.end for span in reading.times):
            continue
        yield token.start, token.end, float(digits[1]) if digits else words.words.index(token.low) + 1.0


def _draft(reading: Reading, start: int, end: int, value: float, chart: bool) -> Draft | None:
    owner = choose_subject(reading, start, end, _OWNERS)
    if owner is None:
        return None
    return Draft(
        Kind.RANKING,
        owner.name,
        "app_store_rank" if chart else "rank",
        "ranking.place",
        start,
        owner.core,
        value=value,
        unit="rank",
        scope=", ".join(read_scopes(reading, start, _COUNTRY)) or None,
        as_of=date_near(reading, start),
        speaker=reading.source.speaker if reading.source else None,
        modality=modality_at(reading, start),
    )
