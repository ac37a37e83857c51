"""The commands that show the story as a page: report, browse.

What they need is imported when one of them is called: looking at a table should be quick.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from flows.listing import TopicOption
from flows.mistakes import UserError
from flows.settings import load_settings
from flows.terminal import OUT
from flows.topics import load_topic


def report(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE.html", help="Where to, instead of report-TOPIC.html.")
    ] = None,
    topic: TopicOption = None,
) -> None:
    """Write the story as one HTML page: timeline, figures that moved, contradictions, who was first, sources, coverage."""
    from flows.reports.render import render_report

    settings = load_settings(topic=topic)
    story = load_topic(settings.topic, Path.cwd()).topic
    path = output or Path(f"report-{story.name}.html")
    page = render_report(settings.warehouse, story, settings.read_clock())
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error.strerror}") from None
    OUT.print(Text(f"{path}, {len(page.encode()) / 1e6:.1f} MB: open it in a browser"))


def browse(
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="On which port; 0: any that is free.")] = 4270,
    opening: Annotated[bool, typer.Option("--open", help="Open it in the browser of this machine.")] = False,
    topic: TopicOption = None,
) -> None:
    """Serve the report on this machine alone, always of the latest snapshot, until Ctrl-C."""
    import webbrowser

    from flows.reports.served import listen, make_app, serve_page

    settings = load_settings(topic=topic)
    story = load_topic(settings.topic, Path.cwd()).topic
    with listen(port) as listener:
        address = f"http://{':'.join(map(str, listener.getsockname()))}/"
        OUT.print(Text(f"{address} shows {story.title}; Ctrl-C ends it"))
        if opening:
            webbrowser.open(address)
        with suppress(KeyboardInterrupt):
            serve_page(make_app(settings.warehouse, story, settings.read_clock), listener)


COMMANDS = (report, browse)
