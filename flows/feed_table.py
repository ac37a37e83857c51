"""How a topic's feeds are, a row each: what `claimwatch feeds list` shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from pathlib import Path

from extractors.topic import Feed, Topic
from extractors.urls import hide_credentials
from flows.failures import WIDTH, shorten_address
from flows.listing import write_time
from flows.messages import count, make_visible
from warehouse.store import SNAPSHOT, load_query, read_snapshot

STATES = ("gone", "failing", "silent", "ok", "new")
"""In the order of how much they need a look; docs/feeds.md says what each means."""


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One feed of the topic as it stands."""

    url: str
    title: str | None
    state: str
    failures: int = 0
    last_ok_at: datetime | None = None
    last_new_at: datetime | None = None
    next_poll_at: datetime | None = None
    silent_since: datetime | None = None
    moved_to: str | None = None
    interval_s: int | None = None
    polls: int = 0
    last_error: str | None = None
    expect_per_day: float | None = None
    publisher: str | None = None
    folder: str | None = None

    @property
    def name(self) -> str:
        """What a person calls it: half of all feeds are called "Technology"."""
        if not self.title:
            return shorten_address(self.url, WIDTH)
        named = self.publisher is None or self.publisher.lower() in self.title.lower()
        return self.title if named else f"{self.publisher}: {self.title}"


COLUMNS = tuple(field.name for field in fields(FeedLine))


def read_lines(folder: Path, topic: Topic) -> list[FeedLine]:
    """Return how the topic's feeds are, those that need a look first; all new without a warehouse. Raises WarehouseError."""
    known = {}
    if (folder / SNAPSHOT).exists():
        urls = [hide_credentials(feed.url) for feed in topic.feeds]
        columns, rows = read_snapshot(folder, load_query("listed_feeds"), {"topic": topic.name, "feed_urls": urls})
        known = {row[0]: dict(zip(columns, row, strict=True)) for row in rows}
    lines = [_join(feed, known.get(hide_credentials(feed.url))) for feed in topic.feeds]
    return sorted(lines, key=lambda line: STATES.index(line.state) if line.state in STATES else 0)


def _join(feed: Feed, row: dict[str, object] | None) -> FeedLine:
    stated = {"expect_per_day": feed.expect_per_day, "publisher": feed.publisher, "folder": feed.folder}
    if row is None:
        return FeedLine(hide_credentials(feed.url), feed.title, "new", **stated)  # type: ignore[arg-type]
    state = "silent" if row["state"] == "ok" and row["silent_since"] else row["state"]
    return FeedLine(**row | stated | {"title": feed.title or row["title"], "state": state})  # type: ignore[arg-type]


def list_values(line: FeedLine) -> tuple[object, ...]:
    """Return a feed's values in the order of COLUMNS."""
    return astuple(line)


def write_lines(lines: Sequence[FeedLine], now: datetime, *, exact: bool) -> Iterator[tuple[str, str]]:
    """Yield the lines of the table, none over WIDTH columns, each with the state that it is about ("" for the frame)."""
    when = 20 if exact else 15
    name = WIDTH - 8 - 2 * (when + 1)
    yield "", f"{'STATE':<8}{'FEED':<{name}} {'ANSWERED':<{when}} NEW ENTRIES"
    for line in lines:
        title = make_visible(line.name)
        title = title if len(title) < name else title[: name - 2] + "…"
        times = (_tell(line.last_ok_at, now, exact=exact), _tell(line.last_new_at, now, exact=exact))
        yield line.state, f"{line.state:<8}{title:<{name}} {times[0]:<{when}} {times[1]}"[:WIDTH].rstrip()
        for note in _note(line, now, exact=exact):
            yield line.state, _cut(f"        {note}")
    counted = Counter(line.state for line in lines)
    yield "", f"{count(len(lines), 'feed')}: " + ", ".join(f"{counted[state]} {state}" for state in counted)


def _note(line: FeedLine, now: datetime, *, exact: bool) -> Iterator[str]:
    if line.failures:
        due = f", next try {write_time(line.next_poll_at, now, exact=exact)}" if line.next_poll_at else ""
        yield f"{count(line.failures, 'failure')} in a row{due}"
        yield make_visible(line.last_error or "")
    if line.state == "silent":
        yield f"silent since {write_time(line.silent_since, now, exact=exact)}; {line.expect_per_day or 0:g} a day expected"
    if line.moved_to:
        yield f"moved to {line.moved_to}"


def _tell(moment: datetime | None, now: datetime, *, exact: bool) -> str:
    return write_time(moment, now, exact=exact) if moment else "never"


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"
