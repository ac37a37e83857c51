"""Judges statements: said before, said otherwise, or said by somebody else."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.records import Modality, Novelty, Verdict
from warehouse.slots import Known, is_named
from warehouse.surety import give, judge_surety
from warehouse.wordings import Likeness, compare_wordings, is_quoted

_ONE_QUOTATION = 0.9
"""Share of words above which two quotations are one, whoever is said to have said it."""


def judge_statement(fact: Known, priors: Sequence[Known]) -> Verdict:
    """Return what a statement adds to `priors`: what its speaker said before, and the same words of others."""
    who = fact.speaker or fact.subject
    compared = [(prior, *compare_wordings(fact.wording, prior.wording)) for prior in priors]
    own = sorted(
        (found for found in compared if found[0].name == fact.name),
        key=lambda found: (found[2], found[0].order),
    )
    for likeness, rule in _OF_ONE_SPEAKER:
        matches = [prior for prior, found, _ in own if found is likeness]
        if not matches:
            continue
        prior = matches[-1]
        match likeness:
            case Likeness.SAME:
                return judge_surety(fact, matches, "statement")
            case Likeness.OPPOSITE if fact.as_of is not None and fact.as_of == prior.as_of:
                reason = f"the opposite was told of {who} for that day"
                return give(Novelty.CONTRADICTED, "statement.heard_otherwise", reason, prior)
            case Likeness.OPPOSITE:
                return give(Novelty.CHANGED, rule, f"{who} said the opposite before", prior)
            case Likeness.OTHER_NUMBER:
                return give(Novelty.CHANGED, rule, f"{who} gave another number before", prior)
            case _:
                return give(Novelty.UNSURE, rule, f"{who} said something like it before: a person must look", prior)
    copies = [prior for prior, _, alike in compared if alike >= _ONE_QUOTATION and is_quoted(prior.wording)]
    if copies and is_quoted(fact.wording):
        prior = copies[-1]
        if is_named(fact.subject) and is_named(prior.subject):
            return give(Novelty.CONTRADICTED, "statement.two_speakers", f"the same words were given to {prior.subject}", prior)
        return give(Novelty.RESTATED, "statement.same_words", f"the same words were given to {prior.subject}", prior)
    if fact.modality is Modality.DENIED and own:
        return give(Novelty.NEW, "statement.other_denied", f"{who} denies what was not told before", own[-1][0], joins=False)
    if own:
        return give(Novelty.NEW, "statement.another", f"{who} spoke before, but did not say this", own[-1][0], joins=False)
    return give(Novelty.NEW, "statement.first", f"{who} did not say this before")


_OF_ONE_SPEAKER = (
    (Likeness.SAME, "statement.same"),
    (Likeness.OPPOSITE, "statement.opposite"),
    (Likeness.OTHER_NUMBER, "statement.other_number"),
    (Likeness.ADDS, "statement.adds"),
    (Likeness.DOUBTFUL, "statement.doubtful"),
)
"""Best first: what was said in these words is known, whatever else was said in like ones."""
