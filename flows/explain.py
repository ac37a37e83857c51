"""Why a fact got its verdict, and how a claim came about: read from the published warehouse, told slot by slot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.records import Modality, Precision, Qualifier, When
from flows.mistakes import UserError
from warehouse.lines import write_value
from warehouse.store import load_query, read_snapshot

MOST_EARLIER = 3
MOST_LATER = 8
SHORTEST_ID = 4
"""Characters of an id that a person must give."""

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FactExplanation:
    """A fact with what it was compared with."""

    why: Record
    """Its row of the view `explanations`."""
    earlier: tuple[Record, ...]
    """The nearest facts told before it, the one that decided first."""
    slots: tuple[tuple[str, ...], ...]
    """One row per slot: its name, then the value in the fact and in each of `earlier`."""
    later: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class ClaimExplanation:
    """A claim with its history."""

    claim: Record
    history: tuple[Record, ...]


def explain(folder: Path, asked: str) -> FactExplanation | ClaimExplanation:
    """Explain the fact or claim whose id starts with `asked`. Raises UserError, WarehouseError."""
    kind, name = choose_id(asked, _ask(folder, "explain_find", id=asked.lower()))
    if kind == "claim":
        (claim,) = _ask(folder, "explain_claim", id=name)
        return ClaimExplanation(claim, tuple(_ask(folder, "explain_history", id=name)))
    (why,) = _ask(folder, "explain_fact", id=name)
    fact, *earlier = _ask(folder, "explain_slots", id=name, most=MOST_EARLIER)
    later = _ask(folder, "explain_later", id=name, most=MOST_LATER)
    return FactExplanation(why, tuple(earlier), compare_slots(fact, earlier), tuple(later))


def choose_id(asked: str, found: Sequence[Record], wanted: Sequence[str] = ("fact", "claim")) -> tuple[str, str]:
    """Return ("fact" or "claim", id) of the one that was meant by the beginning of an id. Raises UserError."""
    name = " or ".join(wanted)
    if len(asked) < SHORTEST_ID:
        raise UserError(f"{asked}: give at least {SHORTEST_ID} characters of the id of a {name}")
    matches = [(str(row["what"]), str(row["id"])) for row in found if row["what"] in wanted]
    if not matches:
        raise UserError(f"{asked}: no {name} has an id that starts so; ids: claimwatch claims, or the view facts")
    if len(matches) > 1:
        raise UserError(f"{asked}: several ids start so: {', '.join(f'{what} {found_id}' for what, found_id in matches)}")
    return matches[0]


def compare_slots(fact: Record, earlier: Sequence[Record]) -> tuple[tuple[str, ...], ...]:
    """Return the slots as rows: name, the fact's own, those of the earlier facts. Slots that none of them has are left out."""
    columns = [_write_slots(record) for record in (fact, *earlier)]
    rows = [(name, *(column[name] for column in columns)) for name in columns[0]]
    return tuple(row for row in rows if any(row[1:]))


def _write_slots(record: Record) -> dict[str, str]:
    value, high, unit = record["value"], record["value_high"], record["unit"]
    as_of, precision = record["as_of"], record["as_of_precision"]
    return {
        "subject": record["subject"],
        "measure": record["predicate"].replace("_", " "),
        "object": record["object"] or "",
        "scope": record["scope"] or "",
        "value": write_value(value, high, unit, Qualifier(record["qualifier"])),
        "date": str(When(as_of, Precision(precision))) if as_of and precision else "",
        "surety": "" if record["modality"] == Modality.ACTUAL else record["modality"],
        "speaker": record["speaker"] or "",
    }


def _ask(folder: Path, query: str, **params: object) -> list[dict[str, Any]]:
    columns, rows = read_snapshot(folder, load_query(query), params)
    return [dict(zip(columns, row, strict=True)) for row in rows]
