"""How results look on the terminal. Only printing; colour and bars only where the console is a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractors.records import Novelty
from flows.failures import write_failures
from flows.markups import quote_blanks
from flows.messages import (
    MOST_LINE,
    REPEAT_NOTE,
    AlertItem,
    Dispatch,
    count,
    make_visible,
    name_follow_up,
    name_source,
    shorten,
)
from flows.polling import FailedFeed

if TYPE_CHECKING:  # it brings the page reader with it, a third of a second
    from extractors.article_file import FileFailure

VERDICT_COLOURS = {Novelty.RETRACTED: "red", Novelty.CONTRADICTED: "magenta", Novelty.CHANGED: "yellow", Novelty.NEW: "green"}


def show_dispatch(console: Console, dispatch: Dispatch, *, coverage: bool = True) -> None:
    """Print what is worth telling, the most important first, with its evidence."""
    console.print()
    console.print(Text(dispatch.title, style="bold"))
    if dispatch.is_repeat:
        console.print(REPEAT_NOTE, style="dim")
    for item in dispatch.shown:
        console.print()
        colour = f"bold {VERDICT_COLOURS[item.verdict]}"
        headline = make_visible(shorten(item.headline, MOST_LINE))
        console.print(Text.assemble((f"{item.verdict.upper():<13}", colour), (headline, "bold")))
        for part, style in _detail(item):
            show_indented(console, make_visible(part), style)
        if item.is_page:
            console.print(Text(f"   {quote_blanks(item.url)}", style="dim"), soft_wrap=True)  # in one piece, to be clicked
    if dispatch.more:
        console.print(Text(f"\n{dispatch.more}"), soft_wrap=True)
    for notice in dispatch.notices:
        console.print()
        show_indented(console, make_visible(notice.line), "yellow")
    if coverage and dispatch.coverage is not None:
        console.print(f"\n{dispatch.coverage}", style="dim", highlight=False)


def _detail(item: AlertItem) -> Iterable[tuple[str, str]]:
    if item.told_before:
        yield f"before: {item.told_before}", "yellow"
    if not item.tells_itself:
        yield f"“{shorten(item.sentence)}”", "italic"
    yield name_source(item), "dim"
    follow_up = name_follow_up(item)
    if follow_up:
        yield follow_up, "dim"


def show_failed_feeds(console: Console, failed: Sequence[FailedFeed]) -> None:
    """Print which feeds could not be read and why."""
    if not failed:
        return
    console.print()
    console.print(Text(f"{count(len(failed), 'feed')} could not be read; the rest of the run went on", style="bold"))
    for line in write_failures(failed):
        console.print(Text(line, style="dim"))


def show_file_failures(console: Console, failures: Sequence[FileFailure]) -> None:
    """Print which files gave no article and why."""
    for failure in failures:
        console.print(Text(f"{failure.name}: {failure.detail}", style="red"))


def show_indented(console: Console, text: str, style: str) -> None:
    """Print a text wrapped to the console's width, a little to the right."""
    for line in Text(text, style=style).wrap(console, console.width - 3):
        line.rstrip()
        console.print(Text("   ").append_text(line))


def show_table(console: Console, columns: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None) -> None:
    """Print rows as a table; cells wrap rather than lose text."""
    table = Table(title=title, title_justify="left", header_style="bold", pad_edge=False, box=None, title_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(write_cell(cell)) for cell in row))
    console.print(table)


def write_cell(cell: object) -> str:
    """Return a database value as a person reads it: no value is nothing, a whole number has no ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return f"{cell:.0f}"
    if isinstance(cell, Mapping | list | tuple):
        return str(cell)
    return make_visible(str(cell)) if isinstance(cell, str) else str(cell)
