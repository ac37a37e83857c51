"""How surely a sentence tells a thing, and whether it says that it is not so."""

from __future__ import annotations

import re
from functools import cache

from pydantic.dataclasses import dataclass as strict_dataclass

from extractors.reading import Reading
from extractors.records import Modality
from extractors.strict_toml import STRICT, load_lexicon

NEGATION = re.compile(r"\b(?:not|never|no longer|cannot|nor)\b|n't\b")


@strict_dataclass(frozen=True, config=STRICT)
class ModalityGroup:
    """One [[groups]] of lexicon/modality.toml."""

    modality: Modality
    cues: tuple[str, ...]


@strict_dataclass(frozen=True, config=STRICT)
class ModalityCues:
    """lexicon/modality.toml."""

    groups: tuple[ModalityGroup, ...]
    prospective: tuple[str, ...]
    corrections: tuple[str, ...]


def _pattern(cues: tuple[str, ...]) -> re.Pattern[str]:
    """A small adverb may stand inside: "is thus to take effect"."""
    parts = (
        re.escape(cue).replace(r"is\ to", r"is(?: thus| now| still| also| then)? to")
        for cue in sorted(cues, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


@cache
def _patterns() -> tuple[tuple[Modality, re.Pattern[str]], ...]:
    return tuple((group.modality, _pattern(group.cues)) for group in load_lexicon("modality", ModalityCues).groups)


def modality_at(reading: Reading, offset: int, end: int | None = None) -> Modality:
    """Return how surely the clause around `offset` tells what stands there.

    end: where the words of the deed end; those are no cue of themselves ("appeared likely to ...").
    """
    if _corrections().search(reading.low, 0, offset):
        return Modality.DENIED
    low, high = reading.clause_at(offset)
    clause = reading.low[low:high]
    for modality, pattern in _patterns():
        for match in pattern.finditer(clause):
            start = low + match.start()
            if not offset <= start < (end or offset) and not any(span.start <= start < span.end for span in reading.times):
                return modality  # "May" in a date is no "may"
    return Modality.ACTUAL


@cache
def _corrections() -> re.Pattern[str]:
    return re.compile(_pattern(load_lexicon("modality", ModalityCues).corrections).pattern + r"[^;:—–]*$")


def is_prospective(reading: Reading, offset: int) -> bool:
    """Whether the clause around `offset` tells the terms of a deal in a present form."""
    low, high = reading.clause_at(offset)
    return _prospective().search(reading.low, low, high) is not None


@cache
def _prospective() -> re.Pattern[str]:
    return _pattern(load_lexicon("modality", ModalityCues).prospective)


def negated_before(reading: Reading, offset: int, reach: int = 24) -> bool:
    """Whether a negation stands shortly before `offset` in the same clause."""
    low, _ = reading.clause_at(offset)
    return NEGATION.search(reading.low[max(low, offset - reach) : offset]) is not None
