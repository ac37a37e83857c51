"""What makes two facts talk about the same thing: the slots of a claim, whatever its wording."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from extractors.records import Fact, Kind, Modality, Precision, Qualifier, make_id
from warehouse.claim_rules import claim_rules, event_class
from warehouse.wordings import count_words, is_quoted, write_wording

_GROWTH_FACTOR = "growth_factor"
_GROWTH = "growth_pct"
# Scope labels that say how a figure is counted and not which figure it is: "300 million users" are the monthly ones.
_NEUTRAL = frozenset({"monthly"})
_LEAST_QUOTED = 4
"""Content words of a quotation that is worth finding under another speaker: "it is very nice" is said by many."""

_LEAST_TELLING = 1000
"""Counts and sums from which a number alone may recall an earlier telling."""
_LEAST_DIGITS = 3
"""The same for the digits of a percentage: 80.1, not 50."""
_LEAST_COMMON = 10
"""Counts from which a number and its measure together may recall one: an outage of 14 hours."""


@dataclass(frozen=True, slots=True)
class Known:
    """A fact as the ledger compares it: a new one, or one that was stored before."""

    fact_id: str
    claim_id: str
    """Empty for a fact that has not been judged."""
    article_id: str
    start_char: int
    kind: Kind
    subject: str
    predicate: str
    object: str | None
    value: float | None
    value_high: float | None
    unit: str | None
    qualifier: Qualifier
    scope: str | None
    as_of: date | None
    as_of_precision: Precision | None
    speaker: str | None
    modality: Modality
    wording: str
    published_at: datetime
    presupposed: bool = False
    """Whether a new fact was read in words that take it as known: "his third postponement", "the day the ban began"."""
    named: bool = True
    """Whether the subject's name stands in the sentence of a new fact; else it was found out from what stands before."""

    # What follows from the slots is worked out once: a new fact is compared with up to 60 known ones under each of its hashes,
    # and working it out for every pair took most of the time that recording an article took.
    labels: frozenset[str] = field(init=False, repr=False, compare=False)
    """The parts of the scope that tell claims apart."""
    period: str = field(init=False, repr=False, compare=False)
    """The stretch of time that is part of the claim, "" if none is: December's downloads, Monday's fall of a share."""
    name: str = field(init=False, repr=False, compare=False)
    """The subject, folded."""
    thing: str = field(init=False, repr=False, compare=False)
    """The object, folded; "" if nothing was named."""
    done_to: str = field(init=False, repr=False, compare=False)
    """What an event was done to, folded; "" if nothing was named or the action has no such party."""
    order: tuple[datetime, str, int, str] = field(init=False, repr=False, compare=False)
    """Where it stands among all facts: by publication, then by place in its article."""

    def __post_init__(self) -> None:
        labels, thing = _tell_apart(self.scope or ""), fold_name(self.object or "")
        period = ""
        if self.as_of is not None and self.kind is Kind.QUANTITY:
            period = _find_period(self.as_of, self.as_of_precision, self.predicate, labels)
        settle = object.__setattr__  # as a frozen dataclass does itself
        settle(self, "labels", labels)
        settle(self, "period", period)
        settle(self, "name", fold_name(self.subject))
        settle(self, "thing", thing)
        settle(self, "done_to", "" if self.predicate in claim_rules().events.alone else thing)
        settle(self, "order", (self.published_at, self.article_id, self.start_char, self.fact_id))

    @property
    def holds_on(self) -> date:
        """The day it speaks of, else the day it was told."""
        return self.as_of or self.published_at.date()


@lru_cache(maxsize=65536)
def _tell_apart(scope: str) -> frozenset[str]:
    return frozenset(part for part in scope.split(", ") if part and part not in _NEUTRAL)


@lru_cache(maxsize=65536)
def _find_period(as_of: date, precision: Precision | None, predicate: str, labels: frozenset[str]) -> str:
    if precision is not Precision.DAY:
        length = 4 if precision is Precision.YEAR else 7
        return as_of.isoformat()[:length] if claim_rules().is_periodic(predicate) else ""
    return "" if labels.isdisjoint(claim_rules().figures.daily) else as_of.isoformat()


def to_known(fact: Fact, published_at: datetime) -> Known:
    """Return a new fact in the form that is compared, its value in the terms of its family."""
    return in_family_terms(
        Known(
            fact.fact_id,
            "",
            fact.article_id,
            fact.start_char,
            fact.kind,
            fact.subject,
            fact.predicate,
            fact.object,
            fact.value,
            fact.value_high,
            fact.unit,
            fact.qualifier,
            fact.scope,
            fact.as_of.day if fact.as_of else None,
            fact.as_of.precision if fact.as_of else None,
            fact.speaker,
            fact.modality,
            write_wording(fact),
            published_at,
            fact.rule in claim_rules().events.presupposed,
            _is_named_in(fact.subject, fact.sentence),
        )
    )


