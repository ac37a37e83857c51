"""The commands that look into the warehouse: claims, search, sql."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from extractors.records import Novelty
from flows.display import VERDICT_COLOURS, show_indented, show_table
from flows.listing import CsvOption, ExactOption, Form, JsonOption, TopicOption, choose_form, paged, print_records, write_time
from flows.messages import count, make_visible
from flows.mistakes import UserError
from flows.settings import load_settings
from flows.terminal import OUT
from flows.topics import load_topic
from warehouse.store import load_query, read_snapshot

_AGE = re.compile(r"(\d{1,5})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def claims(
    since: Annotated[str | None, typer.Option(metavar="7d|DATE", help="Only what came since: 12h, 7d, 2w or a date.")] = None,
    verdict: Annotated[Novelty | None, typer.Option(help="Only claims with a fact of this verdict.")] = None,
    exact: ExactOption = False,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    topic: TopicOption = None,
) -> None:
    """List the claims, newest first, with their evidence."""
    form = choose_form(as_json, as_csv)
    settings = load_settings(topic=topic)
    name, now = load_topic(settings.topic, Path.cwd()).topic.name, settings.read_clock()
    columns, rows = read_snapshot(
        settings.warehouse,
        load_query("list_claims"),
        {"topic": name, "verdict": verdict and verdict.value, "since": _parse_since(since, now) if since else None},
    )
    if form is not Form.TABLE:
        print_records(form, columns, rows)
        return
    with paged():
        for claim in (dict(zip(columns, row, strict=True)) for row in rows):
            colour = VERDICT_COLOURS.get(Novelty(claim["verdict"]), "dim")
            OUT.print(Text.assemble((f"{claim['verdict'].upper():<13}", colour), (make_visible(claim["line"]), "bold")))
            sources = f", {claim['origins']} independent sources" if claim["origins"] > 1 else ""
            when = write_time(claim["published_at"], now, exact=exact)
            show_indented(OUT, f"“{make_visible(claim['sentence'])}”", "italic")
            show_indented(OUT, make_visible(f"{claim['publisher']}, {when}{sources}  {claim['claim_id']}"), "dim")
            OUT.print()
        OUT.print(f"{count(len(rows), 'claim')}")


def search(
    words: Annotated[str, typer.Argument(metavar='"WORDS"', help="Words to look for; the rarer ones count for more.")],
    in_claims: Annotated[bool, typer.Option("--claims", help="Search claims by their sentences instead of articles.")] = False,
    most: Annotated[int, typer.Option(min=1, metavar="N", help="How many to show.")] = 20,
    exact: ExactOption = False,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Find articles by their words, best match first."""
    form = choose_form(as_json, as_csv)
    settings = load_settings()
    query = load_query("search_claims" if in_claims else "search_articles")
    columns, rows = read_snapshot(settings.warehouse, query, {"words": words, "most": most})
    if form is not Form.TABLE:
        print_records(form, columns, rows)
        return
    now = settings.read_clock()
    with paged():
        for found in (dict(zip(columns, row, strict=True)) for row in rows):
            OUT.print(Text(make_visible(found["line"] if in_claims else found["title"]), style="bold"))
            when = write_time(found["first_seen_at"] if in_claims else found["published_at"], now, exact=exact)
            source = f"{found['first_publisher']}, {when}  {found['claim_id']}" if in_claims else f"{found['publisher']}, {when}"
            show_indented(OUT, make_visible(source), "dim")
            if not in_claims:
                OUT.print(f"   {make_visible(found['url'])}", style="dim", soft_wrap=True)
        OUT.print(f"{count(len(rows), 'claim' if in_claims else 'article')} for “{make_visible(words)}”")


def sql(
    query: Annotated[str, typer.Argument(metavar='"SELECT …"', help="One SQL statement on the published warehouse.")],
    form: Annotated[Form | None, typer.Option("--format", help="How to print the answer; a table if not said.")] = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Run a query on the published warehouse. `DESCRIBE facts` and the like say what is there."""
    chosen = choose_form(as_json, as_csv, form)
    columns, rows = read_snapshot(load_settings().warehouse, query)
    if chosen is not Form.TABLE:
        print_records(chosen, columns, rows)
        return
    with paged():
        show_table(OUT, columns, rows)


COMMANDS = (claims, search, sql)


def _parse_since(text: str, now: datetime) -> datetime:
    age = _AGE.fullmatch(text)
    if age:
        return now - timedelta(**{_UNITS[age[2]]: int(age[1])})
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(f"--since {text}: neither an age such as 7d nor a date") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
