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
from extractors.strict_toml import STRICT, load_lexicon
from extractors.subjects import choose_subject

_OWNERS = ("app", "company", "product")
_COUNTRY = frozenset({"country"})


@strict_dataclass(frozen=True, config=STRICT)
class Place:
    """One [[places]] of lexicon/rankings.toml."""

    value: float
    patterns: tuple[str, ...]


@strict_dataclass(frozen=True, config=STRICT)
class RankingWords:
    """lexicon/rankings.toml."""

    charts: tuple[str, ...]
    places: tuple[Place, ...]


_WORDS = load_lexicon("rankings", RankingWords)
_CHART = re.compile(rf"\b(?:{'|'.join(map(re.escape, _WORDS.charts))})\b")
_PLACES = tuple((place.value, re.compile("|".join(place.patterns))) for place in _WORDS.places)
_NEAR = 12
"""Characters: two ways to tell one place stand this close ("No. 1, the top spot")."""


def find_rankings(reading: Reading) -> Iterator[Draft]:
    """Yield a ranking for every place in a chart that the sentence tells."""
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
    for start, end, value in sorted(found):
        draft = _draft(reading, start, end, value, chart)
        if draft is not None:
            yield draft


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
