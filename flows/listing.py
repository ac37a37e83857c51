"""How the commands that look give their rows: as text for people, paged on a terminal, or as JSON or CSV for programs."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import humanize
import typer

from flows.display import write_cell
from flows.mistakes import UserError
from flows.terminal import OUT
from flows.topics import list_topics

RECENT_DAYS = 14
"""Older times are told by their date: "3 weeks ago" says less."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")



def _complete_topic() -> list[str]:
    return list_topics(Path.cwd())


TopicOption = Annotated[
    str | None,
    typer.Option("--topic", metavar="NAME|FILE", help="The topic, instead of the setting's.", autocompletion=_complete_topic),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON instead of text.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="CSV instead of text.")]
ExactOption = Annotated[bool, typer.Option("--exact", help='Exact times (UTC) instead of "2 hours ago".')]


class Form(StrEnum):
    """How rows are given."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def choose_form(as_json: bool, as_csv: bool, named: Form | None = None) -> Form:
    """Return the form that was asked for; a table if none was. Raises UserError for two at once."""
    asked = [form for form, wanted in ((named, named), (Form.JSON, as_json), (Form.CSV, as_csv)) if form and wanted]
    if len(set(asked)) > 1:
        raise UserError(f"{' and '.join(f'--{form}' for form in asked)}: one of them")
    return asked[0] if asked else Form.TABLE


def print_records(form: Form, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows for a program."""
    if form is Form.CSV:
        print_csv(columns, rows)
    else:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows for a spreadsheet."""
    writer = csv.writer(sys.stdout)
    writer.writerow(columns)
    writer.writerows([_disarm(cell) for cell in row] for row in rows)


def print_json(found: Sequence[Mapping[str, object]] | Mapping[str, object]) -> None:
    """Print rows for a program."""
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2, default=_write_json))


@contextmanager
def paged() -> Iterator[None]:
    """On a terminal, show what the block prints in the user's pager; one screenful goes straight to the terminal."""
    if not OUT.is_terminal or not sys.stdin.isatty():
        yield
        return
    os.environ.setdefault("LESS", "-FRX")  # of less: leave at once if all fits, keep colours, keep the screen
    with OUT.pager(styles=True):
        yield


def write_time(moment: datetime | date | None, now: datetime, *, exact: bool = False) -> str:
    """Return a time as a person reads it: "2 hours ago", "3 Feb 2025" for older ones, "3 Feb 2025 14:40 UTC" if `exact`."""
    if moment is None:
        return "at an unknown time"
    if not isinstance(moment, datetime):
        return f"{moment:%-d %b %Y}"
    if exact:
        return f"{moment:%-d %b %Y %H:%M} UTC"
    if abs((now - moment).days) >= RECENT_DAYS:
        return f"{moment:%-d %b %Y}"
    return humanize.naturaltime(moment, when=now)


def _write_json(value: Any) -> str:
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _disarm(cell: object) -> object:
    """Return a cell that a spreadsheet takes for text, not for a formula: news is foreign text."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return write_cell(cell)
