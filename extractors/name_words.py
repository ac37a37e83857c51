"""Capitalised words that are nobody's name, kept as data."""

from __future__ import annotations

from functools import cache

from pydantic.dataclasses import dataclass as strict_dataclass

from extractors.strict_toml import STRICT, load_lexicon
from extractors.words import FUNCTION_WORDS


@strict_dataclass(frozen=True, config=STRICT)
class NameWords:
    """lexicon/names.toml."""

    calendar: frozenset[str]
    peoples: frozenset[str]
    titles: frozenset[str]
    things: frozenset[str]
    places: frozenset[str]
    organisations: frozenset[str]
    tellers: frozenset[str]


@cache
def name_words() -> NameWords:
    """Return the words that look like names and are not."""
    return load_lexicon("names", NameWords)


def is_teller(name: str) -> bool:
    """Whether a name is a paper's, an agency's or a counting firm's: they tell what others say, and are not quoted."""
    return any(word in name_words().tellers for word in name.casefold().split())


@cache
def never_names() -> frozenset[str]:
    """Return the words that begin no name by themselves."""
    words = name_words()
    return words.calendar | words.peoples | words.things | FUNCTION_WORDS
