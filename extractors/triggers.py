"""The words that report an action, found in a sentence: verbs in any form, with particles and gaps, and nouns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic.dataclasses import dataclass as strict_dataclass

from extractors.reading import Reading
from extractors.strict_toml import STRICT, load_lexicon
from extractors.topic import Action, Topic
from extractors.words import AUXILIARIES, ENGLISH, PREPOSITIONS, PRONOUNS, VERB_FORMS, Token, lemma

_GAP = 5
"""Words that ".." stands for at most."""
THEN = frozenset({"before", "after"})
"""Before a participle they tell a second deed: "went dark before coming back online"."""
_BASES = frozenset(VERB_FORMS.values())


@strict_dataclass(frozen=True, config=STRICT)
class ActionList:
    """lexicon/actions.toml."""

    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A way to report an action: lemmas, with None where a few words may stand between."""

    action: Action
    words: tuple[str | None, ...]
    others: frozenset[str]
    """Its words but the first: all must stand near for it to match."""
    noun: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger found in a sentence, as a token span."""

    trigger: Trigger
    first: int
    last: int


@lru_cache(maxsize=8)
def compile_actions(topic: Topic) -> Mapping[str, tuple[Trigger, ...]]:
    """Return the triggers by first lemma, longest first, the topic's own before the general ones."""
    table: dict[str, list[Trigger]] = {}
    for action in (*topic.actions, *load_lexicon("actions", ActionList).actions):
        for verb in action.verbs:
            words = tuple(None if word == ".." else _base(word) for word in verb.split())
            table.setdefault(str(words[0]), []).append(Trigger(action, words, frozenset(word for word in words[1:] if word)))
        for noun in action.nouns:
            table.setdefault(noun, []).append(Trigger(action, (noun,), frozenset(), noun=True))
    return {word: tuple(sorted(found, key=lambda trigger: -len(trigger.words))) for word, found in table.items()}


def _base(word: str) -> str:
    """The base form of a word of the lexicon, where some are written as they stand in text ("stop working")."""
    return word if word in _BASES else lemma(word)


def find_hits(reading: Reading, table: Mapping[str, tuple[Trigger, ...]]) -> Iterator[Hit]:
    """Yield the triggers of a sentence in order of place, of those at one place the longest first."""
    tokens = reading.tokens
    lemmas = [lemma(token.low) if token.kind == "word" else token.low for token in tokens]
    at = 0
    while at < len(tokens):
        if lemmas[at] in table:
            yield from _match_at(tokens, lemmas, at, table)
        at += 1


def _match_at(tokens: tuple[Token, ...], lemmas: list[str], at: int, table: Mapping[str, tuple[Trigger, ...]]) -> Iterator[Hit]:
    if _stands_as_adjective(tokens, at):
        return
    noun = _stands_as_noun(tokens, at)
    if not noun and _is_purpose(tokens, at):
        return
    # "sign up" is not "sign"; phrases with their particle are triggers of their own.
    particle = not noun and at + 1 < len(tokens) and tokens[at + 1].low in ENGLISH.particles
    near = {*lemmas[at + 1 : at + 2 + 2 * _GAP]}
    for trigger in table.get(lemmas[at], ()):
        if trigger.noun is noun and near.issuperset(trigger.others) and not (particle and len(trigger.words) == 1):
            last = _match_words(lemmas, at, trigger.words)
            if last:
                yield Hit(trigger, at, last)


def _is_purpose(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether an infinitive tells what for and not what is done: "was given 270 days to sell", not "plans to sell"."""
    if not at or tokens[at - 1].low != "to":
        return False
    return not any(
        token.low in AUXILIARIES or lemma(token.low) in ENGLISH.before_infinitive for token in tokens[max(0, at - 6) : at - 1]
    )


def _stands_as_adjective(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the base form of a verb stands right behind "be": "was close", "is open"; a participle would be "closed"."""
    low = tokens[at].low
    if not at or low == "be" or lemma(tokens[at - 1].low) != "be" or VERB_FORMS.get(low) == low:
        return False
    return low == lemma(low) and not low.endswith(("ed", "en", "ing"))


def _stands_as_noun(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word that may be noun or verb ("ban", "appeals", "order") is a noun here, judged by the word before it."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    if before is None:
        return False
    if token.low.endswith("ing") and (
        before.kind in ("possessive", "number")
        or before.low in ("and", "or")
        or lemma(before.low) in ENGLISH.before_gerund
        or (before.low in PREPOSITIONS and before.low not in THEN)
        or before.low in ENGLISH.before_noun
    ):
        return True  # "a career out of testing and selling" is nobody's deed; "Friday's ruling" is a noun
    determined = before.kind in ("possessive", "number") or before.low in ENGLISH.before_noun
    if token.low.endswith("ed"):
        return determined  # "the proposed ban"
    if token.low.endswith("ing"):
        return False
    if determined:
        return True
    if token.low in VERB_FORMS and VERB_FORMS[token.low] != token.low:
        return False
    if before.low in ENGLISH.before_verb or before.low in AUXILIARIES or before.low in PRONOUNS or before.kind == "mark":
        return False
    if token.low == lemma(token.low):
        # A base form is finite only behind a plural: "justices uphold", but "the TikTok ban".
        return not before.low.endswith("s")
    return not (before.low.endswith("ly") or before.text[0].isupper())


def _match_words(lemmas: list[str], at: int, words: tuple[str | None, ...]) -> int:
    """Return the token after the match, or 0."""
    here = at + 1
    gap = False
    for word in words[1:]:
        if word is None:
            gap = True
            continue
        reach = range(here, min(here + (_GAP if gap else 1), len(lemmas)))
        found = next((place for place in reach if lemmas[place] == word), None)
        if found is None and not gap and here < len(lemmas) and lemmas[here] in ENGLISH.between:
            found = here + 1 if here + 1 < len(lemmas) and lemmas[here + 1] == word else None
        if found is None:
            return 0
        here = found + 1
        gap = False
    return here
