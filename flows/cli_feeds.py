"""The commands about feeds: list, add, check, import, export."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from extractors.topic import Feed
from extractors.urls import hide_credentials, is_web_url
from flows.feed_list import FILE, add_feeds
from flows.feed_table import COLUMNS, list_values, read_lines, write_lines
from flows.listing import CsvOption, ExactOption, Form, JsonOption, TopicOption, choose_form, paged, print_records
from flows.messages import count, make_visible
from flows.mistakes import UserError
from flows.settings import Settings, load_settings
from flows.terminal import OUT
from flows.topics import LocatedTopic, load_topic

if TYPE_CHECKING:  # they bring the parsers, and a list should be quick
    from flows.check import FeedCheck

app = typer.Typer(help="The topic's feeds and their health; OPML in and out.", no_args_is_help=True)

STATE_COLOURS = {"gone": "red", "failing": "red", "silent": "yellow", "new": "dim"}
_MOST_BYTES = 10_000_000


@app.command("list")
def list_feeds(
    exact: ExactOption = False, as_json: JsonOption = False, as_csv: CsvOption = False, topic: TopicOption = None
) -> None:
    """List the topic's feeds and how they are, those that need a look first."""
    form = choose_form(as_json, as_csv)
    settings, located = _read_set_up(topic)
    lines = read_lines(settings.warehouse, located.topic)
    if form is not Form.TABLE:
        print_records(form, COLUMNS, [list_values(line) for line in lines])
        return
    with paged():
        for state, line in write_lines(lines, settings.read_clock(), exact=exact):
            OUT.print(Text(line, style=STATE_COLOURS.get(state, "") if state else "bold"), soft_wrap=True)


@app.command()
def add(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Feeds, or paths in the topic's folder.")],
    title: Annotated[str | None, typer.Option(help="What to call it (one feed only).")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who publishes what it brings, where it does not say so itself.")] = None,
    expect: Annotated[float | None, typer.Option(help="Entries a day it should bring; far fewer are told as silence.")] = None,
    topic: TopicOption = None,
) -> None:
    """Add feeds to the topic, in a feeds.toml beside its file. Nothing is fetched: `feeds check` looks at one first."""
    _, located = _read_set_up(topic)
    if title and len(urls) > 1:
        raise UserError("--title: of one feed, and there are several")
    if expect is not None and not 0 < expect < float("inf"):
        raise UserError(f"--expect {expect:g}: not a number above 0")
    for url in urls:
        if not is_web_url(url) and not (located.folder / url).is_file():
            raise UserError(f"{hide_credentials(url)}: neither an http address nor a file in {located.folder}")
    _add(located, [Feed(url, title or None, publisher or None, expect) for url in urls])


@app.command()
def check(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Feeds, or front pages that name their feeds.")],
    topic: TopicOption = None,
) -> None:
    """Say what would be read of a feed, or of the feeds that a front page names. Nothing is stored."""
    from flows.check import check_address  # noqa: PLC0415
    from flows.wire import choose_policy, open_wire  # noqa: PLC0415

    settings, located = _read_set_up(topic)
    now = settings.read_clock()

    async def look() -> list[FeedCheck]:
        async with open_wire(choose_policy(settings, located.folder)) as wire:
            return [found for url in urls for found in await check_address(wire, _write_address(url, located), now)]

    checks = asyncio.run(look())
    for found in checks:
        for line, style in _describe(found, settings):
            indent = "" if line.startswith(found.url) else "  "
            OUT.print(Text(indent + make_visible(line), style=style), soft_wrap=True)
    if not any(found.feed for found in checks):
        raise typer.Exit(1)


@app.command("import")
def import_feeds(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An OPML file, as feed readers export it.")],
    topic: TopicOption = None,
) -> None:
    """Add the feeds of an OPML file to the topic. Folders are kept for the way back."""
    from flows.opml import read_opml  # noqa: PLC0415

    _, located = _read_set_up(topic)
    try:
        with file.open("rb") as opened:
            body = opened.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UserError(f"{file}: cannot be read: {error.strerror}") from None
    if len(body) > _MOST_BYTES:
        raise UserError(f"{file}: larger than {_MOST_BYTES:,} bytes")
    listed = read_opml(body, str(file))
    _add(located, listed.feeds)
    for line in listed.left_out:
        OUT.print(Text(f"left out: {make_visible(line)}", style="yellow"), soft_wrap=True)


@app.command("export")
def export_feeds(
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; else printed.")] = None,
    topic: TopicOption = None,
) -> None:
    """Write the topic's feeds as an OPML file for a feed reader; without local files and without passwords."""
    from flows.opml import write_opml  # noqa: PLC0415

    settings, located = _read_set_up(topic)
    written = write_opml(located.topic.feeds, located.topic.title, settings.read_clock())
    if output is None:
        typer.echo(written.decode(), nl=False)
        return
    try:
        output.write_bytes(written)
    except OSError as error:
        raise UserError(f"{output}: cannot be written: {error.strerror}") from None
    OUT.print(f"{count(sum(is_web_url(feed.url) for feed in located.topic.feeds), 'feed')} in {output}", soft_wrap=True)


def _read_set_up(topic: str | None) -> tuple[Settings, LocatedTopic]:
    settings = load_settings(topic=topic)
    return settings, load_topic(settings.topic, Path.cwd())


def _add(located: LocatedTopic, feeds: Sequence[Feed]) -> None:
    added = add_feeds(located.folder, located.topic.feeds, feeds)
    for feed in added:
        OUT.print(Text(f"added: {make_visible(feed.title or hide_credentials(feed.url))}"), soft_wrap=True)
    known = len(feeds) - len(added)
    told = f"; {known} listed already" if known else ""
    OUT.print(f"{count(len(added), 'feed')} added to {located.folder / FILE}{told}", soft_wrap=True)


def _write_address(url: str, located: LocatedTopic) -> str:
    if is_web_url(url):
        return url
    if (located.folder / url).is_file():
        return f"file:///{url.lstrip('/')}"
    return f"https://{url}"  # "paper.example": people write names


def _describe(found: FeedCheck, settings: Settings) -> list[tuple[str, str]]:
    from flows.check import describe_feed  # noqa: PLC0415

    if found.feed is None:
        return [(f"{found.url}: {found.fault}", "red")]
    lines = [(f"{found.url}: {found.feed.title or 'a feed without a title'}", "bold")]
    lines += [(line, "") for line in describe_feed(found.feed, settings.read_clock())]
    if found.moved_to:
        lines.append((f"moved for good to {found.moved_to}", "yellow"))
    cost = "costs nothing while it is unchanged" if found.validated else "gives neither ETag nor date: fetched whole every time"
    asked = f"; asks to be left alone for {found.asked.total_seconds() / 60:.0f} min" if found.asked else ""
    lines.append((f"{cost}{asked}", ""))
    for page in found.pages:
        told = f"{page.words} words" if page.words else page.reason or ""
        lines.append((f"{page.status:<10} {page.entry.title or page.entry.url} ({told})", "green" if page.words else "yellow"))
    address = (found.moved_to or found.url).removeprefix("file:///")
    lines.append((f"to add it: claimwatch feeds add '{address}'", "dim"))
    return lines
