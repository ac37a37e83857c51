"""The commands that look: claims, sql, status, doctor."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from extractors.records import Novelty
from flows.display import VERDICT_COLOURS, show_indented, show_table, write_cell
from flows.failures import shorten_address, write_failures
from flows.messages import count, make_visible
from flows.mistakes import UserError
from flows.polling import FailedFeed
from flows.settings import load_settings
from flows.terminal import OUT
from flows.topics import load_topic
from warehouse.store import SNAPSHOT, load_query, read_snapshot

TopicOption = Annotated[str | None, typer.Option("--topic", metavar="NAME|FILE", help="The topic, instead of the setting's.")]

_AGE = re.compile(r"(\d{1,5})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Format(StrEnum):
    """How `claimwatch sql` prints."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def claims(
    since: Annotated[str | None, typer.Option(metavar="7d|DATE", help="Only what came since: 12h, 7d, 2w or a date.")] = None,
    verdict: Annotated[Novelty | None, typer.Option(help="Only claims with a fact of this verdict.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of text.")] = False,
    topic: TopicOption = None,
) -> None:
    """List the claims, newest first, with their evidence."""
    settings = load_settings(topic=topic)
    name = load_topic(settings.topic, Path.cwd()).topic.name
    earliest = _parse_since(since, settings.read_clock()) if since else None
    columns, rows = read_snapshot(
        settings.warehouse, load_query("list_claims"), {"topic": name, "verdict": verdict and verdict.value, "since": earliest}
    )
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    if as_json:
        print_json(found)
        return
    for claim in found:
        colour = VERDICT_COLOURS.get(Novelty(claim["verdict"]), "dim")
        OUT.print(Text.assemble((f"{claim['verdict'].upper():<13}", colour), (make_visible(claim["line"]), "bold")))
        sources = f", {claim['origins']} independent sources" if claim["origins"] > 1 else ""
        source = f"{claim['publisher']}, {claim['published_at']:%-d %b %Y}{sources}  {claim['claim_id']}"
        show_indented(OUT, f"“{make_visible(claim['sentence'])}”", "italic")
        show_indented(OUT, make_visible(source), "dim")
        OUT.print()
    OUT.print(f"{count(len(found), 'claim')}")


def sql(
    query: Annotated[str, typer.Argument(metavar='"SELECT …"', help="One SQL statement on the published warehouse.")],
    form: Annotated[Format, typer.Option("--format", help="How to print the answer.")] = Format.TABLE,
) -> None:
    """Run a query on the published warehouse. `DESCRIBE facts` and the like say what is there."""
    columns, rows = read_snapshot(load_settings().warehouse, query)
    match form:
        case Format.TABLE:
            show_table(OUT, columns, rows)
        case Format.CSV:
            print_csv(columns, rows)
        case Format.JSON:
            print_json([dict(zip(columns, row, strict=True)) for row in rows])


def status(topic: TopicOption = None) -> None:
    """Show the last runs, failing feeds, pending and dead alerts, and the size of the warehouse."""
    settings = load_settings(topic=topic)
    located = load_topic(settings.topic, Path.cwd())
    name: dict[str, object] = {"topic": located.topic.name}
    tables: dict[str, tuple[str, dict[str, object]]] = {
        "Last runs": ("status_runs", name),
        "Alerts": ("status_deliveries", name),
    }
    path = settings.warehouse / SNAPSHOT
    ((articles, facts, known, alerts),) = read_snapshot(settings.warehouse, load_query("status_sizes"), name)[1]
    OUT.print(Text(f"{located.topic.title}", style="bold"))
    OUT.print(f"{path}, {path.stat().st_size / 1e6:.1f} MB: {count(articles, 'article')}, {count(facts, 'fact')}, "
              f"{count(known, 'claim')}, {count(alerts, 'alert')}")  # fmt: skip
    _show_feeds(settings.warehouse, settings.read_clock())
    for title, (query, params) in tables.items():
        columns, rows = read_snapshot(settings.warehouse, load_query(query), params)
        OUT.print()
        if rows:
            show_table(OUT, columns, rows, title)
        else:
            OUT.print(Text.assemble((title, "bold"), ": none"))


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
        OUT.print(Text.assemble(mark, f" {check.name:<20}", make_visible(check.finding)), soft_wrap=True)
    if not fine:
        raise typer.Exit(1)


COMMANDS = (claims, sql, status, doctor)


def _show_feeds(warehouse: Path, now: datetime) -> None:
    feeds = read_snapshot(warehouse, load_query("status_feeds"), {"now": now})[1]
    OUT.print()
    OUT.print(Text.assemble(("Feeds that need a look", "bold"), f": {len(feeds) or 'none'}"))
    failed = []
    for url, state, failures, next_poll, error in feeds:
        story = f"{count(failures, 'failure')}, due {next_poll:%-d %b %H:%M}" if failures and next_poll else ""
        failed.append(FailedFeed(f"{shorten_address(url, 48):<48} {story}".rstrip(), url, error if failures and error else state))
    for line in write_failures(failed):
        OUT.print(Text(line))


def _parse_since(text: str, now: datetime) -> datetime:
    age = _AGE.fullmatch(text)
    if age:
        return now - timedelta(**{_UNITS[age[2]]: int(age[1])})
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(f"--since {text}: neither an age such as 7d nor a date") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows for a spreadsheet."""
    writer = csv.writer(sys.stdout)
    writer.writerow(columns)
    writer.writerows([_disarm(cell) for cell in row] for row in rows)


def print_json(found: list[dict[str, object]]) -> None:
    """Print rows for a program."""
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2, default=_write_json))


def _write_json(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _disarm(cell: object) -> object:
    """Return a cell that a spreadsheet takes for text, not for a formula: news is foreign text."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return write_cell(cell)
