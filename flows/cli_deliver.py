"""What the commands run and alert print of deliveries, and `alert --dry-run` of what would be delivered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import typer

from flows.alert import TargetPlan, deliver_alerts, read_items_of_run, read_waiting
from flows.delivery import Channel, open_target
from flows.display import show_dispatch
from flows.markups import make_part
from flows.messages import Dispatch, Part, count
from flows.outcomes import Accepted, Outcome
from flows.settings import Settings
from flows.targets import TERMINAL
from flows.terminal import OUT, say_error
from flows.topics import LocatedTopic


def deliver_now(settings: Settings, located: LocatedTopic, polled_run: str | None = None) -> None:
    """Deliver what is due. What the run `polled_run` just found is shown here too when it is sent elsewhere.

    Raises typer.Exit (1) when a target did not take its message.
    """
    printed: list[str] = []

    def show(dispatch: Dispatch) -> list[Part]:
        return [make_part(dispatch, "", dispatch.items)]

    def send(part: Part, _now: datetime) -> Outcome:
        printed.append(part.title)
        # what a poll read has just been said
        show_dispatch(OUT, part.source, coverage=not polled_run or part.source.is_digest)
        return Accepted()

    if settings.alert_urls and polled_run:
        items = read_items_of_run(settings.warehouse, polled_run)
        core = tuple(item for item in items if item.core)
        if core:
            printed.append(polled_run)
            show_dispatch(OUT, Dispatch(located.topic.title, core))
    channels = {target.name: open_target(target) for target in settings.alert_urls} or {TERMINAL: Channel(show, send)}
    done = deliver_alerts(settings.warehouse, channels, located.topic, settings.read_clock())
    if settings.alert_urls and done.sent:
        OUT.print(f"\nSent {count(done.sent, 'alert')} to {', '.join(channels)}")
    elif not printed and not done.errors:
        OUT.print("Nothing new to tell." if polled_run else "No alerts are pending.")
    for line in count_reasons(done.waiting):
        OUT.print(line)
    for error in done.errors:
        say_error(error)
    if done.errors:
        raise typer.Exit(1)


def show_waiting(settings: Settings, located: LocatedTopic) -> None:
    """Print what would be delivered, and what would not and why."""
    names = [target.name for target in settings.alert_urls] or [TERMINAL]
    plans = read_waiting(settings.warehouse, names, located.topic, settings.read_clock())
    for plan in plans:
        now = sum(len(planned.deliveries) for planned, _ in plan.dispatches)
        OUT.print(f"{count(now, 'alert')} would go to {plan.target}")
        for line in count_reasons([f"suppressed: {hold.reason}" if hold.for_good else hold.reason for hold in plan.held]):
            OUT.print(line)
    for dispatch in _distinct(plans):
        show_dispatch(OUT, dispatch)


def count_reasons(reasons: Sequence[str]) -> list[str]:
    """Return "12 alerts wait: for the digest" for each reason, the commonest first."""
    return [f"  {count(number, 'alert')}: {reason}" for reason, number in Counter(reasons).most_common()]


def _distinct(plans: Sequence[TargetPlan]) -> list[Dispatch]:
    """Targets that are told the same are shown it once."""
    seen: dict[tuple[str, ...], Dispatch] = {}
    for plan in plans:
        for _, dispatch in plan.dispatches:
            seen.setdefault(tuple(sorted(item.alert_id for item in dispatch.items)), dispatch)
    return list(seen.values())
