"""Places in an order: "No. 1", "top spot", "came second", "the second-most downloaded app"; and plain ordinals."""

from __future__ import annotations

from extractors.amounts import Figure, Form
from extractors.figure_words import CUES
from extractors.nouns import find_noun_phrase
from extractors.number_roles import is_month
from extractors.number_tokens import TokenKind, Tokens
from extractors.numbers import WORDS, Numeral, read_digits

_PLACES = CUES["ranks"]["places"]
_CHARTS = CUES["ranks"]["charts"]
_RANK_VERBS = CUES["ranks"]["rank_verbs"]
_TIME_NOUNS = CUES["ranks"]["time_nouns"]
_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
RANK_WORDS = frozenset({"no", "number", "#", "top", "atop", "topped", "tops", "topping"}) | frozenset(WORDS.ordinal)


def _make(tokens: Tokens, first: int, last: int, value: float, form: Form, noun_at: int | None = None) -> Figure:
    noun = find_noun_phrase(tokens, noun_at) if noun_at is not None else None
    return Figure(first, Numeral(value, first, last, digits=False), noun.last if noun else last, value, form=form, noun=noun)


def read_rank(tokens: Tokens, i: int) -> Figure | None:
    """Read the rank or ordinal that starts at token `i`."""
    word = tokens.lower[i]
    if word in ("no", "number", "#"):
        return _read_numbered(tokens, i)
    if word in ("top", "atop", "topped", "tops", "topping"):
        return _read_top(tokens, i)
    if word in WORDS.ordinal:
        return _read_ordinal(tokens, i, i + 1, WORDS.ordinal[word])
    if (
        tokens.kinds[i] == TokenKind.NUMBER
        and tokens.lower[i + 1 : i + 2]
        and tokens.lower[i + 1] in _SUFFIXES
        and tokens.touches(i + 1)
    ):
        value = read_digits(tokens.words[i])
        if value is not None:
            return _read_ordinal(tokens, i, i + 2, value)
    return None


def _read_numbered(tokens: Tokens, i: int) -> Figure | None:
    j = i + 1
    if tokens.lower[i] == "no" and j < len(tokens.words) and tokens.words[j] == ".":
        j += 1
    if j >= len(tokens.words):
        return None
    if tokens.kinds[j] == TokenKind.NUMBER:
        value = read_digits(tokens.words[j])
        if (
            value is None
            or value > 200
            or value % 1
            or (tokens.lower[i] == "no" and j == i + 1 and not tokens.words[i][0].isupper())
        ):
            return None
        return _make(tokens, i, j + 1, value, Form.RANK)
    if tokens.lower[i] == "number" and tokens.lower[j] in ("one", "two", "three", "four", "five"):
        return _make(tokens, i, j + 1, WORDS.small[tokens.lower[j]], Form.RANK)
    return None


def _read_top(tokens: Tokens, i: int) -> Figure | None:
    if tokens.lower[i] == "top" and tokens.lower[i + 1 : i + 2] and tokens.lower[i + 1] in _PLACES:
        return _make(tokens, i, i + 2, 1.0, Form.RANK)
    if tokens.lower[i] == "top" and tokens.lower[i + 1 : i + 2] != ["of"]:
        return None
    before = tokens.lower[i - 1] if i else ""
    if tokens.lower[i] == "top" and before not in ("on", "the", "at", "to"):
        return None
    for j in range(i + 1, min(len(tokens.words), i + 9)):
        if tokens.kinds[j] == TokenKind.SIGN and tokens.words[j] not in "'’-":
            return None
        if tokens.lower[j] in _CHARTS:
            return _make(tokens, i, i + 1, 1.0, Form.RANK)
    return None


def _read_ordinal(tokens: Tokens, first: int, last: int, value: float) -> Figure | None:
    after = tokens.lower[last] if last < len(tokens.words) else "."
    before = tokens.lower[first - 1] if first else ""
    if is_month(tokens, first - 1) or is_month(tokens, last) or (after == "of" and is_month(tokens, last + 1)):
        return None
    if after in _PLACES:
        return _make(tokens, first, last + 1, value, Form.RANK)
    k = last + 1 if after == "-" else last
    superlative = tokens.lower[k] if k < len(tokens.words) else ""
    if superlative == "most" or (len(superlative) > 5 and superlative.endswith("est")):
        return _make(tokens, first, k + 1, value, Form.RANK, k + 1)
    if after == "only" and tokens.lower[last + 1 : last + 2] == ["to"]:
        return _make(tokens, first, last, value, Form.RANK)
    if _follows_rank_verb(tokens, first) and after in (
        ".",
        ",",
        ";",
        "in",
        "on",
        "at",
        "behind",
        "after",
        "to",
        "with",
        "by",
        "and",
        "among",
        "for",
        "overall",
        "there",
        "again",
        "today",
        "only",
        "!",
        ")",
    ):
        return _make(tokens, first, last, value, Form.RANK)
    if after in _TIME_NOUNS or before in ("at", "-") or (after == "-" and superlative in _TIME_NOUNS):
        return None
    noun = find_noun_phrase(tokens, last)
    if noun is None:
        # "another postponement, his third": what is counted stands before.
        owned = before in ("his", "her", "its", "their") and after in (".", ",", ";", ")")
        return _make(tokens, first, last, value, Form.ORDINAL) if owned else None
    return Figure(first, Numeral(value, first, last, digits=False), noun.last, value, form=Form.ORDINAL, noun=noun)


def _follows_rank_verb(tokens: Tokens, first: int) -> bool:
    k = first
    for _ in range(3):
        if not k:
            return False
        word = tokens.lower[k - 1]
        if word in _RANK_VERBS:
            return True
        if word not in ("in", "to", "at", "only", "a", "the"):
            return False
        k -= 1
    return False
