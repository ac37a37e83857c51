"""The command misses: what the word lists do not know yet."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from rich.text import Text

from flows.display import show_indented
from flows.listing import CsvOption, ExactOption, Form, JsonOption, TopicOption, choose_form, paged, print_records, write_time
from flows.messages import count, make_visible
from flows.settings import load_settings
from flows.terminal import OUT
from flows.topics import load_topic
from warehouse.store import load_query, read_snapshot


def misses(
    exact: ExactOption = False,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    topic: TopicOption = None,
) -> None:
    """List sentences with a known subject and a figure that no rule took, by reason: the lexicon's to-do list."""
    form = choose_form(as_json, as_csv)
    settings = load_settings(topic=topic)
    name = load_topic(settings.topic, Path.cwd()).topic.name
    columns, rows = read_snapshot(settings.warehouse, load_query("list_misses"), {"topic": name})
    if form is not Form.TABLE:
        print_records(form, columns, rows)
        return
    now = settings.read_clock()
    with paged():
        for reason, group in groupby(rows, key=lambda row: row[0]):
            of_reason = list(group)
            OUT.print(Text.assemble((make_visible(str(reason)), "bold"), f": {count(len(of_reason), 'sentence')}"))
            for _, detail, sentence, publisher, published_at, url in of_reason:
                OUT.print()
                show_indented(OUT, f"“{make_visible(str(sentence))}”", "italic")
                when = f", {write_time(published_at, now, exact=exact)}" if published_at else ""
                show_indented(OUT, make_visible(f"{detail}; {publisher}{when}"), "dim")
                OUT.print(f"   {make_visible(str(url))}", style="dim", soft_wrap=True)
            OUT.print()
        OUT.print(count(len(rows), "missed sentence"))


COMMANDS = (misses,)
