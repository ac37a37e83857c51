"""Delivers the outbox: for every target one message per run, every attempt recorded.

At least once: an attempt is written down before it is made, so a kill in between shows as an attempt whose outcome is not known,
and is made again.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from extractors.records import Kind, Novelty
from extractors.topic import Topic
from flows.delivery import Send
from flows.messages import AlertItem, Coverage
from warehouse.publish import publish
from warehouse.rows import DeliveryRow
from warehouse.store import Transaction, Warehouse, open_warehouse

MOST_ATTEMPTS = 12
"""After so many the alert is dead for that target: two hours at the usual schedule."""
UNKNOWN_OUTCOME = "an attempt was begun; its outcome is not known"

LOG = logging.getLogger("claimwatch.alert")


@dataclass(frozen=True, slots=True)
class _OpenDelivery:
    """An alert that a target is still to get; `seq` is that of its last row."""

    alert_id: str
    attempts: int
    seq: int


@dataclass(frozen=True, slots=True)
class _PendingMessage:
    """What one target is still to get of one run."""

    target: str
    deliveries: tuple[_OpenDelivery, ...]
    items: tuple[AlertItem, ...]
    coverage: Coverage | None


class _Step(NamedTuple):
    """What happened to a delivery, `number` rows after the last it had."""

    delivery: _OpenDelivery
    number: int
    state: str
    error: str | None


@dataclass(frozen=True, slots=True)
class DeliveryRound:
    """What a round of deliveries came to."""

    sent: int = 0
    """Alerts delivered, counted once per target."""
    failed: int = 0
    dead: int = 0
    errors: tuple[str, ...] = ()
    """One line per message that failed: target and reason."""

    def add(self, error: str | None, states: Counter[str]) -> DeliveryRound:
        """Return the round with one more message."""
        errors = (*self.errors, error) if error else self.errors
        return DeliveryRound(self.sent + states["sent"], self.failed + states["failed"], self.dead + states["dead"], errors)


def deliver_alerts(folder: Path, targets: Mapping[str, Send], topic: Topic, now: datetime) -> DeliveryRound:
    """Send what is pending for the topic to every target, by name; retry only what failed. Raises WarehouseError.

    The warehouse is closed while a message is on its way: a slow target holds up no poll.
    """
    with open_warehouse(folder) as warehouse:
        warehouse.write(lambda tx: _address_alerts(tx, tuple(targets), topic.name, now))
        messages = [message for target in targets for message in _read_messages(warehouse, target, topic.name)]
    total = DeliveryRound()
    for message in messages:
        if not _record(folder, message.target, [_Step(to, 1, "pending", UNKNOWN_OUTCOME) for to in message.deliveries], now):
            continue  # another round took it
        error = targets[message.target](message.items, topic.title, message.coverage)
        steps = [_Step(to, 2, _name_outcome(to, error), error) for to in message.deliveries]
        _record(folder, message.target, steps, now)
        LOG.info("%s: %s", message.target, error or f"{len(message.items)} alerts sent")
        total = total.add(f"{message.target}: {error}" if error else None, Counter(step.state for step in steps))
    with open_warehouse(folder) as warehouse:
        publish(warehouse)
    return total


def read_waiting(folder: Path, targets: Sequence[str], topic: str) -> list[AlertItem]:
    """Return what the next round would send, without sending it. Raises WarehouseError."""
    with open_warehouse(folder) as warehouse:
        waiting = {str(row["alert_id"]) for row in warehouse.read("unaddressed_alerts", {"topic": topic})}
        for target in targets:
            waiting |= {str(row["alert_id"]) for row in warehouse.read("open_deliveries", {"target": target, "topic": topic})}
        return _read_items(warehouse, sorted(waiting))


def read_items_of_run(folder: Path, run_id: str) -> list[AlertItem]:
    """Return what a run found worth telling. Raises WarehouseError."""
    with open_warehouse(folder) as warehouse:
        return _read_items(warehouse, [str(row["alert_id"]) for row in warehouse.read("run_alerts", {"run_id": run_id})])


def _name_outcome(delivery: _OpenDelivery, error: str | None) -> str:
    if error is None:
        return "sent"
    return "dead" if delivery.attempts + 1 >= MOST_ATTEMPTS else "failed"


def _read_messages(warehouse: Warehouse, target: str, topic: str) -> list[_PendingMessage]:
    """One message per run, the oldest run first."""
    rows = warehouse.read("open_deliveries", {"target": target, "topic": topic})
    messages = []
    for run_id, batch in groupby(rows, key=lambda row: str(row.pop("run_id"))):
        deliveries = tuple(_OpenDelivery(**row) for row in batch)
        items = _read_items(warehouse, [delivery.alert_id for delivery in deliveries])
        messages.append(_PendingMessage(target, deliveries, tuple(items), _read_coverage(warehouse, run_id)))
    return messages


def _read_items(warehouse: Warehouse, alert_ids: Sequence[str]) -> list[AlertItem]:
    rows = warehouse.read("alert_items", {"alert_ids": list(alert_ids)})
    return [AlertItem(**row | {"verdict": Novelty(row["verdict"]), "kind": Kind(row["kind"])}) for row in rows]


def _read_coverage(warehouse: Warehouse, run_id: str) -> Coverage | None:
    """None for a run that polled no feeds."""
    rows = warehouse.read("run_coverage", {"run_id": run_id})
    return Coverage(**rows[0]) if rows else None


def _address_alerts(tx: Transaction, targets: Sequence[str], topic: str, now: datetime) -> int:
    """Open a delivery to every target for the alerts that have none yet; a target set later gets no old alerts."""
    alert_ids = [str(row["alert_id"]) for row in tx.read("unaddressed_alerts", {"topic": topic})]
    return tx.insert([DeliveryRow(alert_id, target, "pending", 0, None, now, 1) for alert_id in alert_ids for target in targets])


def _record(folder: Path, target: str, steps: Sequence[_Step], now: datetime) -> int:
    """Append a row for each step; return how many nobody else had appended."""
    rows = [
        DeliveryRow(to.alert_id, target, state, to.attempts + 1, error, now, to.seq + number)
        for to, number, state, error in steps
    ]
    if not rows:
        return 0
    with open_warehouse(folder) as warehouse:
        return warehouse.write(lambda tx: tx.insert(rows))
