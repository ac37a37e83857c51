"""Judges a figure that seems new although its very number is known, of another measure or of another subject.

A reader of prose who takes the measure or the subject for another one still gets the number right. So a number that comes back
under another name is more often one telling read in two ways than news: on 26 stories three in four of the figures that the rules
called new were, but of those with such an echo 12 in 39. They are put before a person instead of being sent to everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from extractors.records import ALERT_WORTHY, Modality, Novelty, Verdict
from warehouse.claim_rules import claim_rules
from warehouse.slots import Known, is_telling
from warehouse.surety import give

_REMEMBERED = timedelta(days=400)
"""How long a number is an echo: news looks back on a year ("a year ago ..."), not on five."""


def judge_echo(fact: Known, verdict: Verdict, others: Sequence[Known]) -> Verdict:
    """Return `verdict`, or a quieter one if an alert-worthy figure repeats the number of one of `others`.

    others: the known figures of that number, in order of publication, of other subjects or measures.
    """
    if verdict.novelty not in ALERT_WORTHY or fact.modality is Modality.DENIED:
        return verdict
    echoes = [prior for prior in others if prior.value == fact.value and fact.published_at - prior.published_at <= _REMEMBERED]
    unnamed = claim_rules().figures.unnamed
    own = [prior for prior in echoes if prior.name == fact.name]
    for prior in reversed(own):
        told = f"the number is known as {prior.subject}'s {prior.predicate.replace('_', ' ')}"
        if {fact.predicate, prior.predicate} & unnamed:
            return give(Novelty.RESTATED, "figure.unnamed_measure", f"{told}, and here no measure is named", prior)
        if is_telling(fact) and not _is_round(fact):
            return give(Novelty.UNSURE, "figure.other_measure", f"{told}: it may be that one", prior, joins=False)
    # Two bidders may well offer one price; one of them who is only "the firm" may be the other.
    foreign = [prior for prior in echoes if prior.name != fact.name]
    same = [prior for prior in foreign if prior.predicate == fact.predicate or (is_telling(fact) and not _is_round(fact))]
    if same and not fact.named:
        told = f"the number is known of {same[-1].subject}: it may be told of that"
        return give(Novelty.UNSURE, "figure.other_subject", told, same[-1], joins=False)
    return verdict


def _is_round(fact: Known) -> bool:
    """Whether a number has one digit that counts: a billion may be anybody's revenue and anybody's profit."""
    return len(f"{abs(fact.value or 0.0):.6e}".partition("e")[0].replace(".", "").rstrip("0")) < 2


def is_of_one_measure(fact: Known, prior: Known) -> bool:
    """Whether two figures are told of one subject by one measure, so that one can follow the other."""
    return fact.predicate == prior.predicate and fact.name == prior.name
