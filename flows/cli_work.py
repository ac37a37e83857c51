"""What the commands run, seed, poll, alert and replay do and print."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import typer

from flows.alert import deliver_alerts, read_items_of_run, read_waiting
from flows.delivery import Send, open_target
from flows.display import show_failed_feeds, show_file_failures, show_items
from flows.messages import AlertItem, Coverage, count
from flows.poll_records import PollSummary
from flows.replay import replay
from flows.runs import Run, begin_run, describe_recorded
from flows.second_reader import ModelCosts
from flows.seed import LocalRun, is_seeded, seed
from flows.settings import Settings
from flows.targets import TERMINAL
from flows.terminal import OUT, choose_progress, say_error
from flows.topics import LocatedTopic
from flows.watch import poll
from warehouse.store import SNAPSHOT


def run_once(settings: Settings, located: LocatedTopic) -> None:
    """Seed a new warehouse, poll, alert, and say where the warehouse is."""
    OUT.print(f"[bold]Claimwatch[/bold]: {located.topic.title}")
    if not is_seeded(settings.warehouse, located.topic.name) and located.articles.is_dir():
        seed_once(settings, located, [located.articles])
    summary = _poll(settings, located, (), every=False)
    _alert(settings, located, summary)
    show_failed_feeds(OUT, summary.failed)
    OUT.print(f"\nWarehouse: [bold]{settings.warehouse / SNAPSHOT}[/bold]; look into it with: claimwatch claims")


def seed_once(settings: Settings, located: LocatedTopic, paths: Sequence[Path]) -> None:
    """Read local articles as the baseline."""
    result = seed(settings.warehouse, located, paths, _begin(settings, located), choose_progress(), model=settings.model)
    _tell_local_run("Seeded from", result)


def poll_once(settings: Settings, located: LocatedTopic, only: Sequence[str], *, every: bool) -> None:
    """Poll, and leave what is new in the outbox."""
    summary = _poll(settings, located, only, every=every)
    show_failed_feeds(OUT, summary.failed)
    if summary.recorded.alerts:
        OUT.print(f"{count(summary.recorded.alerts, 'alert')} pending; to deliver: claimwatch alert")


def alert_once(settings: Settings, located: LocatedTopic) -> None:
    """Deliver what is pending."""
    _alert(settings, located, None)


def show_waiting(settings: Settings, located: LocatedTopic) -> None:
    """Print what would be delivered."""
    names = [target.name for target in settings.alert_urls] or [TERMINAL]
    items = read_waiting(settings.warehouse, names, located.topic.name)
    OUT.print(f"{count(len(items), 'alert')} would go to {', '.join(names)}")
    if items:
        show_items(OUT, items, located.topic.title)


def replay_once(settings: Settings, located: LocatedTopic, paths: Sequence[Path], *, alerting: bool) -> None:
    """Run stored articles through the pipeline."""
    run, frozen = _begin(settings, located), settings.now is not None
    show = choose_progress()
    result = replay(settings.warehouse, located, paths, run, show, frozen=frozen, alerting=alerting, model=settings.model)
    _tell_local_run("Replayed", result)


def _begin(settings: Settings, located: LocatedTopic) -> Run:
    return begin_run(located.topic.name, settings.read_clock())


def _tell_local_run(verb: str, result: LocalRun) -> None:
    show_file_failures(OUT, result.failures)
    OUT.print(f"{verb} {count(result.articles, 'article')}: {describe_recorded(result.recorded)}.")
    _tell_costs(result.costs)


def _tell_costs(costs: ModelCosts) -> None:
    if costs.calls:
        OUT.print(str(costs))
    if costs.notice:
        say_error(costs.notice)


def _poll(settings: Settings, located: LocatedTopic, only: Sequence[str], *, every: bool) -> PollSummary:
    summary = asyncio.run(poll(settings, located, _begin(settings, located), choose_progress(), only=only, every=every))
    if not summary.coverage.feeds_due:
        due = f" before {summary.next_due:%H:%M} UTC" if summary.next_due else ""
        OUT.print(f"No feed is due{due}; to read them all now: claimwatch poll --all")
        return summary
    OUT.print(str(summary.coverage))
    OUT.print(f"Found {describe_recorded(summary.recorded)}.")
    _tell_costs(summary.costs)
    return summary


def _alert(settings: Settings, located: LocatedTopic, summary: PollSummary | None) -> None:
    """Deliver what is pending. What a poll just found is shown here too when it is sent elsewhere."""
    shown: list[AlertItem] = []

    def print_message(items: Sequence[AlertItem], title: str, coverage: Coverage | None) -> str | None:
        shown.extend(items)
        show_items(OUT, items, title, None if summary else coverage)  # what a poll read has just been said
        return None

    if settings.alert_urls and summary is not None and summary.recorded.alerts:
        print_message(read_items_of_run(settings.warehouse, summary.run.run_id), located.topic.title, None)
    targets: dict[str, Send] = {target.name: open_target(target) for target in settings.alert_urls}
    delivered = deliver_alerts(settings.warehouse, targets or {TERMINAL: print_message}, located.topic, settings.read_clock())
    if settings.alert_urls and delivered.sent:
        OUT.print(f"\nSent {count(delivered.sent, 'alert')} to {', '.join(targets)}")
    elif not shown and not delivered.errors:
        OUT.print("Nothing new to tell." if summary is not None else "No alerts are pending.")
    for error in delivered.errors:
        say_error(error)
    if delivered.errors:
        raise typer.Exit(1)
