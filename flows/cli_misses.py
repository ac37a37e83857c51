"""The command misses: what the word lists do not know yet."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from flows.cli_look import TopicOption, print_csv, print_json
from flows.display import show_indented
from flows.messages import count, make_visible
from flows.mistakes import UserError
from flows.settings import load_settings
from flows.terminal import OUT
from flows.topics import load_topic
from warehouse.store import load_query, read_snapshot


def misses(
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of text.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV instead of text.")] = False,
    topic: TopicOption = None,
) -> None:
    """List sentences with a known subject and a figure that no rule took, by reason: the lexicon's to-do list."""
    if as_json and as_csv:
        raise UserError("--json and --csv: one of them")
    settings = load_settings(topic=topic)
    name = load_topic(settings.topic, Path.cwd()).topic.name
    columns, rows = read_snapshot(settings.warehouse, load_query("list_misses"), {"topic": name})
    if as_json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
        return
    if as_csv:
        print_csv(columns, rows)
        return
    for reason, group in groupby(rows, key=lambda row: row[0]):
        of_reason = list(group)
        OUT.print(Text.assemble((make_visible(str(reason)), "bold"), f": {count(len(of_reason), 'sentence')}"))
        for _, detail, sentence, publisher, published_at, url in of_reason:
            OUT.print()
            show_indented(OUT, f"“{make_visible(str(sentence))}”", "italic")
            when = f", {published_at:%-d %b %Y}" if published_at else ""
            show_indented(OUT, make_visible(f"{detail}; {publisher}{when}"), "dim")
            OUT.print(f"   {make_visible(str(url))}", style="dim", soft_wrap=True)
        OUT.print()
    OUT.print(count(len(rows), "missed sentence"))


COMMANDS = (misses,)
