"""What the commands run, seed, poll, alert and replay do and print."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from flows.cli_backtest import show_back_test
from flows.cli_deliver import deliver_now
from flows.display import show_failed_feeds, show_file_failures
from flows.messages import count
from flows.poll_records import PollSummary
from flows.replay import replay
from flows.runs import Run, begin_run, describe_recorded
from flows.second_reader import ModelCosts
from flows.seed import LocalRun, is_seeded, seed
from flows.settings import Settings
from flows.terminal import OUT, choose_progress, say_error
from flows.topics import LocatedTopic
from flows.watch import poll
from warehouse.store import name_snapshot


def run_once(settings: Settings, located: LocatedTopic) -> None:
    """Seed a new warehouse, poll, alert, and say where the warehouse is."""
    OUT.print(f"[bold]Claimwatch[/bold]: {located.topic.title}")
    if not is_seeded(settings.warehouse, located.topic.name) and located.articles.is_dir():
        seed_once(settings, located, [located.articles])
    summary = _poll(settings, located, (), every=False)
    deliver_now(settings, located, summary.run.run_id)
    show_failed_feeds(OUT, summary.failed)
    OUT.print(f"\nWarehouse: [bold]{name_snapshot(settings.warehouse)}[/bold]; look into it with: claimwatch claims")


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
    deliver_now(settings, located)


def replay_once(settings: Settings, located: LocatedTopic, paths: Sequence[Path], *, alerting: bool) -> None:
    """Run stored articles through the pipeline."""
    run, frozen = _begin(settings, located), settings.now is not None
    show = choose_progress()
    result = replay(settings.warehouse, located, paths, run, show, frozen=frozen, alerting=alerting, model=settings.model)
    _tell_local_run("Replayed", result)
    if alerting:
        show_back_test(settings, located, run.run_id)


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
