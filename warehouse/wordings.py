"""What a statement says, as words that can be compared: without speaker, verbs of speech and closed-class words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache, lru_cache

from text_to_num import alpha2digit

from extractors.quotes import find_quotes
from extractors.records import Fact, Kind
from extractors.speech import speech_words
from extractors.words import FUNCTION_WORDS, lemma, tokenize
from warehouse.claim_rules import claim_rules

_QUOTED = "“"
_LEAST_QUOTE = 5
"""Words of a quotation that stands for the whole statement."""
_NOT = "not"
_ALIKE = 0.72
"""Dice coefficient of the content words above which two wordings of one speaker say one thing, if nothing vetoes it."""
_DOUBTFUL = 0.5
"""The same below which they are two statements; what lies between is for a person."""
_TURNED = 0.85
"""The same above which a negation on one side turns the sentence round; "no free beds" is a paraphrase of "run out of beds"."""
_PART = 0.4
"""The same above which a sentence that holds all of another one adds to it."""


class Likeness(StrEnum):
    """How two wordings stand to each other."""

    SAME = "same"
    OTHER_NUMBER = "other number"
    OPPOSITE = "opposite"
    ADDS = "adds"
    DOUBTFUL = "doubtful"
    OTHER = "other"


def write_wording(fact: Fact) -> str:
    """Return the content words of a statement in their order, "" for other kinds.

    Base forms in lower case, names as written, numbers in digits, every negation as "not"; of a quotation its words
    only, behind a "“".
    """
    if fact.kind is not Kind.STATEMENT:
        return ""
    quotes = [fact.sentence[low:high] for low, high in find_quotes(fact.sentence)]
    long = [quote for quote in quotes if len(quote.split()) >= _LEAST_QUOTE]
    said = " ".join(long) or fact.sentence
    words = list(_content_words(alpha2digit(said, "en"), _words_of_speaker(fact) if not long else frozenset()))
    return " ".join([_QUOTED, *words] if long else words)


def is_quoted(wording: str) -> bool:
    """Whether a wording is that of a quotation."""
    return wording.startswith(_QUOTED)


def count_words(wording: str) -> int:
    """Return the number of content words of a wording."""
    return len(wording.split()) - is_quoted(wording)


def _words_of_speaker(fact: Fact) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", f"{fact.speaker or ''} {fact.subject}".casefold()))


def _content_words(said: str, speaker: frozenset[str]) -> Iterator[str]:
    first = True
    for token in tokenize(said.replace("’", "'")):
        if token.kind in ("mark", "possessive"):
            continue
        opens, first = first, False
        base = lemma(token.low)
        if token.low in claim_rules().statements.negations or token.low.endswith("n't"):
            yield _NOT
        elif token.low in FUNCTION_WORDS or token.low in speaker or (not opens and base in _around()) or base in speaker:
            continue
        elif token.kind == "number":
            yield token.text.rstrip(".,").replace(",", "")
        elif token.text[0].isupper() and not opens:
            yield token.text
        elif base not in _around():
            yield base


@cache
def _around() -> frozenset[str]:
    words = speech_words()
    return words.say | words.argue | words.warn | words.report | claim_rules().statements.around


def compare_wordings(new: str, old: str) -> tuple[Likeness, float]:
    """Return how a wording stands to an earlier one, and the share of words they have in common (0 to 1).

    Wording only proposes: another number, a negation or opposite on one side, another name, another noun in the same
    mould each veto that two sentences say one thing.
    """
    if new == old:
        return Likeness.SAME, 1.0
    mine, theirs = _split(new), _split(old)
    shared = len(mine.folded & theirs.folded)
    if not shared or (
        2 * shared < _PART * (len(mine.folded) + len(theirs.folded)) and shared < min(len(mine.folded), len(theirs.folded)) - 1
    ):
        return Likeness.OTHER, 0.0
    crossed = _cross(mine.words, theirs.words)
    first, second = mine.words - crossed, theirs.words - crossed
    common = {word.casefold() for word in first} & {word.casefold() for word in second}
    only_mine = {word for word in first if word.casefold() not in common}
    only_theirs = {word for word in second if word.casefold() not in common}
    alike = 2 * len(common) / (len(first) + len(second)) if first or second else 0.0
    if not common:
        return Likeness.OTHER, 0.0
    within = not only_theirs or not only_mine
    if not within and (_has_name(only_mine) and _has_name(only_theirs)):
        return Likeness.OTHER, alike
    if _is_one_mould(mine.order, theirs.order) and not crossed:
        return Likeness.OTHER, alike
    if bool(crossed) != (bool(mine.negations) != bool(theirs.negations)) and (within or alike >= _DOUBTFUL):
        sure = alike >= _TURNED or (crossed and alike >= _ALIKE)
        return (Likeness.OPPOSITE if sure else Likeness.DOUBTFUL), alike
    if alike >= _ALIKE and mine.numbers - theirs.numbers and theirs.numbers - mine.numbers:
        return Likeness.OTHER_NUMBER, alike
    if within and not only_mine and not mine.numbers - theirs.numbers:
        return (Likeness.SAME if len(first) > 1 or alike >= _ALIKE else Likeness.DOUBTFUL), alike
    if alike >= _ALIKE:
        return (Likeness.ADDS if mine.numbers - theirs.numbers else Likeness.SAME), alike
    if within:
        return (Likeness.ADDS if alike >= _PART else Likeness.OTHER), alike
    return (Likeness.DOUBTFUL if alike >= _DOUBTFUL else Likeness.OTHER), alike


@dataclass(frozen=True, slots=True)
class _Parts:
    """A wording taken apart."""

    negations: int
    numbers: frozenset[str]
    order: tuple[str, ...]
    """Words that are neither."""
    words: frozenset[str]
    folded: frozenset[str]
    """The same in lower case."""


@lru_cache(maxsize=65536)
def _split(wording: str) -> _Parts:
    found = [word for word in wording.split() if word != _QUOTED]
    numbers = frozenset(word for word in found if word[0].isdigit())
    order = tuple(word for word in found if word != _NOT and word not in numbers)
    folded = frozenset(word.casefold() for word in order)
    return _Parts(found.count(_NOT), numbers, order, frozenset(order), folded)


def _cross(mine: frozenset[str], theirs: frozenset[str]) -> frozenset[str]:
    """Return the words that have their opposite on the other side."""
    only_mine, only_theirs = mine - theirs, theirs - mine
    for one, other in claim_rules().statements.opposites:
        for first, second in ((one, other), (other, one)):
            if first in only_mine and second in only_theirs:
                return frozenset((first, second))
    return frozenset()


def _has_name(words: set[str]) -> bool:
    return any(word[0].isupper() or word[0] in "#@" for word in words)


def _is_one_mould(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether two wordings differ only by other words in the same places: "the schools ...", "the bridges ..."."""
    low, also_low = [word.casefold() for word in mine], [word.casefold() for word in theirs]
    if len(low) != len(also_low) or low == also_low or sorted(low) == sorted(also_low):
        return False
    steps = SequenceMatcher(None, low, also_low, autojunk=False).get_opcodes()
    return all(step == "equal" or (step == "replace" and b - a == d - c) for step, a, b, c, d in steps)
