"""Words around a figure: how exactly it is meant, and whether it is an amount of change."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from pydantic.dataclasses import dataclass as record

from extractors.number_tokens import TokenKind, Tokens
from extractors.records import Qualifier
from extractors.strict_toml import STRICT, load_lexicon


class Direction(StrEnum):
    """Which way something moved."""

    UP = "up"
    DOWN = "down"


@record(frozen=True, config=STRICT)
class HedgeWords:
    """lexicon/hedges.toml."""

    before: dict[str, list[str]]
    after: dict[str, list[str]]
    filler: dict[str, frozenset[str]]
    direction: dict[str, list[str]]


class Hedge(NamedTuple):
    """What stands before a figure."""

    first: int
    """First token that belongs to the figure's phrase."""
    qualifier: Qualifier | None = None
    direction: Direction | None = None
    direction_at: int | None = None
    """Token of the word of movement."""
    by: bool = False
    """Whether "by" says that the figure is an amount of change."""
    of_object: bool = False
    """Whether the word of movement is a verb whose object the figure may be: "raised $5m"."""


WORDS = load_lexicon("hedges", HedgeWords)


def _index(table: Mapping[str, list[str]]) -> dict[str, Qualifier]:
    return {phrase: Qualifier(name) for name, phrases in table.items() for phrase in phrases}


_BEFORE = _index(WORDS.before)
_AFTER = _index(WORDS.after)
_AFTER_OPENERS = frozenset(phrase.split(" ", 1)[0] for phrase in _AFTER)
_ENDS = frozenset(phrase.rsplit(" ", 1)[-1] for phrase in _BEFORE)
_FILLER = WORDS.filler["words"]
_MOVES = {word: Direction(way) for way in ("up", "down") for word in WORDS.direction[way]}
_MOVES_AFTER = {word: Direction(way) for way in ("up", "down") for word in WORDS.direction[f"{way}_after"]}
_OBJECT_VERBS = frozenset(WORDS.direction["object"])
_SPANS = frozenset({"past", "minimum", "maximum"})
_LONGEST = 5
_REACH = 6


def find_hedge(tokens: Tokens, i: int) -> Hedge:
    """Read backwards from token `i`, the first of a figure (its currency mark included)."""
    low = tokens.lower
    k, first = i, i
    qualifier: Qualifier | None = None
    for _ in range(_REACH):
        if not k:
            break
        word = low[k - 1]
        length = _match_before(low, k) if word in _ENDS else 0
        if length == 1 and word in _SPANS and k > 1 and low[k - 2] in ("the", "this", "in"):
            break  # "the past 10 years"
        if length:
            found = _BEFORE[" ".join(low[k - length : k])]
            if qualifier is None or (qualifier == Qualifier.EXACT and found != Qualifier.EXACT):
                qualifier = found
            k -= length
            first = k
        elif word in _FILLER or (word in ("-", "–") and tokens.touches(k) and k > 1 and low[k - 2] in ("sub", "minus")):
            k -= 1
        else:
            break
    by = "by" in low[k:i]
    at = _find_move(tokens, k, by=by)
    if at is None:
        return Hedge(first, qualifier, by=by)
    return Hedge(first, qualifier, _MOVES[low[at]], at, by, not by and low[at] in _OBJECT_VERBS)


def _match_before(low: list[str], k: int) -> int:
    for length in range(min(_LONGEST, k), 0, -1):
        if " ".join(low[k - length : k]) in _BEFORE:
            return length
    return 0


def _find_move(tokens: Tokens, k: int, *, by: bool) -> int | None:
    """Return the token of the word of movement before token `k`; behind "by" a few words may stand between."""
    low = tokens.lower
    if k and not by:
        return k - 1 if low[k - 1] in _MOVES else None
    for j in range(k - 1, max(-1, k - 1 - _REACH), -1):
        if tokens.kinds[j] != TokenKind.WORD:
            return None
        if low[j] in _MOVES:
            return j
    return None


def find_qualifier_after(tokens: Tokens, i: int) -> tuple[Qualifier, int] | None:
    """Return (qualifier, token behind it) of words such as "or so", "-plus", "and a bit" at token `i`."""
    low = tokens.lower
    if i >= len(low) or low[i] not in _AFTER_OPENERS:
        return None
    for length in range(min(_LONGEST, len(low) - i), 0, -1):
        found = _AFTER.get(" ".join(low[i : i + length]))
        if found is not None:
            return found, i + length
    return None


def find_move_after(tokens: Tokens, i: int) -> tuple[Direction, int] | None:
    """Return (direction, its token) for "36% higher", "a fifth more than", "a 60 basis point improvement"."""
    for j in range(i, min(len(tokens.words), i + 2)):
        if tokens.kinds[j] != TokenKind.WORD and tokens.words[j] != "-":
            return None
        found = _MOVES_AFTER.get(tokens.lower[j])
        if found is not None:
            return found, j
    return None
