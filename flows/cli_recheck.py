"""The command recheck."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from flows.messages import count
from flows.settings import load_settings
from flows.terminal import OUT, choose_progress
from flows.topics import load_topic

TopicOption = Annotated[str | None, typer.Option("--topic", metavar="NAME|FILE", help="The topic, instead of the setting's.")]


def recheck(topic: TopicOption = None) -> None:
    """Look again at articles from feeds, a day and a week after they were first read: edits and retractions become alerts."""
    from flows.recheck import recheck as look  # noqa: PLC0415
    from flows.runs import begin_run, describe_recorded  # noqa: PLC0415 - brings the page reader, and help should be quick

    settings = load_settings(topic=topic)
    located = load_topic(settings.topic, Path.cwd())
    summary = asyncio.run(look(settings, located, begin_run(located.topic.name, settings.read_clock()), choose_progress()))
    if not summary.looked_at:
        OUT.print("No article is due a second look.")
        return
    OUT.print(str(summary))
    if summary.recorded.articles:
        OUT.print(f"In what was edited: {describe_recorded(summary.recorded)}.")
    if summary.recorded.alerts:
        OUT.print(f"{count(summary.recorded.alerts, 'alert')} pending; to deliver: claimwatch alert")
