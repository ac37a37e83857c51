"""The commands that do the work: run, seed, poll, alert, replay, serve.

What they do is imported when one of them is called: the page reader alone takes a third of a second, and looking should be quick.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.listing import TopicOption
from flows.settings import Settings, load_settings
from flows.topics import LocatedTopic, load_topic


def run(topic: TopicOption = None) -> None:
    """Seed if the warehouse is new, poll the feeds that are due, alert: the main job once."""
    from flows.cli_work import run_once

    run_once(*_read_set_up(topic))


def seed(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[DIR]...", help="Folders or files.")] = None,
    topic: TopicOption = None,
) -> None:
    """Read local articles (the topic's own, or these) as the known baseline: facts and verdicts, no alerts."""
    from flows.cli_work import seed_once

    settings, located = _read_set_up(topic)
    seed_once(settings, located, paths or [located.articles])


def poll(
    feed: Annotated[list[str] | None, typer.Option("--feed", metavar="URL", help="Only this feed; repeatable.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every feed now, due or not.")] = False,
    topic: TopicOption = None,
) -> None:
    """Read the feeds that are due: what is new in them becomes facts, verdicts and pending alerts."""
    from flows.cli_work import poll_once

    poll_once(*_read_set_up(topic), tuple(feed or ()), every=every)


def alert(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be sent; send and record nothing.")] = False,
    topic: TopicOption = None,
) -> None:
    """Deliver pending alerts to every target."""
    from flows.cli_deliver import show_waiting
    from flows.cli_work import alert_once

    settings, located = _read_set_up(topic)
    if dry_run:
        show_waiting(settings, located)
    else:
        alert_once(settings, located)


def replay(
    paths: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Folders or files with stored articles.")],
    alerts: Annotated[bool, typer.Option("--alerts", help="Write alerts for what is new, as a poll does.")] = False,
    topic: TopicOption = None,
) -> None:
    """Run stored articles through the pipeline in order of publication, each as if it had just come out of a feed."""
    from flows.cli_work import replay_once

    replay_once(*_read_set_up(topic), paths, alerting=alerts)


def serve(topic: TopicOption = None) -> None:
    """Register the deployments and run them on schedule, on the Prefect server at PREFECT_API_URL or one of our own."""
    from flows.serve import serve_topic

    serve_topic(*_read_set_up(topic))


COMMANDS = (run, seed, poll, alert, replay, serve)


def _read_set_up(topic: str | None) -> tuple[Settings, LocatedTopic]:
    settings = load_settings(topic=topic)
    return settings, load_topic(settings.topic, Path.cwd())
