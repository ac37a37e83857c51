"""Somebody did, does or will do something: actions by their verbs and nouns, with actor, object and date."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from extractors.cues import modality_at, negated_before
from extractors.discourse import How, Mention
from extractors.drafts import Draft
from extractors.reading import Reading, date_near
from extractors.records import Kind, Modality, When
from extractors.roles import find_agent, find_doer, find_inside, find_object, find_topic, is_passive
from extractors.subjects import choose_subject
from extractors.topic import Action
from extractors.triggers import THEN, Hit, Trigger, find_hits
from extractors.words import ENGLISH, Token

_DENIAL = re.compile(r"\b(?:denied|denies|deny|denying) (?:that|having|any|plans)\b")
_NAMING = re.compile(
    r"\bas (?:it|they|he|she) (?:(?:is|are|was|were)(?: also| now)?|(?:has|have) come to be|came to be) (?:called|known|named)\b"
)
"""What something is called is no deed: "as it is called in China"."""
_COUNTERFACTUAL = re.compile(
    r"\bwould(?: not|n't)? have\b.*\b(?:if|had (?:there|it|they|he|she|the))\b|\b(?:if|had)\b.*\bwould(?: not|n't)? have\b"
)
"""What did not happen: "the act would have let him ..., had there been progress"."""
_DENIAL_OF = "denied"
"""The action that takes back what it reports: a deed in it is not told."""
_CONTRAST = frozenset({"while", "whereas"})
"""Behind a main clause they set another deed beside it: "RedNote rose while TikTok went dark"."""
_MARKS = frozenset(",;:—–")


def find_events(reading: Reading, table: Mapping[str, tuple[Trigger, ...]]) -> Iterator[Draft]:
    """Yield at most one event a clause, for actions that a subject of the topic does or suffers."""
    if reading.text.endswith("?"):
        return
    taken: set[tuple[int, int]] = set()
    told: list[Draft] = []
    silent = [match.span() for match in _NAMING.finditer(reading.low)]
    if _COUNTERFACTUAL.search(reading.low):
        return
    for hit in find_hits(reading, table):
        start = reading.tokens[hit.first].start
        if reading.quoted(start) or any(low <= start < high for low, high in silent):
            continue
        clause = reading.clause_at(start)
        opener = reading.tokens[reading.token_at(clause[0])].low
        contrast = opener in _CONTRAST and clause[0] > 0
        if (opener in ENGLISH.background and not contrast) or (clause in taken and not _comes_second(reading.tokens, hit.first)):
            continue
        draft = _read_noun(reading, hit) if hit.trigger.noun else _read_verb(reading, hit)
        if draft is None or any(_says_no_more(draft, earlier) for earlier in told):
            continue
        taken.add(clause)
        told.append(draft)
        if draft.predicate == _DENIAL_OF:
            silent += _find_hearsay(reading, hit.last)
        yield draft


def _comes_second(tokens: tuple[Token, ...], at: int) -> bool:
    return at > 0 and tokens[at - 1].low in THEN and tokens[at].low.endswith("ing")


def _says_no_more(draft: Draft, earlier: Draft) -> bool:
    """Whether an earlier deed of the sentence is this one: "brushed aside a report of X, calling it fiction"."""
    mine, theirs = (draft.subject, draft.predicate, draft.as_of), (earlier.subject, earlier.predicate, earlier.as_of)
    return mine == theirs and draft.object in (None, earlier.object)


def _find_hearsay(reading: Reading, at: int) -> Iterator[tuple[int, int]]:
    """Yield the span of what a denied report says, up to the next mark: "dismissed a report that X might be sold, ..."."""
    behind = itertools.takewhile(lambda token: token.text not in _MARKS, reading.tokens[at:])
    phrase = list(itertools.dropwhile(lambda token: token.low not in ENGLISH.hearsay, behind))
    if phrase:
        yield phrase[0].start, phrase[-1].end


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
    if (action.objects or action.transitive) and thing is None and not passive:
        return None
    if actor is None and (not passive or action.about):
        return None  # somebody the reader does not know: "300,000 Americans opened the app"
    if action.planned and modality_at(reading, reading.tokens[hit.first].start) is Modality.ACTUAL:
        return None  # "was banned by Texas" is done; only a ban to come is the ban's start
    who = actor or thing
    if who is None or not any(m is not None and m.core for m in (actor, thing)):
        return None
    start, end = reading.tokens[hit.first].start, reading.tokens[hit.last - 1].end
    return draft_event(reading, action, who, thing if actor is not None else None, start, "event.verb", end)


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


def draft_event(
    reading: Reading, action: Action, who: Mention, thing: Mention | None, start: int, rule: str, end: int | None = None
) -> Draft:
    """Return the event. `start` and `end` are where the words stand that tell it."""
    as_of = date_near(reading, start)
    modality = modality_at(reading, start, end)
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
