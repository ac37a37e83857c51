"""What the ledger knows that new facts are judged against, found by slots; grows by each fact of the batch at hand."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import Any

from extractors.records import Kind, Modality, Precision, Qualifier
from warehouse.judgements import Learned, read_learned
from warehouse.slots import Known, find_hashes, in_family_terms, make_claim_id
from warehouse.store import Transaction

MOST = 60
"""Stored facts under one hash that a verdict looks at: the latest, each value (or wording) once. 500 facts against a million
claims then cost about twice what they cost against ten thousand (benches/novelty_scale.py)."""

_ORDER = attrgetter("order")


class Priors:
    """The known facts by their hashes, in order of publication, with what analysts taught."""

    def __init__(self, topic: str, learned: Learned) -> None:
        self._topic = topic
        self._learned = learned
        self._found: dict[int, list[Known]] = {}
        self._claims: dict[str, list[Known]] = {}

    def add(self, known: Known) -> None:
        """Add a judged fact, in its place by publication: a late arrival is no later word."""
        settled = self._settle(known)
        for found in _hashes(self._topic, settled):
            self._insert(found, settled)
        if settled.claim_id in self._claims:
            insort(self._claims[settled.claim_id], settled, key=_ORDER)

    def find(self, new: Known) -> list[Known]:
        """Return what a new fact is judged against, in order of publication."""
        found = {prior.fact_id: prior for key in _hashes(self._topic, new) for prior in self._found.get(key, ())}
        if self._learned.apart or self._learned.same_as:
            found = self._apply_learned(new, found)
        return sorted(found.values(), key=_ORDER)

    def _apply_learned(self, new: Known, found: dict[str, Known]) -> dict[str, Known]:
        """Return what analysts leave of the known facts that were found, and what they add to them."""
        signature = make_claim_id(self._topic, new)
        if signature in self._learned.apart:
            found = {name: prior for name, prior in found.items() if make_claim_id(self._topic, prior) == signature}
        claim = self._learned.same_as.get(signature)
        for prior in self._claims.get(claim, ()) if claim else ():
            if prior.kind is new.kind:
                found[prior.fact_id] = replace(
                    prior, subject=new.subject, predicate=new.predicate, object=new.object, scope=new.scope
                )
        return found

    def _settle(self, known: Known) -> Known:
        claim = self._learned.claim_of.get(known.fact_id)
        return known if claim is None else replace(known, claim_id=claim)

    def _insert(self, found: int, known: Known) -> None:
        insort(self._found.setdefault(found, []), known, key=_ORDER)

    def load(self, found: int, known: Known) -> None:
        """Add a stored fact under the hash that found it; to be called in order of publication."""
        self._found.setdefault(found, []).append(self._settle(known))

    def load_claim(self, claim_id: str, known: Iterable[Known]) -> None:
        """Add the facts of a claim that an analyst named."""
        self._claims[claim_id] = list(known)


def _hashes(topic: str, known: Known) -> list[int]:
    return [found for found in find_hashes(topic, known) if found is not None]


def read_priors(transaction: Transaction, topic: str, facts: Iterable[Known], stored: Iterable[str] = ()) -> Priors:
    """Return what the stored facts of a topic hold for judging `facts`. `stored`: those of their articles that the ledger has."""
    new = list(facts)
    learned = read_learned(transaction, topic)
    priors = Priors(topic, learned)
    params = {
        "hashes": sorted({found for known in new for found in _hashes(topic, known)}),
        "article_ids": sorted(set(stored)),
        "most": MOST,
    }
    for row in transaction.read("facts_by_slot", params):
        priors.load(int(row["found_under"]), read_known(row))
    wanted = {learned.same_as.get(make_claim_id(topic, known)) for known in new} - {None} if learned.same_as else set()
    if wanted:
        told: dict[str, list[Known]] = {str(claim): [] for claim in wanted}
        for row in transaction.read("facts_by_claim", {"claim_ids": sorted(told)}):
            told[row["claim_id"]].append(read_known(row))
        for claim, known_facts in told.items():
            priors.load_claim(claim, known_facts)
    return priors


def read_known(row: Mapping[str, Any]) -> Known:
    """Return a stored fact in the form that is compared."""
    return in_family_terms(
        Known(
            row["fact_id"],
            row["claim_id"],
            row["article_id"],
            row["start_char"],
            Kind(row["kind"]),
            row["subject"],
            row["predicate"],
            row["object"],
            row["value"],
            row["value_high"],
            row["unit"],
            Qualifier(row["qualifier"]),
            row["scope"],
            row["as_of"],
            Precision(row["as_of_precision"]) if row["as_of_precision"] else None,
            row["speaker"],
            Modality(row["modality"]),
            row["wording"],
            row["published_at"],
        )
    )
