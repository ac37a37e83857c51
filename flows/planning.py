"""Decides what goes where and when: (alerts, policy, history, now) -> messages, and what is held back and why. Pure.

Every alert that is still open at a target gets exactly one of: a place in a message, a reason to wait, a reason not to be sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from cronsim import CronSim

from extractors.alert_policy import AlertPolicy, QuietHours, Way
from extractors.records import Novelty
from flows.messages import AlertItem, FeedNotice

LEASE = timedelta(minutes=15)
"""An attempt without an outcome is taken to be in hand for so long; after that its process was killed."""
REPEAT_AFTER = (timedelta(minutes=15), timedelta(hours=1))
"""What may have arrived is sent again after these times, each time marked as a possible repeat; then a person decides."""
BACKOFF = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3),
    timedelta(hours=6), timedelta(hours=12), timedelta(hours=24),
)  # fmt: skip
"""Waits after the first, second ... refusal; after one refusal more the alert is given up: in all about two days."""
LONGEST_RETRY_AFTER = timedelta(hours=24)
CORRECTIONS = frozenset({Novelty.RETRACTED, Novelty.CONTRADICTED})


class Sort(StrEnum):
    """What a message is."""

    NOW = "now"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class OpenDelivery:
    """An alert that a target is still to get, as its last row says."""

    item: AlertItem | FeedNotice
    state: str
    """pending, sending, failed or unknown."""
    attempts: int
    unknowns: int
    seq: int
    recorded_at: datetime
    due_at: datetime | None = None
    message_id: str | None = None
    """The last message it was in."""
    sort: Sort = Sort.NOW
    """What that message was."""


@dataclass(frozen=True, slots=True)
class Mute:
    """What somebody does not want to hear of."""

    what: str
    """subject, predicate or publisher."""
    name: str
    until_at: datetime | None
    """None: for ever."""

    def covers(self, item: AlertItem, now: datetime) -> bool:
        """Whether the alert is about it, and it holds."""
        value = {"subject": item.subject, "predicate": item.predicate, "publisher": item.publisher}[self.what]
        return value.casefold() == self.name.casefold() and (self.until_at is None or now < self.until_at)


@dataclass(frozen=True, slots=True)
class TargetHistory:
    """What a target has got lately."""

    accepted_at: tuple[datetime, ...] = ()
    """When it took messages in the last hour or so."""
    last_digest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A message to send now."""

    sort: Sort
    deliveries: tuple[OpenDelivery, ...]
    """None in an empty digest."""
    message_id: str | None = None
    """That of an earlier attempt that may have arrived: this one is marked as a repeat."""


