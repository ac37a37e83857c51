"""What analysts said of verdicts, as data: which facts make one claim and which do not. Applied to what is judged later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from warehouse.rows import Row
from warehouse.store import Transaction


@dataclass(frozen=True, slots=True)
class JudgementRow(Row):
    """An analyst's word on one fact; the last one on a fact counts."""

    TABLE: ClassVar[str] = "judgement"
    KEY: ClassVar[tuple[str, ...]] = ("fact_id", "judged_at", "judged_by")

    fact_id: str
    topic: str
    same_as_claim: str | None
    """None: a claim of its own."""
    signature: str
    """Id of the claim that the fact's slots alone would found (slots.make_claim_id)."""
    judged_at: datetime
    judged_by: str


@dataclass(frozen=True, slots=True)
class Learned:
    """What all judgements of a topic come to."""

    claim_of: Mapping[str, str]
    """The claim of each judged fact."""
    same_as: Mapping[str, str]
    """Signature -> claim: facts with these slots are about that claim."""
    apart: frozenset[str]
    """Signatures whose facts are only compared with their like."""


def read_learned(transaction: Transaction, topic: str) -> Learned:
    """Return what analysts taught about a topic; a later judgement on the same slots replaces an earlier one."""
    claim_of: dict[str, str] = {}
    by_signature: dict[str, str | None] = {}
    for row in transaction.read("judgements", {"topic": topic}):
        claim_of[row["fact_id"]] = row["same_as_claim"] or row["signature"]
        by_signature[row["signature"]] = row["same_as_claim"]
    same_as = {signature: claim for signature, claim in by_signature.items() if claim is not None and claim != signature}
    return Learned(claim_of, same_as, frozenset(name for name, claim in by_signature.items() if claim is None))
