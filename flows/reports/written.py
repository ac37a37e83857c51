"""The report as a file beside the snapshot, written anew by every poll on a server that found something."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from extractors.topic import Topic
from flows.reports.render import render_report
from warehouse.filecopy import replace_durably


def write_report(folder: Path, topic: Topic, now: datetime) -> Path:
    """Write the topic's report into the warehouse's folder, all at once, and return where. Raises WarehouseError, OSError."""
    path = folder.resolve() / f"report-{topic.name}.html"
    unfinished = path.with_suffix(".tmp")
    unfinished.write_text(render_report(folder, topic, now), encoding="utf-8")
    replace_durably(unfinished, path)
    return path
