"""What makes two facts talk about the same thing: the slots of a claim, whatever its wording."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from extractors.records import Fact, Kind, Modality, Precision, Qualifier, make_id
from extractors.words import FUNCTION_WORDS, lemma, tokenize

# Predicates that tell the same figure in other terms, and how to bring a value to the first one's.
_GROWTH_FACTOR = "growth_factor"
_GROWTH = "growth_pct"
_DAYS = {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4, "years": 365.0}
# Scope labels that say how a figure is counted and not which figure it is: "300 million users" are the monthly ones.
_NEUTRAL = frozenset({"monthly"})
_WORDING_KINDS = frozenset({Kind.EVENT, Kind.STATEMENT})


@dataclass(frozen=True, slots=True)
class Known:
    """A fact as the ledger compares it: a new one, or one that was stored before."""

    fact_id: str
    claim_id: str
    """Empty for a fact that has not been judged."""
    article_id: str
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

    @property
    def labels(self) -> frozenset[str]:
        """The parts of the scope that tell claims apart."""
        return frozenset(part for part in (self.scope or "").split(", ") if part and part not in _NEUTRAL)


def to_known(fact: Fact, published_at: datetime) -> Known:
    """Return a new fact in the form that is compared, its value in the terms of its family."""
    return in_family_terms(
        Known(
            fact.fact_id,
            "",
            fact.article_id,
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
        )
    )


def in_family_terms(known: Known) -> Known:
    """Return a fact whose figure is told in its family's terms: "tripled" is a growth of 200 percent."""
    if known.predicate == _GROWTH_FACTOR and known.value is not None:
        return replace(known, value=(known.value - 1) * 100, predicate=_GROWTH, unit="percent")
    return known


def in_days(value: float, unit: str | None) -> float:
    """Return a duration in days, another value as it is ("12 months" is one year)."""
    return value * _DAYS.get(unit or "", 1.0)


def write_wording(fact: Fact) -> str:
    """Return the sorted content words of a fact whose sentence is what it says, else an empty string."""
    if fact.kind not in _WORDING_KINDS:
        return ""
    words = {lemma(token.low) for token in tokenize(fact.sentence) if token.kind != "mark" and token.low not in FUNCTION_WORDS}
    return " ".join(sorted(words))


def hash_slots(topic: str, known: Known) -> int:
    """Return the signed 64-bit hash under which facts about the same thing are found.

    Figures and attributes: subject and predicate. Events: the action, for "the court upheld the law" and "the law was
    upheld" have different subjects. Statements: the speaker.
    """
    slots: tuple[str, ...]
    if known.kind is Kind.EVENT:
        slots = ("event", known.predicate)
    elif known.kind is Kind.STATEMENT:
        # The words of unnamed people travel under many descriptions: "one user", "an American teenager".
        slots = ("statement", _fold(known.subject) if known.subject[:1].isupper() else "somebody")
    else:
        slots = ("figure", _fold(known.subject), known.predicate)
    digest = hashlib.sha256("\x1f".join((topic, *slots)).encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def make_claim_id(topic: str, known: Known) -> str:
    """Return the id of the claim that a new fact founds: made of its slots, so that order of reading does not matter."""
    scope = ", ".join(sorted(known.labels))
    if known.kind is Kind.EVENT:
        when = known.as_of.isoformat()[:7] if known.as_of else ""
        return make_id(topic, known.kind, known.predicate, known.subject, known.object, scope, when)
    if known.kind is Kind.STATEMENT:
        return make_id(topic, known.kind, known.subject, known.wording)
    return make_id(
        topic,
        known.kind,
        known.subject,
        known.predicate,
        scope,
        _fold(known.object or "") if known.kind is Kind.ATTRIBUTE else "",
    )


def _fold(name: str) -> str:
    return re.sub(r"^(?:the|a|an|mr\.?|mrs\.?|ms\.?) ", "", name.casefold())
