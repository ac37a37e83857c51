"""A fact before it has its id and its evidence: what one rule read in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.records import Kind, Modality, Qualifier, When


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule read. `start` is where in the sentence it stands, for order and for removing doubles."""

    kind: Kind
    subject: str
    predicate: str
    rule: str
    start: int
    core: bool
    object: str | None = None
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    scope: str | None = None
    as_of: When | None = None
    speaker: str | None = None
    modality: Modality = Modality.ACTUAL
