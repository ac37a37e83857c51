"""An analyst's correction of a verdict: stored as data that later verdicts heed, and written down as a test case."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from extractors.records import Kind, Modality, Novelty, Precision, Qualifier, When
from flows.explain import MOST_EARLIER, choose_id
from flows.mistakes import UserError
from warehouse.ledger import record_judgement
from warehouse.publish import publish
from warehouse.store import Warehouse, open_warehouse

Record = Mapping[str, Any]

_TURNS = {
    "value": "value", "date": "date", "scope": "scope", "object": "object", "unit": "unit", "surety": "modality",
    "speaker": "speaker", "subject": "subject", "measure": "measure", "subject and measure": "first", "actor": "actor",
    "actor and action": "first", "action": "polarity",
}  # fmt: skip
"""The slot that decided (view explanations) -> what a case turns on (tests/cases/verdicts/README.md)."""
_ABOUT = ("kind", "subject", "predicate")
_SLOTS = ("object", "value", "value_high", "unit", "scope", "speaker")


def judge_fact(folder: Path, fact: str, claim: str | None, now: datetime, by: str) -> tuple[str, str | None, str]:
    """Store that a fact makes the claim, or (None) a claim of its own; return the ids of both and the case that it makes.

    Both are named by the beginnings of their ids. Raises UserError, WarehouseError.
    """
    with open_warehouse(folder) as warehouse:
        _, fact_id = choose_id(fact, warehouse.read("explain_find", {"id": fact.lower()}), ("fact",))
        claim_id = None
        if claim is not None:
            _, claim_id = choose_id(claim, warehouse.read("explain_find", {"id": claim.lower()}), ("claim",))
        case = write_case(*_read_case(warehouse, fact_id, claim_id), claim_id, by)
        warehouse.write(lambda tx: record_judgement(tx, fact_id, claim_id, now, by))
        publish(warehouse)
    return fact_id, claim_id, case


def append_case(path: Path, case: str) -> None:
    """Append a case to a file of cases. Raises UserError when it cannot be written."""
    try:
        known = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{known.rstrip()}\n\n{case}" if known.strip() else case, encoding="utf-8")
    except OSError as error:
        raise UserError(f"--export {path}: {error.strerror}") from error


def _read_case(warehouse: Warehouse, fact_id: str, claim_id: str | None) -> tuple[Record, Record, list[Record]]:
    (why,) = warehouse.read("explain_fact", {"id": fact_id})
    fact, *nearest = warehouse.read("explain_slots", {"id": fact_id, "most": MOST_EARLIER})
    if claim_id is None:
        return why, fact, sorted(nearest, key=lambda prior: prior["published_at"])
    told = warehouse.read("judged_claim", {"claim_id": claim_id, "fact_id": fact_id, "most": MOST_EARLIER})
    return why, fact, list(told)


def write_case(why: Record, fact: Record, priors: Sequence[Record], claim_id: str | None, by: str) -> str:
    """Return the judgement as TOML, in the format of tests/cases/verdicts.

    A fact of a known claim is restated if somebody gave its value before, changed if nobody did. Whether the case is `hard` in
    the sense of that folder is checked there.
    """
    if claim_id is None:
        verdict = Novelty.NEW
    elif any(_same_value(fact, prior) for prior in priors):
        verdict = Novelty.RESTATED
    else:
        verdict = Novelty.CHANGED
    said = "a claim of its own" if claim_id is None else "about the claim of the facts before it"
    name = f"{' '.join(str(why['line']).split())[:80]} {str(fact['fact_id'])[:6]}"
    reason = f"{by}: {said}; the rules said {why['verdict']} ({why['rule']})"
    about = ", ".join(f"{slot} = {_quote(fact[slot])}" for slot in _ABOUT)
    lines = [
        "[[cases]]",
        f"name = {_quote(name)}",
        f'verdict = "{verdict}"',
        f"hard = {'true' if verdict != why['verdict'] else 'false'}",
        f"turns_on = {_quote(_TURNS.get(str(why['slot']), 'wording'))}",
        f"why = {_quote(reason)}",
        f"about = {{ {about} }}",
        "priors = [",
        *(f"    {_write_telling(prior, fact)}," for prior in priors),
        "]",
        f"fact = {_write_telling(fact, fact)}",
    ]
    return "\n".join(lines) + "\n"


def _same_value(fact: Record, prior: Record) -> bool:
    if fact["kind"] not in (Kind.QUANTITY, Kind.RANKING):
        return bool(fact["modality"] == prior["modality"])
    one, other = fact["value"] or 0.0, prior["value"] or 0.0
    return bool(abs(one - other) <= 0.02 * max(abs(one), abs(other)) and fact["modality"] == prior["modality"])


def _write_telling(record: Record, about: Record) -> str:
    """An inline table: what differs from `about`, and the slots that are not as in records.Fact."""
    told: dict[str, str] = {"published": record["published_at"].date().isoformat(), "sentence": _quote(record["sentence"])}
    told |= {name: _quote(record[name]) for name in _ABOUT if record[name] != about[name]}
    told |= {name: _write(record[name]) for name in _SLOTS if record[name] is not None}
    if record["qualifier"] != Qualifier.EXACT:
        told["qualifier"] = _quote(record["qualifier"])
    if record["modality"] != Modality.ACTUAL:
        told["modality"] = _quote(record["modality"])
    if isinstance(record["as_of"], date):
        told["as_of"] = _quote(str(When(record["as_of"], Precision(record["as_of_precision"]))))
    return "{ " + ", ".join(f"{name} = {value}" for name, value in told.items()) + " }"


def _write(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    return _quote(value)


def _quote(text: object) -> str:
    """A JSON string is a TOML basic string but for DEL, which news does not have."""
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "")
