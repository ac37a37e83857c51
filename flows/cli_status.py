"""The commands that ask how it goes: status, doctor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from flows.display import show_table
from flows.failures import shorten_address, write_failures
from flows.listing import CsvOption, ExactOption, Form, JsonOption, TopicOption, choose_form, print_csv, print_json, write_time
from flows.messages import count, make_visible
from flows.polling import FailedFeed
from flows.settings import load_settings
from flows.terminal import OUT
from flows.topics import load_topic
from warehouse.lake_address import is_lake
from warehouse.store import load_query, name_snapshot, read_snapshot

PARTS = {"sizes": "status_sizes", "feeds": "status_feeds", "runs": "status_runs", "deliveries": "status_deliveries"}
"""What a status is made of, and the queries that give it."""
Rows = list[dict[str, Any]]


def status(exact: ExactOption = False, as_json: JsonOption = False, as_csv: CsvOption = False, topic: TopicOption = None) -> None:
    """Show the last runs, failing feeds, pending and dead alerts, and the size of the warehouse."""
    form = choose_form(as_json, as_csv)
    settings = load_settings(topic=topic)
    located, now = load_topic(settings.topic, Path.cwd()), settings.read_clock()
    parts = {part: _ask(settings.warehouse, query, located.topic.name, now) for part, query in PARTS.items()}
    if form is Form.JSON:
        print_json({"topic": located.topic.name, **parts})
    elif form is Form.CSV:
        print_csv(("part", "row", "name", "value"), _list_values(parts))
    else:
        _show_sizes(located.topic.title, settings.warehouse, parts["sizes"][0])
        _show_feeds(parts["feeds"], now, exact=exact)
        for run in parts["runs"]:
            run["started_at"] = write_time(run["started_at"], now, exact=exact)
        _show_part("Last runs", parts["runs"])
        _show_part("Alerts", parts["deliveries"])


def doctor(
    test_targets: Annotated[bool, typer.Option("--send-test", help="Send a test message to every alert target.")] = False,
    topic: TopicOption = None,
) -> None:
    """Check the set-up: versions, topic, warehouse, Prefect server, alert targets."""
    from flows.doctor import check_set_up  # noqa: PLC0415 - brings Apprise and an HTTP client, and looking should be quick

    fine = True
    for check in check_set_up(load_settings(topic=topic), Path.cwd(), send_tests=test_targets):
        fine = fine and not check.failed
        mark = ("✗", "bold red") if check.failed else ("✓", "green")
        OUT.print(Text.assemble(mark, f" {check.name:<21} ", make_visible(check.finding)), soft_wrap=True)
    if not fine:
        raise typer.Exit(1)


COMMANDS = (status, doctor)


def _ask(folder: Path, query: str, topic: str, now: datetime) -> Rows:
    text = load_query(query)
    params = {name: value for name, value in (("topic", topic), ("now", now)) if f"${name}" in text}
    columns, rows = read_snapshot(folder, text, params)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _list_values(parts: Mapping[str, Rows]) -> list[tuple[object, ...]]:
    return [
        (part, number, name, value)
        for part, rows in parts.items()
        for number, row in enumerate(rows, start=1)
        for name, value in row.items()
    ]


def _show_sizes(title: str, folder: Path, sizes: Mapping[str, int]) -> None:
    path = name_snapshot(folder)
    counts = ", ".join(count(sizes[name], name.removesuffix("s")) for name in ("articles", "facts", "claims", "alerts"))
    OUT.print(Text(title, style="bold"))
    size = "" if is_lake(path) else f", {path.stat().st_size / 1e6:.1f} MB"
    OUT.print(f"{path}{size}: {counts}")


def _show_feeds(feeds: Rows, now: datetime, *, exact: bool) -> None:
    OUT.print()
    OUT.print(Text.assemble(("Feeds that need a look", "bold"), f": {len(feeds) or 'none'}"))
    failed = []
    for feed in feeds:
        failures, due = feed["failures"], feed["next_poll_at"]
        story = f"{count(failures, 'failure')}, due {write_time(due, now, exact=exact)}" if failures and due else ""
        reason = feed["last_error"] if failures and feed["last_error"] else feed["state"]
        failed.append(FailedFeed(f"{shorten_address(feed['url'], 48):<48} {story}".rstrip(), feed["url"], reason))
    for line in write_failures(failed):
        OUT.print(Text(line))


def _show_part(title: str, rows: Rows) -> None:
    OUT.print()
    if rows:
        show_table(OUT, tuple(rows[0]), [tuple(row.values()) for row in rows], title)
    else:
        OUT.print(Text.assemble((title, "bold"), ": none"))
