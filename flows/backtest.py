"""Tests a policy against the past: which messages it would have sent, hour by hour. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from extractors.alert_policy import AlertPolicy
from flows.messages import AlertItem, Dispatch
from flows.planning import OpenDelivery, Sort, TargetHistory, plan_target

HOUR = timedelta(hours=1)
LAST_DIGEST = timedelta(days=8)
"""How long after the last alert messages are still awaited: until the latest weekly digest."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message that would have been sent."""

    at: datetime
    dispatch: Dispatch


@dataclass(frozen=True, slots=True)
class BackTest:
    """What a policy would have sent to a target of one tag, of all that was raised."""

    told: tuple[Told, ...]
    raised: int
    suppressed: int

    @property
    def days(self) -> int:
        """Days on which something was told, or could have been: from the first message to the last, both counted."""
        return (self.told[-1].at.date() - self.told[0].at.date()).days + 1 if self.told else 0


def back_test(items: Sequence[AlertItem], policy: AlertPolicy, tag: str, title: str) -> BackTest:
    """Return what the policy would have sent, had it run every full hour and every target taken its messages."""
    waiting = sorted(items, key=lambda item: (item.created_at, item.alert_id))
    held: list[OpenDelivery] = []
    told: list[Told] = []
    told_at: dict[str, datetime] = {}
    suppressed = 0
    for now in _tick(waiting):
        while waiting and waiting[0].created_at <= now:
            item = waiting.pop(0)
            item = replace(item, follows_at=told_at.get(item.claim_id))
            held.append(OpenDelivery(item, "pending", 0, 0, 1, item.created_at))
        if not held:
            continue
        history = TargetHistory(tuple(message.at for message in told[-policy.most_per_hour :]))
        plan = plan_target(tag, held, policy, (), history, now)
        for message in plan.messages:
            found = tuple(delivery.item for delivery in message.deliveries if isinstance(delivery.item, AlertItem))
            told.append(Told(now, Dispatch(title, found, is_digest=message.sort is Sort.DIGEST)))
            told_at |= {item.claim_id: now for item in found}
        suppressed += sum(hold.for_good for hold in plan.held)
        held = [hold.delivery for hold in plan.held if not hold.for_good]
    return BackTest(tuple(told), len(items), suppressed)


def _tick(items: Sequence[AlertItem]) -> Iterator[datetime]:
    """The full hours from the first alert to some days after the last."""
    if not items:
        return
    now = items[0].created_at.replace(minute=0, second=0, microsecond=0) + HOUR
    end = items[-1].created_at + LAST_DIGEST
    while now <= end:
        yield now
        now += HOUR
