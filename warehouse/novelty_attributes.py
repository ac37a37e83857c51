"""Judges attributes: a known answer, another member of a list, or an answer that excludes the known one."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.records import Modality, Novelty, Verdict
from warehouse.claim_rules import claim_rules
from warehouse.names_alike import Sameness, compare_names
from warehouse.slots import Known
from warehouse.surety import give, judge_surety


def judge_attribute(fact: Known, priors: Sequence[Known]) -> Verdict:
    """Return what an attribute adds to `priors`, the known answers for its subject in order of publication."""
    name = fact.predicate.replace("_", " ")
    if not priors:
        return give(Novelty.NEW, "attribute.first", f"nobody told {fact.subject}'s {name} before")
    found = {prior.fact_id: _compare(fact, prior) for prior in priors}
    same = [prior for prior in priors if found[prior.fact_id] is Sameness.SAME]
    if same:
        return judge_surety(fact, same, "attribute")
    doubtful = [prior for prior in priors if found[prior.fact_id] is Sameness.DOUBTFUL]
    if doubtful:
        prior = doubtful[-1]
        return give(Novelty.UNSURE, "attribute.doubtful", f"{fact.object} may be {prior.object}, or may not", prior)
    prior = priors[-1]
    rules = claim_rules().attributes
    if fact.predicate not in rules.single:
        return give(Novelty.NEW, "attribute.another", f"{fact.object} beside the known {prior.object}", prior, joins=False)
    if fact.modality is Modality.DENIED:
        return give(Novelty.NEW, "attribute.other_denied", f"not {fact.object}; known is {prior.object}", prior, joins=False)
    if fact.predicate not in rules.lasting:
        if fact.as_of is not None and fact.as_of > prior.holds_on:
            return give(Novelty.CHANGED, "attribute.succeeded", f"{fact.object} since {fact.as_of}, before {prior.object}", prior)
        if fact.modality is not prior.modality:
            reason = f"{fact.object} told as {fact.modality}, {prior.object} as {prior.modality}"
            return give(Novelty.CHANGED, "attribute.other_prospect", reason, prior)
    return give(Novelty.CONTRADICTED, "attribute.other_object", f"was {prior.object}, now {fact.object}", prior)


def _compare(fact: Known, prior: Known) -> Sameness:
    if fact.value is not None and prior.value is not None:
        return Sameness.SAME if fact.value == prior.value else Sameness.OTHER
    return compare_names(fact.object, prior.object)
