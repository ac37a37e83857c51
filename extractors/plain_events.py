"""Deeds that no action of the lexicon names: a topic subject did, has done or will do something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from pydantic.dataclasses import dataclass as strict_dataclass

from extractors.drafts import Draft
from extractors.events import draft_event
from extractors.reading import Reading
from extractors.roles import find_object
from extractors.strict_toml import STRICT, load_lexicon
from extractors.topic import Action, SubjectType
from extractors.triggers import Trigger
from extractors.words import ENGLISH, FUNCTION_WORDS, VERB_FORMS, Token, lemma

_DOERS = frozenset(
    {SubjectType.APP, SubjectType.COMPANY, SubjectType.FUND, SubjectType.BODY, SubjectType.COUNTRY, SubjectType.PERSON}
)


@strict_dataclass(frozen=True, config=STRICT)
class VerbWords:
    """lexicon/verbs.toml."""

    idle: frozenset[str]


def find_plain_events(reading: Reading, table: Mapping[str, tuple[Trigger, ...]]) -> Iterator[Draft]:
    """Yield the deed of a topic subject that no action of the lexicon names: a verb in the past, perfect or future.

    For sentences that tell nothing else; the verb's base form becomes the predicate. `table` is that of the actions, of which
    those done to somebody keep their verbs to themselves.
    """
    if reading.text.endswith("?"):
        return
    for mention in reading.mentions:
        if (
            not mention.core
            or mention.governed
            or mention.possessive
            or mention.type not in _DOERS
            or reading.quoted(mention.start)
        ):
            continue
        verb = _deed_behind(reading.tokens, mention.last)
        if verb is None:
            continue
        if any(trigger.action.transitive for trigger in table.get(lemma(reading.tokens[verb].low), ())):
            return  # done to nobody, it is none: "barred enforcement"
        action = Action(lemma(reading.tokens[verb].low))
        yield draft_event(reading, action, mention, find_object(reading, verb + 1), reading.tokens[verb].start, "event.plain")
        return


def _deed_behind(tokens: tuple[Token, ...], at: int) -> int | None:
    """The verb that a subject's predicate begins with, if it tells a deed: "has won", "will lease", "phoned"."""
    perfect = future = False
    for here in range(at, min(at + 5, len(tokens))):
        token = tokens[here]
        if token.low in ("has", "had", "have"):
            perfect = True
        elif token.low in ("will", "would", "'ll"):
            future = True
        elif token.low in ENGLISH.between or token.low.endswith("ly"):
            continue
        elif token.kind != "word" or token.low in FUNCTION_WORDS:
            return None
        else:
            past = token.low.endswith("ed") or (token.low in VERB_FORMS and not token.low.endswith(("s", "ing")))
            done = past if perfect or not future else True
            return here if done and lemma(token.low) not in _idle_verbs() else None
    return None


@cache
def _idle_verbs() -> frozenset[str]:
    return load_lexicon("verbs", VerbWords).idle
