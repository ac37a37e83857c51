"""Speakers that a quotation only describes: "a broker in Singapore said", "confesses a reader"."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.reading import Reading
from extractors.words import ENGLISH, PREPOSITIONS, Token

_OPENERS = frozenset({"a", "an", "one", "another"})
"""Words that bring somebody in who has not been named before."""
_LONGEST = 5
"""Words of a description: "a retired science teacher"."""
_LONGEST_PHRASE = 10
"""Words between a mark and the verb of speech: "an analyst at a Mumbai brokerage quipped"."""
_LONGEST_CLAUSE = 14
"""The same at the start of the sentence: "One designer who had moved over at the weekend wrote: ..."."""


def describe_speaker(reading: Reading, verb: int) -> str | None:
    """Return who speaks beside the verb of speech at token `verb`, in the words of the text; None if nobody is described."""
    tokens = reading.tokens
    edge = next((here for here in range(verb - 1, -1, -1) if tokens[here].kind == "mark"), -1)
    if verb - edge > 1:
        opens = verb - edge <= (_LONGEST_CLAUSE if edge == -1 else _LONGEST_PHRASE)
        return _read_description(reading, tokens[edge + 1 : verb]) if opens else None
    return _read_description(reading, tokens[verb + 1 : verb + 2 + _LONGEST])


def _read_description(reading: Reading, words: Sequence[Token]) -> str | None:
    if len(words) < 2 or words[0].low not in _OPENERS:
        return None
    last = 1
    while last < len(words) and not _ends(words[last]):
        last += 1
    if not 1 < last <= _LONGEST:
        return None
    return reading.text[words[0].start : words[last - 1].end]


def _ends(word: Token) -> bool:
    return word.kind == "mark" or word.low in PREPOSITIONS or word.low in ENGLISH.relatives or word.low == "that"
