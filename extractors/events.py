"""Somebody did, does or will do something: actions by their verbs and nouns, with actor, object and date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic.dataclasses import dataclass as strict_dataclass

from extractors.cues import modality_at, negated_before
from extractors.discourse import How, Mention
from extractors.drafts import Draft
from extractors.reading import Reading, date_near
from extractors.records import Kind, Modality, When
from extractors.roles import find_agent, find_doer, find_inside, find_object, find_topic, is_passive
from extractors.strict_toml import STRICT, load_lexicon
from extractors.subjects import choose_subject
from extractors.topic import Action, Topic
from extractors.words import AUXILIARIES, ENGLISH, PREPOSITIONS, PRONOUNS, VERB_FORMS, Token, lemma

_GAP = 5
_DENIAL = re.compile(r"\b(?:denied|denies|deny|denying) (?:that|having|any|plans)\b")
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


def find_events(reading: Reading, table: Mapping[str, tuple[Trigger, ...]]) -> Iterator[Draft]:
    """Yield at most one event a clause, for actions that a subject of the topic does or suffers."""
    if reading.text.endswith("?"):
        return
    taken: set[tuple[int, int]] = set()
    for hit in _find_hits(reading, table):
        start = reading.tokens[hit.first].start
        if reading.quoted(start):
            continue
        clause = reading.clause_at(start)
        if clause in taken or reading.tokens[reading.token_at(clause[0])].low in ENGLISH.background:
            continue
        draft = _read_noun(reading, hit) if hit.trigger.noun else _read_verb(reading, hit)
        if draft is not None:
            taken.add(clause)
            yield draft


def _find_hits(reading: Reading, table: Mapping[str, tuple[Trigger, ...]]) -> Iterator[Hit]:
    tokens = reading.tokens
    lemmas = [lemma(token.low) if token.kind == "word" else token.low for token in tokens]
    at = 0
    while at < len(tokens):
        if lemmas[at] in table:
            yield from _match_at(tokens, lemmas, at, table)
        at += 1


def _match_at(tokens: tuple[Token, ...], lemmas: list[str], at: int, table: Mapping[str, tuple[Trigger, ...]]) -> Iterator[Hit]:
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
        or before.low in PREPOSITIONS
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


def _read_verb(reading: Reading, hit: Hit) -> Draft | None:
    action = hit.trigger.action
    passive = is_passive(reading.tokens, hit.first)
    before = find_doer(reading, hit.first)
    if action.about:
        after = find_topic(reading, hit.last)
    else:
        after = find_inside(reading, hit.first, hit.last) or find_object(reading, hit.last)
    if passive:
        agent = find_agent(reading, hit.last)
        actor, thing = agent, before
    else:
        actor, thing = before, after
    if actor is not None and action.actors and actor.type not in action.actors and actor.how is not How.STRANGER:
        if passive:
            actor = None
        else:
            return None
    if thing is not None and action.objects and thing.type not in action.objects:
        thing = None
    if action.objects and thing is None and not passive:
        return None
    if actor is None and not passive:
        return None  # somebody the reader does not know: "300,000 Americans opened the app"
    if action.planned and modality_at(reading, reading.tokens[hit.first].start) is Modality.ACTUAL:
        return None  # "was banned by Texas" is done; only a ban to come is the ban's start
    who = actor or thing
    if who is None or not any(m is not None and m.core for m in (actor, thing)):
        return None
    return draft_event(reading, action, who, thing if actor is not None else None, reading.tokens[hit.first].start, "event.verb")


def _read_noun(reading: Reading, hit: Hit) -> Draft | None:
    """ "TikTok's return", "Friday's ruling by the Supreme Court"."""
    action = hit.trigger.action
    owner = next((m for m in reading.mentions if m.possessive and 0 < hit.first - m.last + 1 <= 3), None)
    agent = find_agent(reading, hit.last)
    patient = next(
        (
            m
            for m in reading.mentions
            if m.first - hit.last <= 2 and m.first > hit.last - 1 and reading.tokens[hit.last].low == "of"
        ),
        None,
    )
    who = agent or owner or patient
    if action.impersonal:
        start = reading.tokens[hit.first].start
        who = (
            choose_subject(reading, start, start, tuple(kind.value for kind in action.actors))
            if date_near(reading, start)
            else None
        )
    if who is None or not who.core or (action.actors and who.type not in action.actors):
        return None
    draft = draft_event(reading, action, who, None, reading.tokens[hit.first].start, "event.noun")
    # "fears of a TikTok shutdown": a noun for what may be is no news of it.
    return draft if draft.modality in (Modality.ACTUAL, Modality.PLANNED) else None


def draft_event(reading: Reading, action: Action, who: Mention, thing: Mention | None, start: int, rule: str) -> Draft:
    as_of = date_near(reading, start)
    modality = modality_at(reading, start)
    if (
        modality is Modality.ACTUAL
        and negated_before(reading, start)
        and not action.name.startswith(("will_not", "not_", "absent"))
    ):
        modality = Modality.DENIED
    if _DENIAL.search(reading.low[:start]):
        modality = Modality.DENIED  # "denied that it plans to list its shares"
    if modality is Modality.DENIED and action.name == "denied":
        modality = Modality.ACTUAL
    if action.dated and as_of is None and modality is Modality.ACTUAL and reading.published is not None:
        as_of = When(reading.published.date())  # told without a date, a deed that can recur is the day's news
    return Draft(
        Kind.EVENT,
        who.name,
        action.name,
        rule,
        start,
        who.core or bool(thing and thing.core),
        object=thing.name if thing is not None and thing.name != who.name else None,
        as_of=as_of,
        speaker=reading.source.speaker if reading.source else None,
        modality=modality,
    )
