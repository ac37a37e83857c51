"""How surely a thing is told, against how surely it was: the rules of modality, the same for figures, attributes and events."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.records import Modality, Novelty, Verdict
from warehouse.slots import Known

_FIRMNESS = {Modality.ALLEGED: 0, Modality.POSSIBLE: 0, Modality.PLANNED: 1, Modality.ACTUAL: 2}


def give(novelty: Novelty, rule: str, reason: str, prior: Known | None = None, *, joins: bool = True) -> Verdict:
    """Return a verdict that names `prior`; with `joins` the fact belongs to the prior's claim, else it founds one."""
    return Verdict(novelty, prior.claim_id if prior and joins else "", reason, rule, prior.fact_id if prior else None)


def judge_surety(fact: Known, agreeing: Sequence[Known], kind: str) -> Verdict:
    """Return the verdict on a fact that says what `agreeing` (not empty, in order of publication) say, by how surely it is told.

    Firmer is news (planned -> done), weaker or behind the news is not. A denial contradicts what was told as fact and
    changes what was only rumoured or planned. `kind` is the first part of the rule's name.
    """
    denials = [prior for prior in agreeing if prior.modality is Modality.DENIED]
    told = [prior for prior in agreeing if prior.modality is not Modality.DENIED]
    if fact.modality is Modality.DENIED:
        if denials:
            return give(Novelty.RESTATED, f"{kind}.denied_again", "the denial was known", denials[-1])
        facts = [prior for prior in told if prior.modality is Modality.ACTUAL]
        if facts:
            return give(Novelty.CONTRADICTED, f"{kind}.denied", "what was told as a fact is denied", facts[-1])
        return give(Novelty.CHANGED, f"{kind}.rumour_denied", f"what was {told[-1].modality} is denied", told[-1])
    if not told:
        if fact.modality is Modality.ACTUAL:
            return give(Novelty.CHANGED, f"{kind}.confirmed", "what was denied is now told as a fact", denials[-1])
        return give(Novelty.RESTATED, f"{kind}.denied_rumour", f"told as {fact.modality} after its denial", denials[-1])
    firmest = max(told, key=lambda prior: _FIRMNESS[prior.modality])
    if _FIRMNESS[fact.modality] > _FIRMNESS[firmest.modality]:
        last = [prior for prior in told if prior.modality is firmest.modality][-1]
        return give(Novelty.CHANGED, f"{kind}.firmer", f"was told as {firmest.modality}, now as {fact.modality}", last)
    if _FIRMNESS[fact.modality] < _FIRMNESS[firmest.modality]:
        last = [prior for prior in told if prior.modality is firmest.modality][-1]
        return give(Novelty.RESTATED, f"{kind}.behind", f"told as {fact.modality} of what is known as {firmest.modality}", last)
    return give(Novelty.RESTATED, f"{kind}.same", _SAME[kind], told[-1])


_SAME = {
    "figure": "same subject, measure and value",
    "attribute": "same subject, attribute and object",
    "event": "same action, parties and time",
    "statement": "said before in these or like words",
}