def in_family_terms(known: Known) -> Known:
    """Return a fact whose figure is told in its family's terms: "tripled" is plus 200 percent, a loss a negative profit."""
    if known.value is None:
        return known
    if known.predicate == _GROWTH_FACTOR:
        return replace(known, value=(known.value - 1) * 100, predicate=_GROWTH, unit="percent")
    mirror = next((mirror for mirror in claim_rules().figures.mirrors if mirror.name == known.predicate), None)
    if mirror is None:
        return known
    turned = {Qualifier.OVER: Qualifier.UNDER, Qualifier.UNDER: Qualifier.OVER, Qualifier.UP_TO: Qualifier.OVER}
    low, high = -abs(known.value), None if known.value_high is None else -abs(known.value_high)
    if high is not None:
        low, high = min(low, high), max(low, high)
    return replace(known, predicate=mirror.of, value=low, value_high=high, qualifier=turned.get(known.qualifier, known.qualifier))


def find_hashes(topic: str, known: Known) -> tuple[int, int | None]:
    """Return the signed 64-bit hashes under which facts about the same thing are found: two facts meet if they share one.

    Figures and attributes have one, subject and measure; a figure that tells itself from others (1,706 cases) is found under its
    number too, which stays right where a reader takes the measure or the subject for another one. Events are found under whoever
    does it and under what it is done to, for "the court upheld the law" and "the law was upheld" share one party only; statements
    under their speaker, quotations also under their words, for they travel from speaker to speaker.
    """
    second: tuple[str, ...] | None = None
    slots: tuple[str, ...]
    match known.kind:
        case Kind.EVENT:
            slots = ("event", event_class(known.predicate), known.name)
            thing = known.done_to
            second = ("event", event_class(known.predicate), thing) if thing else None
        case Kind.STATEMENT:
            # The words of unnamed people travel under many descriptions: "one user", "an American teenager".
            slots = ("statement", known.name if is_named(known.subject) else "somebody")
            long = is_quoted(known.wording) and count_words(known.wording) >= _LEAST_QUOTED
            second = ("words", known.wording) if long else None
        case _:
            slots = ("figure", known.name, known.predicate)
            second = _find_number(known)
    return _hash(topic, *slots), _hash(topic, *second) if second else None


def _is_named_in(subject: str, sentence: str) -> bool:
    """Whether a sentence has the name, or the first or last word of it: "Musk" is Elon Musk."""
    words = fold_name(subject).split()
    return not {words[0], words[-1]}.isdisjoint(re.findall(r"[#@]?[\w-]+", sentence.casefold())) if words else False


def is_telling(known: Known) -> bool:
    """Whether a figure's number alone may recall an earlier telling: 1,706 cases, 80.1 percent; not 14 hours, not half."""
    if known.value is None:
        return False
    digits = f"{abs(known.value):.6g}".replace(".", "").strip("0")
    return abs(known.value) >= _LEAST_TELLING or (known.unit == "percent" and len(digits) >= _LEAST_DIGITS)


def _find_number(known: Known) -> tuple[str, ...] | None:
    """Return the slots under which a figure is found by its number.

    A telling one (1,706; 80.1 percent) is looked for under any name, a common one (14 hours) only under its own measure, a round
    percentage only under its own subject: two firms may well rise by 5 percent. A count of a few recalls nothing.
    """
    if known.kind is not Kind.QUANTITY or known.value is None:
        return None
    number = f"{abs(known.value):.6g}"
    if is_telling(known):
        return ("number", known.unit or "", number)
    if known.unit == "percent":
        return ("number", "percent", number, known.name)
    return ("number", known.unit or "", number, known.predicate) if abs(known.value) >= _LEAST_COMMON else None


@lru_cache(maxsize=65536)
def _hash(*slots: str) -> int:
    return int.from_bytes(hashlib.sha256("\x1f".join(slots).encode()).digest()[:8], "big", signed=True)


def make_claim_id(topic: str, known: Known) -> str:
    """Return the id of the claim that a new fact founds: made of its slots, so that order of reading does not matter."""
    scope = ", ".join(sorted(known.labels))
    thing = known.thing
    match known.kind:
        case Kind.EVENT:
            when = known.as_of.isoformat() if known.as_of else ""
            return make_id(topic, known.kind, known.predicate, known.name, known.done_to, scope, when)
        case Kind.STATEMENT:
            return make_id(topic, known.kind, known.name, known.wording)
        case Kind.ATTRIBUTE:
            return make_id(topic, known.kind, known.name, known.predicate, scope, thing)
        case _:
            currency = known.unit if is_money(known.unit) else ""
            return make_id(topic, known.kind, known.name, known.predicate, scope, thing, known.period, currency)


def is_money(unit: str | None) -> bool:
    """Whether a unit is an ISO 4217 code."""
    return unit is not None and len(unit) == 3 and unit.isupper()


def is_named(subject: str) -> bool:
    """Whether a subject is a name and not a description ("one user")."""
    return subject[:1].isupper() or subject[:1] in "#@"


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """Return a name without case, article and title."""
    return re.sub(r"^(?:the|a|an|mr\.?|mrs\.?|ms\.?) ", "", name.casefold())
