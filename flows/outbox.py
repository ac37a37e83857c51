"""The outbox in the warehouse: what is open at each target, and what became of it. Reads and records; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from extractors.records import Kind, Novelty, make_id
from flows.messages import AlertItem, Coverage, FeedNotice, Part
from flows.outcomes import Accepted, Outcome, Refused
from flows.planning import LEASE, Held, Mute, OpenDelivery, Planned, Sort, TargetHistory, plan_repeat, plan_retry
from warehouse.outbox_rows import AttemptRow, DeliveryRow
from warehouse.store import Transaction, Warehouse, open_warehouse


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to send one message to one target, as it is when it begins."""

    attempt_id: str
    message_id: str
    topic: str
    target: str
    sort: Sort
    is_repeat: bool
    title: str
    deliveries: tuple[OpenDelivery, ...]


class _TakenError(Exception):
    """Somebody else has begun to deliver one of these alerts."""


def address_alerts(tx: Transaction, targets: Sequence[str], topic: str, now: datetime) -> int:
    """Open a delivery to every target for the alerts that have none yet; a target set later gets no old alerts."""
    alert_ids = [str(row["alert_id"]) for row in tx.read("unaddressed_alerts", {"topic": topic})]
    return tx.insert([DeliveryRow(alert_id, target, "pending", 0, None, now, 1) for alert_id in alert_ids for target in targets])


def read_open(warehouse: Warehouse, target: str, topic: str) -> list[OpenDelivery]:
    """Return what the target is still to get, in the order in which it was raised."""
    rows = warehouse.read("open_deliveries", {"target": target, "topic": topic})
    alert_ids = [row["alert_id"] for row in rows]
    items: dict[str, AlertItem | FeedNotice] = {item.alert_id: item for item in read_items(warehouse, alert_ids, target)}
    items |= {notice.alert_id: notice for notice in read_notices(warehouse, alert_ids)}
    return [
        OpenDelivery(
            items[row["alert_id"]], row["state"], row["attempts"], row["unknowns"], row["seq"], row["recorded_at"],
            row["due_at"], row["message_id"], Sort(row["kind"] or "now"),
        )
        for row in rows
    ]  # fmt: skip


def read_unaddressed(warehouse: Warehouse, topic: str, now: datetime) -> list[OpenDelivery]:
    """Return the alerts that no target was chosen for yet, as deliveries that are about to be opened."""
    alert_ids = [row["alert_id"] for row in warehouse.read("unaddressed_alerts", {"topic": topic})]
    items: list[AlertItem | FeedNotice] = [*read_items(warehouse, alert_ids), *read_notices(warehouse, alert_ids)]
    return [OpenDelivery(item, "pending", 0, 0, 0, now) for item in items]


def read_items(warehouse: Warehouse, alert_ids: Sequence[str], target: str | None = None) -> list[AlertItem]:
    """Return all that a message to the target says about these alerts."""
    rows = warehouse.read("alert_items", {"alert_ids": list(alert_ids), "target": target})
    return [AlertItem(**row | {"verdict": Novelty(row["verdict"]), "kind": Kind(row["kind"])}) for row in rows]


def read_notices(warehouse: Warehouse, alert_ids: Sequence[str]) -> list[FeedNotice]:
    """Return those of these ids that are notices about feeds."""
    return [FeedNotice(**row) for row in warehouse.read("notice_items", {"alert_ids": list(alert_ids)})]


def read_mutes(warehouse: Warehouse, topic: str) -> list[Mute]:
    """Return what was ever muted; those that are over say so themselves."""
    return [Mute(row["what"], row["name"], row["until_at"]) for row in warehouse.read("mutes", {"topic": topic})]


def read_history(warehouse: Warehouse, target: str, topic: str, now: datetime) -> TargetHistory:
    """Return what the target has got lately."""
    rows = warehouse.read("target_history", {"target": target, "topic": topic, "since": now - timedelta(hours=2)})
    accepted = tuple(row["ended_at"] for row in rows if row["ended_at"] > now - timedelta(hours=2))
    return TargetHistory(accepted, max((row["ended_at"] for row in rows if row["kind"] == Sort.DIGEST), default=None))


def read_coverage(warehouse: Warehouse, topic: str, planned: Planned, since: datetime) -> Coverage | None:
    """Return what was read: in a digest by all polls since `since`, else by the last run it tells of; None without a poll."""
    runs = [] if planned.sort is Sort.DIGEST else sorted({delivery.item.run_id for delivery in planned.deliveries})
    rows = warehouse.read("message_coverage", {"topic": topic, "run_ids": runs, "since": since})
    return Coverage(**rows[0]) if rows and rows[0]["polls"] else None


