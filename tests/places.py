"""Where the tests of the flows happen: a site on loopback, what a command printed, what the warehouse holds."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent

STORY = """<html><head><title>{title}</title><link rel="canonical" href="{url}"></head><body><article><h1>{title}</h1>
<p>{text}</p>
<p>The company runs the app from Shanghai and said on Monday that it would go on translating comments for readers abroad.</p>
<p>People who use the app every day told our reporter that they had come to stay and that the tone had changed little.</p>
<p>A spokeswoman added that nobody had been turned away, and that more moderators who read English were being hired.</p>
</article></body></html>"""
ITEM = "<item><title>{title}</title><link>{url}</link><guid>{url}</guid><pubDate>{day:02} Feb 2025 09:00:00 GMT</pubDate></item>"


def put_story(site: Site, path: str, text: str, title: str = "RedNote this week") -> str:
    return site.put(path, STORY.format(title=title, text=text, url=site.url + path))


def put_feed(site: Site, path: str, *urls: str) -> str:
    items = "".join(ITEM.format(title=f"Item {day}", url=url, day=day) for day, url in enumerate(urls, start=1))
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Site</title>{items}</channel></rss>'
    return site.put(path, feed, "application/rss+xml")


def ask(folder: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folder / "warehouse" / "data" / "news.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def count_rows(folder: Path) -> dict[str, int]:
    tables = [str(row[0]) for row in ask(folder, "SELECT table_name FROM duckdb_tables() WHERE NOT internal")]
    return {table: int(str(ask(folder, f"SELECT count(*) FROM {table}")[0][0])) for table in tables}  # noqa: S608


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """What it printed, as if the terminal had no width."""
        return " ".join(self.out.split())

    @property
    def error_lines(self) -> list[str]:
        """The lines of standard error that are no log lines."""
        return [line for line in self.err.splitlines() if not re.match(r"\d\d:\d\d:\d\d ", line)]


@dataclass
class Site:
    """A web site on loopback: what it answers by path, and what it was asked and sent."""

    url: str
    pages: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    posted: list[bytes] = field(default_factory=list)
    post_status: int = 200
    post_answer: bytes = b""
    held: dict[str, threading.Event] = field(default_factory=dict)
    """Paths that are answered only when their event is set."""
    etags: bool = False
    """Whether it gives its answers a tag, and answers 304 to who has it."""

    def put(self, path: str, body: str | bytes, content_type: str = "text/html; charset=utf-8", status: int = 200) -> str:
        """Answer `path` with this from now on; return its address."""
        self.pages[path] = (status, content_type, body.encode() if isinstance(body, str) else body)
        return self.url + path


Command = Callable[..., Outcome]
Place = Callable[..., Path]
