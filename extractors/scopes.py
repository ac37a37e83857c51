"""What narrows a claim: the country, the period, the market, what has moved."""

from __future__ import annotations

import re
from functools import cache

from pydantic.dataclasses import dataclass as strict_dataclass

from extractors.reading import Reading
from extractors.strict_toml import STRICT, load_lexicon

_OTHER_CLAUSE = 1000


@strict_dataclass(frozen=True, config=STRICT)
class Narrowing:
    """One [[scopes]] of lexicon/scopes.toml: a label and what gives it."""

    label: str
    cues: tuple[str, ...]
    group: str
    """Only the first label of a group is taken ("country", "period", "span")."""
    case: bool = False
    """Whether capitals matter ("US" and "us")."""


@strict_dataclass(frozen=True, config=STRICT)
class Moved:
    """One [[moved]] of lexicon/movement.toml."""

    scope: str
    cues: tuple[str, ...]


@strict_dataclass(frozen=True, config=STRICT)
class ScopeWords:
    """lexicon/scopes.toml."""

    scopes: tuple[Narrowing, ...]


@strict_dataclass(frozen=True, config=STRICT)
class MovementWords:
    """lexicon/movement.toml."""

    moved: tuple[Moved, ...]


def _pattern(cues: tuple[str, ...], case: bool = False) -> re.Pattern[str]:
    parts = "|".join(re.escape(cue).replace(r"\*", r"\w*") for cue in sorted(cues, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{parts})(?![\w-])", 0 if case else re.IGNORECASE)


@cache
def _scopes(group: str) -> tuple[tuple[Narrowing, re.Pattern[str]], ...]:
    scopes = load_lexicon("scopes", ScopeWords).scopes
    return tuple((scope, _pattern(scope.cues, scope.case)) for scope in scopes if scope.group == group)


@cache
def _movements() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((moved.scope, _pattern(moved.cues)) for moved in load_lexicon("movement", MovementWords).moved)


def read_scopes(reading: Reading, offset: int, groups: frozenset[str]) -> list[str]:
    """Return a label for each of these groups: the one whose cue is nearest in the clause around `offset`, else elsewhere."""
    low, high = reading.clause_at(offset)
    labels: list[str] = []
    for group in sorted(groups):
        best: tuple[float, str] | None = None
        for scope, pattern in _scopes(group):
            for match in pattern.finditer(reading.text):
                distance = abs(match.start() - offset) + (0 if low <= match.start() < high else _OTHER_CLAUSE)
                if best is None or distance < best[0]:
                    best = (distance, scope.label)
        if best is not None:
            labels.append(best[1])
    return labels


def read_movement(reading: Reading, offset: int) -> str | None:
    """Return what a change is a change of, from the nearest cue."""
    best: tuple[float, str] | None = None
    for scope, pattern in _movements():
        for match in pattern.finditer(reading.low):
            distance = offset - match.end() if match.end() <= offset else 1.5 * (match.start() - offset)
            if best is None or distance < best[0]:
                best = (distance, scope)
    return best[1] if best else None
