"""The counted noun phrase behind a figure, found without a tagger: "700 heart transplants", "4 FA Cup finals"."""

from __future__ import annotations

from typing import NamedTuple

from pydantic.dataclasses import dataclass as record

from extractors.number_tokens import TokenKind, Tokens
from extractors.strict_toml import STRICT, load_lexicon


@record(frozen=True, config=STRICT)
class NounWords:
    """lexicon/nouns.toml."""

    plurals: frozenset[str]
    not_plural: frozenset[str]
    stops: frozenset[str]
    inside: frozenset[str]
    never_first: frozenset[str]
    cjk: dict[str, str]


class NounPhrase(NamedTuple):
    """Tokens `first` to `last` (exclusive); the head is the last of them."""

    first: int
    last: int
    plural: bool


WORDS = load_lexicon("nouns", NounWords)
_LONGEST = 8
_PERIODS = frozenset({"year", "quarter", "month", "week"})
_POSSESSIVES = ("'s", "’s", "s'", "s’")


def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    if word in WORDS.plurals:
        return True
    return len(word) > 2 and word[-1] == "s" and word[-2:] not in ("ss", "us", "is", "'s", "’s") and word not in WORDS.not_plural


def find_noun_phrase(tokens: Tokens, i: int, *, one: bool = False) -> NounPhrase | None:
    """Return the noun phrase that starts at token `i`.

    It ends with the first plural noun; where there is none, or for "one", before the first word that cannot belong to it.
    """
    count = len(tokens.words)
    j, end = i, min(count, i + _LONGEST)
    if i >= count or tokens.kinds[i] != TokenKind.WORD or tokens.lower[i] in WORDS.never_first:
        return None
    if tokens.lower[i] in _PERIODS and tokens.lower[i + 1 : i + 2] and tokens.lower[i + 1] in ("on", "over", "-", "to"):
        return None  # "up 5.5% year on year"
    while j < end:
        word = tokens.lower[j]
        kind = tokens.kinds[j]
        if kind == TokenKind.WORD:
            if word in WORDS.stops and not (word in WORDS.inside and _goes_on(tokens, j)) and not _joins_peoples(tokens, i, j):
                break
            if is_plural(word) and not (j + 1 < end and tokens.words[j + 1] == "-"):
                if one:
                    # "one proposal asks": a verb, unless nothing stands before it.
                    if j > i:
                        break
                    return NounPhrase(i, j + 1, plural=True)
                return NounPhrase(i, _end_of_plural(tokens, j), plural=True)
        elif kind == TokenKind.NUMBER:
            if not _in_name(tokens, j):
                break
            if tokens.lower[j + 1 : j + 2] == ["s"] and tokens.touches(j + 1):
                return NounPhrase(i, j + 2, plural=True)  # "63,150 Model 3s"
        elif tokens.words[j] not in ("-", "&") or j == i:
            break
        j += 1
    while j > i and tokens.kinds[j - 1] == TokenKind.SIGN:
        j -= 1
    if j == i or (j < count and j == end):
        return None
    if tokens.lower[j - 1].endswith(_POSSESSIVES) or (tokens.words[i].endswith(("ing", "ed")) and tokens.words[i].islower()):
        return None  # "73 raising the prospect"
    return NounPhrase(i, j, plural=False)


def _goes_on(tokens: Tokens, j: int) -> bool:
    """Whether a noun may follow token `j`, which is an adjective or a stop."""
    return j + 1 < len(tokens.words) and tokens.kinds[j + 1] == TokenKind.WORD and tokens.lower[j + 1] not in WORDS.stops


def _joins_peoples(tokens: Tokens, i: int, j: int) -> bool:
    """Whether the word at `j` joins two adjectives written with capitals: "50,000 American and Chinese users"."""
    if tokens.lower[j] not in ("and", "or") or not i < j or j + 2 >= len(tokens.words):
        return False
    return tokens.words[j - 1][:1].isupper() and tokens.words[j + 1][:1].isupper() and tokens.words[j + 2][:1].islower()


def _in_name(tokens: Tokens, j: int) -> bool:
    """Whether the number at `j` belongs to a name inside the phrase: "two new 737 Max jets", "63,150 Model 3s"."""
    if tokens.touches(j):
        return tokens.words[j - 1] != "-" or tokens.kinds[j - 2] == TokenKind.WORD
    following = tokens.words[j + 1] if j + 1 < len(tokens.words) else ""
    return tokens.words[j - 1][:1].isupper() or following[:1].isupper() or (tokens.touches(j + 1) and following == "s")


def _end_of_plural(tokens: Tokens, j: int) -> int:
    """Go on over "sports cars" and "sales managers": a second plural right behind that ends its own clause."""
    k = j + 1
    if (
        k < len(tokens.words)
        and tokens.kinds[k] == TokenKind.WORD
        and is_plural(tokens.lower[k])
        and tokens.lower[k] not in WORDS.stops
    ):
        after = tokens.lower[k + 1] if k + 1 < len(tokens.words) else "."
        if after in (
            ".",
            ",",
            ";",
            "in",
            "of",
            "on",
            "at",
            "and",
            "or",
            "for",
            "from",
            "who",
            "that",
            "which",
            "were",
            "are",
            "had",
            "have",
        ):
            return k + 1
    return j + 1


def write_head(tokens: Tokens, noun: NounPhrase) -> str:
    """Return the head noun in lower case; what is stuck to it stays with it ("model 3s", "bikes" of "e-bikes" is "e-bikes")."""
    k = noun.last - 1
    while k > noun.first and tokens.touches(k):
        k -= 1
    if tokens.kinds[k] == TokenKind.NUMBER and k > noun.first:
        k -= 1
    return tokens.text[tokens.starts[k] : tokens.ends[noun.last - 1]].lower()
