"""One frozen dataclass per table of the outbox: deliveries, attempts, mutes, alarms. Field order is column order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from warehouse.rows import Row


@dataclass(frozen=True, slots=True)
class DeliveryRow(Row):
    """What became of an alert at a target; the highest `seq` of the two counts.

    `state` is pending, sending (an attempt was begun), sent, digested, suppressed, failed (to be tried again), unknown (it may
    have arrived) or dead (given up).
    """

    TABLE: ClassVar[str] = "delivery"
    KEY: ClassVar[tuple[str, ...]] = ("alert_id", "target", "seq")

    alert_id: str
    target: str
    state: str
    attempts: int
    last_error: str | None
    recorded_at: datetime
    seq: int
    due_at: datetime | None = None
    message_id: str | None = None
    unknowns: int = 0


@dataclass(frozen=True, slots=True)
class AttemptRow(Row):
    """An attempt to send a message: written with the outcome "begun" before it is made, and again after it."""

    TABLE: ClassVar[str] = "attempt"
    KEY: ClassVar[tuple[str, ...]] = ("attempt_id", "outcome")

    attempt_id: str
    message_id: str
    topic: str
    target: str
    kind: str
    outcome: str
    is_repeat: bool
    alerts: int
    title: str
    reason: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class MuteRow(Row):
    """Somebody does not want to hear of a subject, predicate or publisher until a time (None: for ever)."""

    TABLE: ClassVar[str] = "mute"
    KEY: ClassVar[tuple[str, ...]] = ("topic", "what", "name", "muted_at")

    topic: str
    what: str
    name: str
    until_at: datetime | None
    muted_at: datetime
    muted_by: str


@dataclass(frozen=True, slots=True)
class AlarmRow(Row):
    """A flow run that failed or crashed, and who was told."""

    TABLE: ClassVar[str] = "alarm"
    KEY: ClassVar[tuple[str, ...]] = ("alarm_id", "flow_run", "state")

    alarm_id: str
    topic: str
    flow: str
    flow_run: str
    state: str
    reason: str
    link: str | None
    told: str
    recorded_at: datetime


OUTBOX_ROW_TYPES: tuple[type[Row], ...] = (DeliveryRow, AttemptRow, MuteRow, AlarmRow)
