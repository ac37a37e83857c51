"""Checks what a language model claims against the article, and makes facts of what stands there.

The model only points: at a sentence, at a figure in it, at a name. Sentence, figure, unit, hedge and date are then read from the
article by our own rules, so an answer can be wrong about what a sentence means and about nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from extractors.discourse import How
from extractors.drafts import Draft
from extractors.facts import make_fact
from extractors.model_claims import AnswerMistake, ModelClaim, Refusal, parse_claims
from extractors.model_figures import find_figure
from extractors.model_terms import Terms
from extractors.reading import Reading, date_near
from extractors.records import Article, Fact, Kind, Modality, Precision, When
from extractors.scopes import read_movement, read_scopes
from extractors.sentences import to_plain
from extractors.topic import Subject


@dataclass(frozen=True, slots=True)
class ModelReading:
    """The facts of one answer in the order of the answer, and how many claims were refused for what."""

    facts: tuple[Fact, ...]
    refused: Mapping[Refusal, int]


@dataclass(frozen=True)
class _Page:
    """An article as it is looked things up in."""

    article: Article
    readings: Sequence[Reading]
    terms: Terms

    @cached_property
    def by_sentence(self) -> Mapping[str, Reading]:
        return {reading.text: reading for reading in reversed(self.readings)}  # the first of two alike

    @cached_property
    def text(self) -> str:
        return "\n".join(reading.text for reading in self.readings)

    @cached_property
    def named(self) -> frozenset[str]:
        """Subjects that the article names, or describes in words that the topic lists ("the ban")."""
        plain = (How.NAME, How.NOMINAL)
        return frozenset(m.name for reading in self.readings for m in reading.mentions if m.how in plain)

    def subject(self, name: str) -> Subject | None:
        """Return the topic's subject of that name, if the article names it."""
        subject = self.terms.names.get(to_plain(name).strip().casefold())
        return subject if subject is not None and subject.name in self.named else None

    def stranger(self, name: str) -> str | None:
        """Return a name that the topic does not know as the article writes it, or None."""
        name = to_plain(name).strip()
        known = name.casefold() in self.terms.names
        return None if known or name[:1].islower() else _stands_in(name, self.text, whole_case=True)


@dataclass(frozen=True, slots=True)
class _Owner:
    name: str
    core: bool
    subject: Subject | None


def check_answer(text: str, article: Article, readings: Sequence[Reading], terms: Terms) -> ModelReading | AnswerMistake:
    """Return the facts of an answer that hold in the article. `readings` are all of the article's, see read_sentences."""
    claims = parse_claims(text)
    if isinstance(claims, AnswerMistake):
        return claims
    page = _Page(article, readings, terms)
    facts: list[Fact] = []
    refused = Counter({Refusal.SHAPE: claims.misshapen, Refusal.SURPLUS: claims.surplus})
    for claim in claims.claims:
        outcome = _check_claim(claim, page)
        if isinstance(outcome, Refusal):
            refused[outcome] += 1
        else:
            facts.append(outcome)
    return ModelReading(tuple(facts), +refused)