def make_attempt(planned: Planned, part: Part, topic: str, target: str) -> Attempt:
    """Return the attempt to send one part of what was planned."""
    carried = tuple(delivery for delivery in planned.deliveries if delivery.item.alert_id in set(part.alert_ids))
    message_id = part.name(target)
    place = max((delivery.seq for delivery in carried), default=0)
    is_repeat, title = planned.message_id is not None, part.source.title
    return Attempt(make_id("attempt", message_id, place), message_id, topic, target, planned.sort, is_repeat, title, carried)


def begin(folder: Path, attempt: Attempt, now: datetime) -> bool:
    """Write the attempt down before it is made; False when another process was first. Raises WarehouseError."""
    rows = [
        DeliveryRow(
            d.item.alert_id, attempt.target, "sending", d.attempts + 1, None, now, d.seq + 1, None, attempt.message_id, d.unknowns
        )
        for d in attempt.deliveries
    ]

    def write(tx: Transaction) -> None:
        log = [_make_row(attempt, "begun", None, now)]
        if tx.insert(rows) != len(rows) or tx.insert(log) != 1:
            raise _TakenError  # rolls back: what was not taken goes with the next round

    try:
        with open_warehouse(folder) as warehouse:
            warehouse.write(write)
    except _TakenError:
        return False
    return True


def end(folder: Path, attempt: Attempt, outcome: Outcome, now: datetime) -> list[DeliveryRow]:
    """Write down what came of it, in one transaction; return the deliveries as they now are. Raises WarehouseError."""
    rows = [settle(delivery, attempt, outcome, now) for delivery in attempt.deliveries]
    name = {Accepted: "accepted", Refused: "refused"}.get(type(outcome), "unknown")
    reason = outcome.note if isinstance(outcome, Accepted) else outcome.reason

    def write(tx: Transaction) -> None:
        tx.insert(rows)
        tx.insert([_make_row(attempt, name, reason, now)])

    with open_warehouse(folder) as warehouse:
        warehouse.write(write)
    return rows


def settle(delivery: OpenDelivery, attempt: Attempt, outcome: Outcome, now: datetime) -> DeliveryRow:
    """Return the row of a delivery after an attempt. Pure."""
    attempts, unknowns = delivery.attempts + 1, delivery.unknowns
    due, reason = None, outcome.note if isinstance(outcome, Accepted) else outcome.reason
    if isinstance(outcome, Accepted):
        state = "digested" if attempt.sort is Sort.DIGEST else "sent"
    elif isinstance(outcome, Refused):
        due = plan_retry(attempts, now, outcome.retry_after)
        state = "failed" if due else "dead"
    else:
        unknowns += 1
        due = plan_repeat(unknowns, now)
        state = "unknown" if due else "dead"
    return DeliveryRow(
        delivery.item.alert_id, attempt.target, state, attempts, reason, now, delivery.seq + 2, due, attempt.message_id, unknowns
    )


def record_cut_short(tx: Transaction, target: str, topic: str, now: datetime) -> int:
    """Turn attempts that a kill cut short into attempts whose outcome is unknown; return how many deliveries that were."""
    reason = "the sending was cut short; nobody knows whether it arrived"
    rows = []
    for row in tx.read("cut_short", {"target": target, "topic": topic, "begun_before": now - LEASE}):
        unknowns = row["unknowns"] + 1
        due = plan_repeat(unknowns, row["recorded_at"])
        rows.append(
            DeliveryRow(
                row["alert_id"],
                target,
                "unknown" if due else "dead",
                row["attempts"],
                reason,
                now,
                row["seq"] + 1,
                due,
                row["message_id"],
                unknowns,
            )
        )
    return tx.insert(rows)


def record_suppressed(tx: Transaction, target: str, held: Sequence[Held], now: datetime) -> int:
    """Write down what is not sent for good, with the reason."""
    gone = [(hold.delivery, hold.reason) for hold in held if hold.for_good]
    return tx.insert(
        [
            DeliveryRow(d.item.alert_id, target, "suppressed", d.attempts, reason, now, d.seq + 1, None, d.message_id, d.unknowns)
            for d, reason in gone
        ]
    )


def _make_row(attempt: Attempt, outcome: str, reason: str | None, now: datetime) -> AttemptRow:
    return AttemptRow(
        attempt.attempt_id, attempt.message_id, attempt.topic, attempt.target, attempt.sort.value, outcome, attempt.is_repeat,
        len(attempt.deliveries), attempt.title, reason, now,
    )  # fmt: skip
