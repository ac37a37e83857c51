"""Speech as data: the verbs and phrases that tell who says something, and the source that they give a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from pydantic.dataclasses import dataclass as strict_dataclass

from extractors.strict_toml import STRICT, load_lexicon


class Force(StrEnum):
    """What sort of speech the verb reports."""

    SAY = "say"
    ARGUE = "argue"
    WARN = "warn"
    REPORT = "report"
    NONE = "none"
    """A source without a verb: "according to", a source's count."""


@dataclass(frozen=True, slots=True)
class Source:
    """A speaker and the verb that introduces what is said."""

    speaker: str
    named: bool
    force: Force
    start: int
    """Where the speaker begins, in the sentence."""
    verb_end: int
    """Where the verb ends: indirect speech follows."""
    leads: bool
    """Whether the speaker stands before what is said."""


@strict_dataclass(frozen=True, config=STRICT)
class SpeechWords:
    """lexicon/attribution.toml."""

    say: frozenset[str]
    argue: frozenset[str]
    warn: frozenset[str]
    report: frozenset[str]
    observe: frozenset[str]
    titling: frozenset[str]
    weak: frozenset[str]
    before_source: tuple[str, ...]
    source_nouns: tuple[str, ...]
    unnamed: frozenset[str]
    participles: frozenset[str]
    addressed: frozenset[str]


@cache
def speech_words() -> SpeechWords:
    """Return the words that tell who speaks."""
    return load_lexicon("attribution", SpeechWords)
