"""Judges quantities and rankings: another value of a known figure, or the first value of another figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.records import Kind, Modality, Novelty, Precision, Verdict
from warehouse.claim_rules import claim_rules
from warehouse.figure_values import Relation, in_one_dimension, relate
from warehouse.lines import write_value
from warehouse.slots import Known, fold_name
from warehouse.surety import give, judge_surety

_MONTH = re.compile(r"(?:19|20)\d\d(?:-\d\d)?")
_UNSURE = (Modality.PLANNED, Modality.POSSIBLE, Modality.ALLEGED)


def judge_figure(fact: Known, priors: Sequence[Known]) -> Verdict:
    """Return what a figure adds to `priors`, the known figures of its subject and measure in order of publication."""
    if not priors:
        return give(Novelty.NEW, "figure.first", f"nobody gave {fact.subject}'s {fact.predicate.replace('_', ' ')} before")
    family = [prior for prior in priors if in_one_dimension(fact, prior) and _may_be_one_claim(fact, prior)]
    if not family:
        return _judge_another(fact, priors[-1])
    exact = [prior for prior in family if _is_one_claim(fact, prior)]
    known = sorted(_still_known(fact, family, exact), key=lambda prior: (_is_one_claim(fact, prior), prior.order))
    relations = {prior.fact_id: relate(fact, prior) for prior in known}
    same = [prior for prior in known if relations[prior.fact_id] is Relation.SAME]
    if same:
        return judge_surety(fact, same, "figure")
    weaker = [prior for prior in known if relations[prior.fact_id] is Relation.WEAKER and _is_one_claim(fact, prior)]
    if weaker and fact.modality is not Modality.DENIED:
        return give(Novelty.RESTATED, "figure.weaker", f"a weaker form of the known {_value(weaker[-1])}", weaker[-1])
    if not exact:
        return _judge_another(fact, family[-1])
    sharper = [prior for prior in exact if relations.get(prior.fact_id) is Relation.SHARPER]
    # What narrows one telling may contradict another: "95 million" fits "over 35 million", not "250 million" of that day.
    apart = [prior for prior in exact if prior not in sharper and _exclude_each_other(fact, prior)]
    if apart:
        when = fact.as_of or fact.scope
        reason = f"{_value(apart[-1])} was told for {when}, now {_value(fact)}"
        return give(Novelty.CONTRADICTED, "figure.same_date", reason, apart[-1])
    last = max(exact, key=lambda prior: (prior.holds_on, prior.order))
    if last in sharper:  # what was overtaken since is not narrowed: "400 million" after 250 million, "over 35 million" before
        return give(Novelty.CHANGED, "figure.sharper", f"narrows the known {_value(last)} to {_value(fact)}", last)
    return give(Novelty.CHANGED, "figure.moved", f"was {_value(last)}, now {_value(fact)}", last)


def _judge_another(fact: Known, prior: Known) -> Verdict:
    """A figure that is none of the known ones, with the slot that sets it apart from the one told last."""
    if not in_one_dimension(fact, prior):
        known, told = prior.unit or "plain numbers", fact.unit or "plain numbers"
        return give(Novelty.NEW, "figure.other_unit", f"known in {known}, not in {told}", prior, joins=False)
    if fact.labels != prior.labels:
        known, told = prior.scope or "the whole", fact.scope or "the whole"
        return give(Novelty.NEW, "figure.other_scope", f"known for {known}, not for {told}", prior, joins=False)
    if fact.period != prior.period:
        known, told = prior.period or "no period", fact.period or "no period"
        return give(Novelty.NEW, "figure.other_period", f"known for {known}, not for {told}", prior, joins=False)
    known, told = prior.object or "nothing in particular", fact.object or "nothing in particular"
    return give(Novelty.NEW, "figure.other_object", f"known of {known}, not of {told}", prior, joins=False)


def _may_be_one_claim(fact: Known, prior: Known) -> bool:
    """Whether scope, object and period are the same or left out by one of the two."""
    return (
        (fact.labels <= prior.labels or prior.labels <= fact.labels)
        and (not fact.object or not prior.object or fold_name(fact.object) == fold_name(prior.object))
        and (not fact.period or not prior.period or fact.period == prior.period)
        and not _is_told_before_its_time(fact, prior)
    )


def _is_told_before_its_time(fact: Known, prior: Known) -> bool:
    """Whether the fact is about a month or year that had not begun when the other, which names none, was told."""
    if not fact.period and not fact.labels:
        return False
    began = [label for label in {fact.period, *fact.labels} - {prior.period, *prior.labels} if _MONTH.fullmatch(label)]
    return bool(began) and prior.modality is Modality.ACTUAL and prior.published_at.date().isoformat() < min(began)


def _is_one_claim(fact: Known, prior: Known) -> bool:
    return (
        fact.labels == prior.labels
        and fold_name(fact.object or "") == fold_name(prior.object or "")
        and fact.period == prior.period
    )


def _still_known(fact: Known, family: list[Known], exact: list[Known]) -> list[Known]:
    """Return the tellings whose value the fact may repeat.

    A value that was overtaken is known again only in a look back. A fact whose own day is later than the last one told
    for speaks of that later day: back at the old rate, first in the chart again.
    """
    if fact.as_of is None or fact.as_of_precision is not Precision.DAY or fact.period or not exact:
        return family
    last = max(prior.holds_on for prior in exact)
    if fact.as_of <= last:
        return family
    return [prior for prior in family if prior.holds_on == last or not _is_one_claim(fact, prior)]


def _exclude_each_other(fact: Known, prior: Known) -> bool:
    """Whether both tell one time as fact and cannot both be right."""
    if fact.modality in _UNSURE or prior.modality in _UNSURE:
        return False
    if fact.kind is Kind.RANKING and fact.predicate in claim_rules().figures.moving_ranks:
        return False
    if fact.as_of is not None and prior.as_of is not None:
        return (fact.as_of, fact.as_of_precision) == (prior.as_of, prior.as_of_precision)
    # "2025-q1": the scope itself says which time is meant, so that a date more or less does not matter.
    return claim_rules().is_periodic(fact.predicate) and any(label[:2] in ("19", "20") for label in fact.labels)


def _value(known: Known) -> str:
    return write_value(known.value, known.value_high, known.unit, known.qualifier)
