"""Reads from the published snapshot all that the report shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from extractors.topic import Topic
from warehouse.errors import WarehouseError
from warehouse.store import load_query, name_snapshot, read_snapshot

Record = Mapping[str, Any]
"""A row of one of the queries report_*.sql, by column."""
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that moved."""

    kind: str
    """quantity or ranking."""
    steps: tuple[Record, ...]
    """Its values by the day they hold for; two at least."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the page tells."""

    topic: str
    title: str
    made_at: datetime
    sizes: Record
    told: tuple[Record, ...]
    """What was new when it was told, newest first."""
    figures: tuple[Figure, ...]
    contradictions: tuple[Record, ...]
    publishers: tuple[Record, ...]
    articles: tuple[Record, ...]
    runs: tuple[Record, ...]
    feeds: tuple[Record, ...]


def gather_report(folder: Path, topic: Topic, now: datetime) -> Report:
    """Read the report of a topic from the snapshot in `folder`, all of it from one state. Raises WarehouseError."""
    for _ in range(_ATTEMPTS):
        change = read_change(folder)
        report = _gather(folder, topic, now)
        if read_change(folder) == change:
            return report
    raise WarehouseError(f"{name_snapshot(folder)} was replaced {_ATTEMPTS} times while it was being read")


def read_change(folder: Path) -> int:
    """Return the number of the last change that is published. Raises WarehouseError."""
    ((change,),) = read_snapshot(folder, load_query("last_change"))[1]
    return int(change)


def _gather(folder: Path, topic: Topic, now: datetime) -> Report:
    def ask(query: str) -> tuple[Record, ...]:
        text = load_query(query)
        columns, rows = read_snapshot(folder, text, {"topic": topic.name} if "$topic" in text else {})
        return tuple(dict(zip(columns, row, strict=True)) for row in rows)

    return Report(
        topic=topic.name,
        title=topic.title,
        made_at=now,
        sizes=ask("status_sizes")[0],
        told=ask("report_told"),
        figures=_group_figures(ask("report_figures")),
        contradictions=ask("report_contradictions"),
        publishers=ask("report_publishers"),
        articles=ask("report_articles"),
        runs=ask("status_runs"),
        feeds=ask("report_feeds"),
    )


def _group_figures(steps: tuple[Record, ...]) -> tuple[Figure, ...]:
    figures = (tuple(group) for _, group in groupby(steps, key=lambda step: (step["claim_id"], step["unit"])))
    return tuple(Figure(group[0]["kind"], tuple(sorted(group, key=_by_day))) for group in figures)


def _by_day(step: Record) -> tuple[Any, ...]:
    return step["holds_on"], step["published_at"], step["step"]
