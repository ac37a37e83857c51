"""Judges a fact against what is known: pure rules, each with a name and a reason in words.

A rule looks at slots, never at wording alone: on 20 reworded against 20 one-fact-changed pairs a sentence embedding
scored worse than chance (AUC .355). Wording only proposes, for statements, and numbers, names and negation veto.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from extractors.records import Kind, Novelty, Verdict
from warehouse.novelty_attributes import judge_attribute
from warehouse.novelty_echoes import is_of_one_measure, judge_echo
from warehouse.novelty_events import judge_event
from warehouse.novelty_figures import judge_figure
from warehouse.novelty_statements import judge_statement
from warehouse.slots import Known

_FIGURES = (Kind.QUANTITY, Kind.RANKING)
_MOVES_THE_WORLD = ("firmer", "confirmed", "succeeded", "sharper")
"""Last parts of the rules by which a later version may differ although the first one was right."""


def judge(fact: Known, priors: Sequence[Known], withdrawn: Collection[str] = ()) -> Verdict:
    """Return what `fact` adds to `priors`, the stored facts that share its slots, in order of publication.

    withdrawn: ids of the facts that an earlier wording of the same article told in sentences that are gone.
    """
    kinds = _FIGURES if fact.kind in _FIGURES else (fact.kind,)
    others = [prior for prior in priors if prior.kind in kinds]
    taken_back = [prior for prior in others if prior.fact_id in withdrawn] if withdrawn else []
    verdict = _judge_edit(fact, taken_back) if taken_back else None
    return verdict or _judge_kind(fact, others)


def _judge_kind(fact: Known, priors: Sequence[Known]) -> Verdict:
    match fact.kind:
        case Kind.QUANTITY | Kind.RANKING:
            own: list[Known] = []
            others: list[Known] = []
            for prior in priors:
                (own if is_of_one_measure(fact, prior) else others).append(prior)
            return judge_echo(fact, judge_figure(fact, own), others)
        case Kind.ATTRIBUTE:
            return judge_attribute(fact, priors)
        case Kind.EVENT:
            return judge_event(fact, priors)
        case Kind.STATEMENT:
            return judge_statement(fact, priors)


def _judge_edit(fact: Known, taken_back: Sequence[Known]) -> Verdict | None:
    """Return `retracted` if an article now says something else than before for the same time, else None.

    A later day, or a plan carried out, is the world moving on: a live page counts on.
    """
    verdict = _judge_kind(fact, taken_back)
    prior = next((prior for prior in taken_back if prior.fact_id == verdict.prior_fact_id), None)
    if verdict.novelty not in (Novelty.CHANGED, Novelty.CONTRADICTED) or prior is None:
        return None
    if verdict.rule.endswith(_MOVES_THE_WORLD) or (fact.as_of and prior.as_of and fact.as_of > prior.as_of):
        return None
    reason = f"the article took back what it said: {verdict.reason}"
    return replace(verdict, novelty=Novelty.RETRACTED, rule=f"edit.{verdict.rule}", reason=reason)
