"""Delivers the outbox: plan what goes where, write each attempt down, make it, write down what came of it.

At least once. An attempt is recorded before it is made, so a kill in between shows as an attempt whose outcome is unknown; such
a message is not blindly repeated but sent again after a while, marked as a possible repeat (flows/planning.py).
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from pathlib import Path

from extractors.topic import Topic
from flows.delivery import Channel
from flows.messages import AlertItem, Dispatch, FeedNotice
from flows.outbox import (
    address_alerts,
    begin,
    end,
    make_attempt,
    read_coverage,
    read_history,
    read_items,
    read_mutes,
    read_open,
    read_unaddressed,
    record_cut_short,
    record_suppressed,
)
from flows.outcomes import Accepted
from flows.planning import Held, OpenDelivery, Planned, Sort, find_last_slot, plan_target
from flows.targets import get_tag
from warehouse.publish import publish
from warehouse.store import Warehouse, open_warehouse

LOG = logging.getLogger("claimwatch.alert")


@dataclass(frozen=True, slots=True)
class DeliveryRound:
    """What a round of deliveries came to; alerts are counted once per target."""

    sent: int = 0
    """Alerts delivered, in messages and digests."""
    failed: int = 0
    """Alerts that will be tried again."""
    dead: int = 0
    """Alerts given up."""
    suppressed: int = 0
    waiting: tuple[str, ...] = ()
    """Why alerts wait, a reason for each."""
    errors: tuple[str, ...] = ()
    """One line per message that failed: target and reason."""

    def __add__(self, other: DeliveryRound) -> DeliveryRound:
        return DeliveryRound(
            self.sent + other.sent,
            self.failed + other.failed,
            self.dead + other.dead,
            self.suppressed + other.suppressed,
            self.waiting + other.waiting,
            self.errors + other.errors,
        )


@dataclass(frozen=True, slots=True)
class TargetPlan:
    """What one target is to be told now, and what it is not."""

    target: str
    dispatches: tuple[tuple[Planned, Dispatch], ...]
    held: tuple[Held, ...]


def deliver_alerts(folder: Path, channels: Mapping[str, Channel], topic: Topic, now: datetime) -> DeliveryRound:
    """Send what is due for the topic to every target, by name. Raises WarehouseError.

    The warehouse is closed while a message is on its way: a slow target holds up no poll.
    """
    with open_warehouse(folder) as warehouse:
        warehouse.write(lambda tx: address_alerts(tx, tuple(channels), topic.name, now))
        for target in channels:
            warehouse.write(lambda tx, target=target: record_cut_short(tx, target, topic.name, now))  # type: ignore[misc]
        plans = [plan_deliveries(warehouse, target, topic, now) for target in channels]
        warehouse.write(lambda tx: [record_suppressed(tx, plan.target, plan.held, now) for plan in plans])
    rounds = [_tell(folder, plan, channels[plan.target], topic, now) for plan in plans]
    with open_warehouse(folder) as warehouse:
        publish(warehouse)
    return reduce(DeliveryRound.__add__, rounds, DeliveryRound())


def plan_deliveries(
    warehouse: Warehouse, target: str, topic: Topic, now: datetime, *, also: Sequence[OpenDelivery] = ()
) -> TargetPlan:
    """Return what the target would be told now; `also` are alerts that it has no delivery for yet. Changes nothing."""
    deliveries = [*read_open(warehouse, target, topic.name), *also]
    history = read_history(warehouse, target, topic.name, now)
    plan = plan_target(get_tag(target), deliveries, topic.alerts, read_mutes(warehouse, topic.name), history, now)
    since = find_last_slot(topic.alerts, find_last_slot(topic.alerts, now, before=True), before=True)
    dispatches = tuple((planned, _make_dispatch(warehouse, topic, planned, since)) for planned in plan.messages)
    return TargetPlan(target, dispatches, plan.held)


def read_waiting(folder: Path, targets: Sequence[str], topic: Topic, now: datetime) -> list[TargetPlan]:
    """Return what the next round would send and hold back, without sending it. Raises WarehouseError."""
    with open_warehouse(folder) as warehouse:
        fresh = read_unaddressed(warehouse, topic.name, now)
        return [plan_deliveries(warehouse, target, topic, now, also=fresh) for target in targets]


def read_items_of_run(folder: Path, run_id: str) -> list[AlertItem]:
    """Return what a run found worth telling. Raises WarehouseError."""
    with open_warehouse(folder) as warehouse:
        return read_items(warehouse, [str(row["alert_id"]) for row in warehouse.read("run_alerts", {"run_id": run_id})])


def _make_dispatch(warehouse: Warehouse, topic: Topic, planned: Planned, since: datetime) -> Dispatch:
    told = [delivery.item for delivery in planned.deliveries]
    items = tuple(item for item in told if isinstance(item, AlertItem))
    notices = tuple(item for item in told if isinstance(item, FeedNotice))
    coverage = read_coverage(warehouse, topic.name, planned, since)
    return Dispatch(
        topic.title,
        items,
        coverage,
        notices,
        is_digest=planned.sort is Sort.DIGEST,
        is_repeat=planned.message_id is not None,
        see_all=_write_query(items),
    )


def _write_query(items: Sequence[AlertItem]) -> str:
    """The command that prints all the alerts of a message."""
    runs = ", ".join(f"'{run}'" for run in sorted({item.run_id for item in items}))
    return f'claimwatch sql "SELECT verdict, line FROM alerts WHERE run_id IN ({runs})"'  # noqa: S608 - for a person to run


def _attach_report(dispatch: Dispatch, folder: Path, topic: Topic, now: datetime) -> Dispatch:
    if not (dispatch.is_digest and topic.alerts.attach_report):
        return dispatch
    from flows.reports.render import render_report  # noqa: PLC0415 - no charts are loaded where no report is asked for

    return replace(dispatch, page=render_report(folder, topic, now))


def _tell(folder: Path, plan: TargetPlan, channel: Channel, topic: Topic, now: datetime) -> DeliveryRound:
    """Send a target its messages one after another; after the first that fails it is left alone until its time."""
    waiting = tuple(hold.reason for hold in plan.held if not hold.for_good)
    done = DeliveryRound(suppressed=len(plan.held) - len(waiting), waiting=waiting)
    for planned, planned_dispatch in plan.dispatches:
        dispatch = _attach_report(planned_dispatch, folder, topic, now)
        for part in channel.render(dispatch):
            attempt = make_attempt(planned, part, topic.name, plan.target)
            if not begin(folder, attempt, now):
                continue  # another process took it
            outcome = channel.send(part, now)
            states = Counter(row.state for row in end(folder, attempt, outcome, now))
            problem = outcome.note if isinstance(outcome, Accepted) else outcome.reason
            LOG.info("%s: %s", plan.target, problem or f"{len(part.alert_ids)} alerts sent")
            done += DeliveryRound(
                states["sent"] + states["digested"],
                states["failed"] + states["unknown"],
                states["dead"],
                errors=(f"{plan.target}: {problem}",) if problem else (),
            )
            if not isinstance(outcome, Accepted):
                return done
    return done
