"""Finds the figure of a sentence that a language model's claim points at, and asks whether the predicate can measure it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model_claims import ModelClaim, Refusal
from extractors.model_terms import CHANGES, RANKINGS, VOTES, Terms
from extractors.quantities import Direction, Form, Part, Quantity
from extractors.records import Kind, Qualifier

_UNCOUNTED = frozenset({Form.AGE, Form.MEMBER, Form.SCORE})


@dataclass(frozen=True, slots=True)
class ClaimedFigure:
    """A figure as our own rules read it, with the unit that its measure has."""

    quantity: Quantity
    unit: str | None


def find_figure(claim: ModelClaim, quantities: Sequence[Quantity], terms: Terms) -> ClaimedFigure | Refusal:
    """Return the sentence's figure that a claim points at.

    Refuses with FIGURE when the sentence has none of that value, unit and hedge, with PREDICATE when it has and the predicate
    measures something else.
    """
    told = [quantity for quantity in quantities if _is_told(claim, quantity)]
    found = next((figure for quantity in told if (figure := _measure(claim, quantity, terms)) is not None), None)
    return found or (Refusal.PREDICATE if told else Refusal.FIGURE)


def _is_told(claim: ModelClaim, quantity: Quantity) -> bool:
    if quantity.vague or quantity.form in _UNCOUNTED or (quantity.form is Form.RANK) is not (claim.kind is Kind.RANKING):
        return False
    if not _agree(claim.value, quantity.value):
        return False
    if claim.value_high is not None and not _agree(claim.value_high, quantity.value_high):
        return False
    if claim.unit is not None and claim.unit != quantity.unit and (_is_fixed(claim.unit) or _is_fixed(quantity.unit)):
        return False
    if claim.predicate.startswith("growth") and quantity.direction is Direction.DOWN:
        return False
    if claim.predicate.startswith("decline") and quantity.direction is Direction.UP:
        return False
    # "over" against "under" is a contradiction; a hedge that one of the two does not see is none, and ours is stored.
    return len({claim.qualifier or Qualifier.EXACT, quantity.qualifier} - {Qualifier.EXACT}) < 2


def _agree(claimed: float | None, told: float | None) -> bool:
    """Whether two numbers are one; a third is 33.333... on one side and 33.33 on the other."""
    return claimed is not None and told is not None and math.isclose(claimed, told, rel_tol=1e-3 if told % 1 else 1e-9)


def _is_fixed(unit: str | None) -> bool:
    """Whether a unit is money or percent, which have one spelling; others are nouns, which have many."""
    return unit is not None and (unit == "percent" or (len(unit) == 3 and unit.isupper()))


def _measure(claim: ModelClaim, quantity: Quantity, terms: Terms) -> ClaimedFigure | None:
    """Return the figure with its unit as figures.py gives it, or None if the predicate takes no such figure."""
    name, form = claim.predicate, quantity.form
    if claim.kind is Kind.RANKING:
        return ClaimedFigure(quantity, "rank") if name in RANKINGS else None
    if name in CHANGES:
        return ClaimedFigure(quantity, quantity.unit) if form in CHANGES[name] else None
    if name in VOTES:
        side = Part.FOR if name == VOTES[0] else Part.AGAINST
        return ClaimedFigure(quantity, "votes") if form is Form.VOTE and quantity.part is side else None
    for measure in terms.measures.get(name, ()):
        if form in measure.forms and measure.least <= quantity.value <= measure.most:
            own = form in (Form.MONEY, Form.PERCENT, Form.SHARE) or measure.unit is None
            return ClaimedFigure(quantity, quantity.unit if own else measure.unit)
    noun = quantity.noun.lower().split()
    counted = form is Form.CARDINAL and bool(noun) and name.lower() == noun[-1]
    return ClaimedFigure(quantity, noun[-1]) if counted else None