def merge_facts(ours: tuple[Fact, ...], models: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return our facts, then those of the model's that stand where we have none.

    The place of a figure is the figure in its sentence, whatever it is said to measure; of anything else its kind in the
    sentence. A place is taken once, by the model's facts too: talked into it, a model can say many things of one sentence.
    """
    merged = list(ours)
    for fact in models:
        if not any(_share_place(fact, other) for other in merged):
            merged.append(fact)
    return tuple(merged)


def _share_place(fact: Fact, other: Fact) -> bool:
    """Evidence overlaps where our rules quote several sentences and the model one of them."""
    if fact.version_id != other.version_id or fact.end_char <= other.start_char or other.end_char <= fact.start_char:
        return False
    figures = (fact.kind in _FIGURED) + (other.kind in _FIGURED)
    return fact.value == other.value if figures == 2 else figures == 0 and fact.kind is other.kind


_FIGURED = frozenset({Kind.QUANTITY, Kind.RANKING})


def _check_claim(claim: ModelClaim, page: _Page) -> Fact | Refusal:
    reading = page.by_sentence.get(to_plain(claim.sentence).strip().removeprefix("> "))
    if reading is None:
        return Refusal.SENTENCE
    owner = _find_owner(claim.subject, page)
    if owner is None:
        return Refusal.SUBJECT
    draft = _read_figure(claim, owner, reading, page) if claim.kind in _FIGURED else _read_words(claim, owner, reading, page)
    if isinstance(draft, Refusal):
        return draft
    scope = _read_scope(claim, draft, reading, page.terms)
    if isinstance(scope, Refusal):
        return scope
    speaker = draft.speaker
    if claim.speaker is not None and claim.kind is not Kind.STATEMENT:
        voice = _find_owner(claim.speaker, page)
        if voice is None:
            return Refusal.SPEAKER
        speaker = voice.name
    return make_fact(replace(draft, scope=scope, speaker=speaker), reading.sentence, page.article)


_TOLD: Mapping[Kind, frozenset[Modality]] = {
    Kind.QUANTITY: frozenset({Modality.DENIED, Modality.ALLEGED}),
    Kind.ATTRIBUTE: frozenset({Modality.DENIED, Modality.ALLEGED, Modality.PLANNED}),
    Kind.STATEMENT: frozenset({Modality.DENIED, Modality.POSSIBLE}),
}
"""Modalities that our rules tell apart for a kind; another one would make a change of status out of a difference of reader."""


def _as_told(claim: ModelClaim) -> Modality:
    return claim.modality if claim.modality in _TOLD.get(claim.kind, frozenset(Modality)) else Modality.ACTUAL


def _find_owner(name: str, page: _Page) -> _Owner | None:
    subject = page.subject(name)
    if subject is not None:
        return _Owner(subject.name, subject.core, subject)
    stranger = page.stranger(name)
    return _Owner(stranger, core=False, subject=None) if stranger else None


def _read_figure(claim: ModelClaim, owner: _Owner, reading: Reading, page: _Page) -> Draft | Refusal:
    found = find_figure(claim, reading.quantities, page.terms)
    if isinstance(found, Refusal):
        return found
    measures = page.terms.measures.get(claim.predicate, ()) if claim.kind is Kind.QUANTITY else ()
    fixed = next((measure.subject for measure in measures if measure.subject), None)
    types = {kind for measure in measures for kind in measure.types}
    if fixed is None and types and owner.subject is not None and owner.subject.type.value not in types:
        return Refusal.SUBJECT
    quantity = found.quantity
    terms = any(measure.terms for measure in measures)
    return Draft(
        claim.kind, fixed or owner.name, claim.predicate, f"model.{claim.kind}", quantity.start, owner.core or fixed is not None,
        value=quantity.value, value_high=quantity.value_high, unit=found.unit, qualifier=quantity.qualifier,
        as_of=date_near(reading, quantity.start, quantity.phrase_end),
        modality=claim.modality if terms or claim.kind is Kind.RANKING else _as_told(claim),
    )  # fmt: skip


def _read_words(claim: ModelClaim, owner: _Owner, reading: Reading, page: _Page) -> Draft | Refusal:
    if claim.predicate not in page.terms.predicates(claim.kind):
        return Refusal.PREDICATE
    if claim.value is not None and not _is_told(claim.value, reading):
        return Refusal.FIGURE
    if claim.kind is Kind.EVENT and not _can_do(claim, owner, page.terms):
        return Refusal.SUBJECT
    draft = Draft(claim.kind, owner.name, claim.predicate, f"model.{claim.kind}", 0, owner.core, modality=_as_told(claim))
    if claim.kind is Kind.STATEMENT:
        return replace(draft, speaker=owner.name, core=owner.core or any(m.core for m in reading.mentions))
    thing = _find_object(claim.object, reading, page) if claim.object is not None else None
    if thing is None and (claim.object is not None or claim.kind is Kind.ATTRIBUTE):
        return Refusal.OBJECT
    if claim.kind is Kind.ATTRIBUTE:
        year = int(thing) if thing is not None and re.fullmatch(r"(?:1[89]|20)\d\d", thing) else None
        when = When(date(year, 1, 1), Precision.YEAR) if year else None
        return replace(draft, object=thing, value=float(year) if year else None, as_of=when)
    as_of = date_near(reading, max(0, reading.text.find(thing or owner.name)))
    dated = any(action.dated for action in page.terms.actions[claim.predicate])
    if as_of is None and dated and claim.modality is Modality.ACTUAL and reading.published is not None:
        as_of = When(reading.published.date())  # as in events.py: a deed that can recur is the day's news
    return replace(draft, object=thing if thing != owner.name else None, as_of=as_of)


def _is_told(value: float, reading: Reading) -> bool:
    """Whether a figure that is claimed beside words stands in the sentence, as a quantity or a year. It is not stored."""
    return any(value == q.value for q in reading.quantities) or _stands_in(f"{value:.0f}", reading.text) is not None


def _can_do(claim: ModelClaim, owner: _Owner, terms: Terms) -> bool:
    """Whether the action can have this subject: as its actor or, when no object is claimed, as what it is done to.

    As in events.py: "the law was upheld" has the law for its subject, "the court upheld the law" the court. No types, no limit.
    """
    if owner.subject is None:
        return True
    kind, actions = owner.subject.type, terms.actions[claim.predicate]
    acts = any(not action.actors or kind in action.actors for action in actions)
    return acts or (claim.object is None and any(not action.objects or kind in action.objects for action in actions))


def _find_object(name: str, reading: Reading, page: _Page) -> str | None:
    """Return an object by its own name, or as the sentence writes it; of several, joined by "; ", each must stand there."""
    found: list[str] = []
    for part in name.split(";"):
        subject = page.subject(part)
        if subject is not None and any(mention.name == subject.name for mention in reading.mentions):
            found.append(subject.name)
        elif (written := _stands_in(to_plain(part).strip(), reading.text)) is not None:
            found.append(written)
        else:
            return None
    return "; ".join(sorted(found))


_LONGEST_NAME = 120


def _stands_in(words: str, text: str, *, whole_case: bool = False) -> str | None:
    """Return words as they stand in a text, whole and in one line, or None."""
    if len(words) > _LONGEST_NAME or not re.search(r"\w", words) or "\n" in words:
        return None
    found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, 0 if whole_case else re.IGNORECASE)
    return found[0] if found else None


def _read_scope(claim: ModelClaim, draft: Draft, reading: Reading, terms: Terms) -> str | Refusal | None:
    """Return the claimed scope if the sentence tells every part of it."""
    parts = [part.strip() for part in claim.scope.split(",")] if claim.scope else []
    told = {*read_scopes(reading, draft.start, terms.scope_groups), read_movement(reading, draft.start)}
    if not told.issuperset(parts):
        return Refusal.SCOPE
    dated = claim.kind is Kind.QUANTITY and any(measure.dated for measure in terms.measures.get(claim.predicate, ()))
    if dated and draft.as_of is not None and draft.as_of.precision is not Precision.YEAR:
        parts.append(str(draft.as_of)[:7])  # as in figures.py: each month's is a claim of its own
    return ", ".join(parts) or None
