"""Judges quantities and rankings: another value of a known figure, or the first value of another figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.records import Kind, Modality, Novelty, Precision, Verdict
from warehouse.claim_rules import claim_rules
from warehouse.figure_values import Relation, in_one_dimension, relate
from warehouse.lines import write_value
from warehouse.slots import Known
from warehouse.surety import give, judge_surety

_MONTH = re.compile(r"(?:19|20)\d\d(?:-\d\d)?")
_UNSURE = (Modality.PLANNED, Modality.POSSIBLE, Modality.ALLEGED)


def judge_figure(fact: Known, priors: Sequence[Known]) -> Verdict:
    """Return what a figure adds to `priors`, the known figures of its subject and measure in order of publication."""
    if not priors:
        return give(Novelty.NEW, "figure.first", f"nobody gave {fact.subject}'s {fact.predicate.replace('_', ' ')} before")
    loose: list[Known] = []
    exact: list[Known] = []
    for prior in priors:
        if in_one_dimension(fact, prior) and _may_be_one_claim(fact, prior):
            (exact if _is_one_claim(fact, prior) else loose).append(prior)
    if not exact and not loose:
        return _judge_another(fact, priors[-1])
    known = loose + _still_known(fact, exact)
    relations = {prior.fact_id: relate(fact, prior) for prior in known}
    same = [prior for prior in known if relations[prior.fact_id] is Relation.SAME]
    if same:
        return judge_surety(fact, same, "figure")
    weaker = [prior for prior in exact if relations.get(prior.fact_id) is Relation.WEAKER]
    if weaker and fact.modality is not Modality.DENIED:
        return give(Novelty.RESTATED, "figure.weaker", f"a weaker form of the known {_value(weaker[-1])}", weaker[-1])
    if not exact:
        return _judge_another(fact, loose[-1])
    sharper = {prior.fact_id for prior in exact if relations.get(prior.fact_id) is Relation.SHARPER}
    # What narrows one telling may contradict another: "95 million" fits "over 35 million", not "250 million" of that day.
    apart = next((p for p in reversed(exact) if p.fact_id not in sharper and _exclude_each_other(fact, p)), None)
    if apart:
        when = fact.as_of or fact.scope
        reason = f"{_value(apart)} was told for {when}, now {_value(fact)}"
        return give(Novelty.CONTRADICTED, "figure.same_date", reason, apart)
    last = max(exact, key=lambda prior: (prior.holds_on, prior.order))
    # What was overtaken since is not narrowed: "400 million" after 250 million, "over 35 million" before.
    if last.fact_id in sharper:
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
        and (not fact.object or not prior.object or fact.thing == prior.thing)
        and (not fact.period or not prior.period or fact.period == prior.period)
        and not _is_told_before_its_time(fact, prior)
    )


def _is_told_before_its_time(fact: Known, prior: Known) -> bool:
    """Whether the fact is about a month or year that had not begun when the other, which names none, was told."""
    if prior.modality is not Modality.ACTUAL:
        return False
    times = _find_times(fact.period, fact.labels)
    began = [time for time in times if time != prior.period and time not in prior.labels] if times else []
    return bool(began) and prior.published_at.date().isoformat() < min(began)


@lru_cache(maxsize=4096)
def _find_times(period: str, labels: frozenset[str]) -> tuple[str, ...]:
    """Return the months and years among the period and the scope of a figure."""
    return tuple(label for label in {period, *labels} if _MONTH.fullmatch(label))


def _is_one_claim(fact: Known, prior: Known) -> bool:
    return fact.labels == prior.labels and fact.thing == prior.thing and fact.period == prior.period


def _still_known(fact: Known, exact: list[Known]) -> list[Known]:
    """Return the tellings of a fact's claim whose value it may repeat.

    A value that was overtaken is known again only in a look back. A fact whose own day is later than the last one told
    for speaks of that later day: back at the old rate, first in the chart again.
    """
    if fact.as_of is None or fact.as_of_precision is not Precision.DAY or fact.period or not exact:
        return exact
    last = max(prior.holds_on for prior in exact)
    if fact.as_of <= last:
        return exact
    return [prior for prior in exact if prior.holds_on == last]


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
