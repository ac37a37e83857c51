"""Cuts a sentence into words with offsets, gives their base forms, and knows the closed classes of English."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import simplemma
from pydantic.dataclasses import dataclass as strict_dataclass

from extractors.strict_toml import STRICT, load_lexicon

_TOKEN = re.compile(
    r"""(?P<possessive>'s(?![^\W_])|(?<=s)'(?=\s))
      | (?P<initials>(?:[A-Za-z]\.){2,8}|(?<![\w.])[A-Z]\.(?=\s[A-Z]))
      | (?P<number>\d++(?:[.,:]\d++)*+(?:[a-z]{1,3}(?![^\W_]))?)
      | (?P<han>[\u3400-\u9fff\uf900-\ufaff]++)
      | (?P<word>[#@]\w++|[^\W\d_\u3400-\u9fff][^\W_\u3400-\u9fff]*+(?:[-&'](?!s(?![^\W_]))[^\W_\u3400-\u9fff]++)*+)
      | (?P<mark>\S)""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word, number or mark; `low` is its lower-case form without the stops of "U.S."."""

    text: str
    low: str
    start: int
    end: int
    kind: str
    """possessive, initials, number, han, word or mark."""

    @property
    def capital(self) -> bool:
        """Whether it may begin a name."""
        return self.text[0].isupper() or self.text[0] in "#@" or self.kind == "han"


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the tokens of `text` (plain quotes, see sentences.to_plain) in order."""
    return tuple(
        Token(
            word := match[0],
            word.replace(".", "").lower() if match.lastgroup == "initials" else word.lower(),
            match.start(),
            match.end(),
            match.lastgroup or "mark",
        )
        for match in _TOKEN.finditer(text)
    )


@strict_dataclass(frozen=True, config=STRICT)
class EnglishWords:
    """lexicon/english.toml."""

    auxiliaries: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    conjunctions: frozenset[str]
    others: frozenset[str]
    openers: frozenset[str]
    joiners: frozenset[str]
    subordinators: frozenset[str]
    relatives: frozenset[str]
    subject_pronouns: frozenset[str]
    before_noun: frozenset[str]
    before_verb: frozenset[str]
    between: frozenset[str]
    before_infinitive: frozenset[str]
    background: frozenset[str]
    apposed: frozenset[str]
    hearsay: frozenset[str]
    after_empty_it: frozenset[str]
    particles: frozenset[str]
    before_gerund: frozenset[str]
    verb_forms: dict[str, str]


ENGLISH = load_lexicon("english", EnglishWords)
AUXILIARIES = ENGLISH.auxiliaries
PREPOSITIONS = ENGLISH.prepositions
DETERMINERS = ENGLISH.determiners
PRONOUNS = ENGLISH.pronouns
CONJUNCTIONS = ENGLISH.conjunctions
FUNCTION_WORDS = AUXILIARIES | PREPOSITIONS | DETERMINERS | PRONOUNS | CONJUNCTIONS | ENGLISH.others
VERB_FORMS = ENGLISH.verb_forms


@lru_cache(maxsize=65536)
def lemma(low: str) -> str:
    """Return the base form of a lower-case English word ("upheld" -> "uphold")."""
    known = VERB_FORMS.get(low)
    return known if known is not None else str(simplemma.lemmatize(low, lang="en"))


@lru_cache(maxsize=65536)
def is_english(low: str) -> bool:
    """Return whether a lower-case word stands in the English dictionary; names mostly do not."""
    return bool(simplemma.is_known(low, lang="en"))