@dataclass(frozen=True, slots=True)
class Held:
    """An alert that waits, or (`for_good`) is not sent."""

    delivery: OpenDelivery
    reason: str
    for_good: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to become of all that is open at one target."""

    messages: tuple[Planned, ...] = ()
    held: tuple[Held, ...] = ()


def plan_target(
    tag: str,
    deliveries: Sequence[OpenDelivery],
    policy: AlertPolicy,
    mutes: Sequence[Mute],
    history: TargetHistory,
    now: datetime,
) -> Plan:
    """Return what one target is sent now, and what waits or is suppressed."""
    held: list[Held] = []
    repeats: dict[str, list[OpenDelivery]] = {}
    fresh: dict[Sort, list[OpenDelivery]] = {Sort.NOW: [], Sort.DIGEST: []}
    slot = find_last_slot(policy, now)
    for delivery in deliveries:
        fate = _settle(tag, delivery, policy, mutes, slot, now)
        if isinstance(fate, Held):
            held.append(fate)
        elif delivery.unknowns:
            repeats.setdefault(delivery.message_id or delivery.item.alert_id, []).append(delivery)
        else:
            fresh[fate].append(delivery)
    messages = [Planned(batch[0].sort, tuple(batch), message_id) for message_id, batch in repeats.items()]
    messages += [Planned(sort, tuple(batch)) for sort, batch in fresh.items() if batch]
    if _owes_empty_digest(policy, history, slot, messages):
        messages.append(Planned(Sort.DIGEST, ()))
    allowed = 0 if _why_not_now(deliveries, policy, now) else policy.most_per_hour - _count_last_hour(history, now)
    reason = _why_not_now(deliveries, policy, now) or f"{policy.most_per_hour} messages in the last hour are enough"
    held += [Held(delivery, reason) for message in messages[max(allowed, 0) :] for delivery in message.deliveries]
    return Plan(tuple(messages[: max(allowed, 0)]), tuple(held))


def find_last_slot(policy: AlertPolicy, now: datetime, *, before: bool = False) -> datetime:
    """Return the last time at or (with `before`) before `now` that digests were due."""
    local = now.astimezone(ZoneInfo(policy.timezone)) + timedelta(seconds=0 if before else 1)
    return next(CronSim(policy.digest, local, reverse=True)).astimezone(now.tzinfo)


def plan_retry(attempts: int, now: datetime, retry_after: timedelta | None = None) -> datetime | None:
    """Return when to try again after so many refusals, not sooner than the target asked for; None when it is given up."""
    if attempts > len(BACKOFF):
        return None
    return now + max(BACKOFF[attempts - 1], min(retry_after or timedelta(), LONGEST_RETRY_AFTER))


def plan_repeat(unknowns: int, now: datetime) -> datetime | None:
    """Return when to send again what may have arrived; None when it has been repeated often enough."""
    return now + REPEAT_AFTER[unknowns - 1] if unknowns <= len(REPEAT_AFTER) else None


def is_quiet(quiet: QuietHours | None, timezone: str, now: datetime) -> bool:
    """Whether `now` falls into the quiet hours."""
    if quiet is None:
        return False
    clock = now.astimezone(ZoneInfo(timezone)).time()
    if quiet.start < quiet.end:
        return quiet.start <= clock < quiet.end
    return clock >= quiet.start or clock < quiet.end


def _settle(
    tag: str, delivery: OpenDelivery, policy: AlertPolicy, mutes: Sequence[Mute], slot: datetime, now: datetime
) -> Sort | Held:
    if delivery.state == "sending":
        return Held(delivery, "an attempt is being made")
    if delivery.due_at is not None and now < delivery.due_at:
        return Held(delivery, f"waits until {delivery.due_at:%-d %b %H:%M} UTC")
    if delivery.unknowns:
        return delivery.sort  # it was decided upon before
    if isinstance(delivery.item, FeedNotice):
        return _settle_way(delivery, policy.choose_way_for_feeds(tag), f"{tag} is to get no notices about feeds", slot)
    return _settle_alert(tag, delivery, delivery.item, policy, mutes, slot, now)


def _settle_alert(
    tag: str, delivery: OpenDelivery, item: AlertItem, policy: AlertPolicy, mutes: Sequence[Mute], slot: datetime, now: datetime
) -> Sort | Held:
    mute = next((mute for mute in mutes if mute.covers(item, now)), None)
    if mute is not None:
        return Held(delivery, f"{mute.what} {mute.name} is muted", for_good=True)
    if item.follows_at is not None and item.verdict in CORRECTIONS:
        return Sort.NOW  # who was told a thing is told that it does not hold
    route = policy.choose_route(tag, item.verdict, item.kind, item.subject)
    if route is None:
        return Held(delivery, f"{tag} is to get nothing of this sort", for_good=True)
    if item.origins < route.least_origins:
        waited = now - item.created_at >= timedelta(hours=policy.wait_hours)
        sources = f"{item.origins} of {route.least_origins} independent sources"
        return Held(delivery, f"{sources} within {policy.wait_hours:g} hours" if waited else f"{sources} so far", for_good=waited)
    unwanted = f"{tag} is to get nothing of this sort" if item.core else "about none of the topic's subjects"
    return _settle_way(delivery, route.way if item.core else route.side, unwanted, slot)


def _settle_way(delivery: OpenDelivery, way: Way, unwanted: str, slot: datetime) -> Sort | Held:
    if way is Way.OFF:
        return Held(delivery, unwanted, for_good=True)
    if way is Way.DIGEST and delivery.item.created_at > slot:
        return Held(delivery, "for the digest")
    return Sort(way.value)


def _why_not_now(deliveries: Sequence[OpenDelivery], policy: AlertPolicy, now: datetime) -> str | None:
    """A target that just refused is left alone; nobody is woken."""
    waits = [d.due_at for d in deliveries if d.state == "failed" and d.due_at is not None and d.due_at > now]
    if waits:
        return f"the target refused; it is tried again at {min(waits):%-d %b %H:%M} UTC"
    return "quiet hours" if is_quiet(policy.quiet, policy.timezone, now) else None


def _count_last_hour(history: TargetHistory, now: datetime) -> int:
    return sum(now - timedelta(hours=1) < at <= now for at in history.accepted_at)


def _owes_empty_digest(policy: AlertPolicy, history: TargetHistory, slot: datetime, messages: Sequence[Planned]) -> bool:
    due = history.last_digest_at is None or history.last_digest_at < slot
    return policy.empty_digest and due and not any(message.sort is Sort.DIGEST for message in messages)
