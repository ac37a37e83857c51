"""Second looks at articles: which are due, and the log of what they found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from extractors.records import Quality
from warehouse.rows import Row
from warehouse.store import Warehouse

LOOKS = (timedelta(hours=24), timedelta(days=7))
"""How long after an article was first read it is looked at again: of the articles that change within a week four in five do so on
the first day (GDELT, Global Difference Graph)."""
OLDEST = timedelta(days=30)
"""An article first read longer ago was missed for good."""
ATTEMPTS = 3
"""Tries of one look when the page cannot be reached."""
RETRY = timedelta(hours=6)
MOST = 300
"""Articles in one run, oldest first; the next run takes the others."""


class Outcome(StrEnum):
    """What a second look found."""

    UNMODIFIED = "unmodified"
    """The same bytes."""
    SAME = "same"
    """Another page with the same text."""
    EDITED = "edited"
    MOVED = "moved"
    """Another article answers at its address."""
    GONE = "gone"
    UNREADABLE = "unreadable"
    """A page, but no whole article: a wall, a notice, another language."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RecheckRow(Row):
    """A second look at an article."""

    TABLE: ClassVar[str] = "recheck"
    KEY: ClassVar[tuple[str, ...]] = ("article_id", "rechecked_at")

    article_id: str
    rechecked_at: datetime
    run_id: str
    look: int
    outcome: Outcome
    status_code: int | None = None
    reason: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    version_id: str | None = None


@dataclass(frozen=True, slots=True)
class DueArticle:
    """An article in its latest wording that is due a second look, and the validators of the last one."""

    article_id: str
    look: int
    page_url: str
    """Where to ask for it."""
    version_id: str
    url: str
    """Where it says it is."""
    title: str
    publisher: str
    author: str | None
    published_at: datetime | None
    feed_url: str | None
    text: str
    quality: Quality
    etag: str | None
    last_modified: str | None
    body_hash: str | None


def read_due(warehouse: Warehouse, topic: str, now: datetime) -> list[DueArticle]:
    """Return the articles from feeds that are due a second look at `now`; seeds and replayed articles never are."""
    day, week = LOOKS
    limits = {"first": now - day, "second": now - week, "oldest": now - OLDEST, "retry": now - RETRY}
    rows = warehouse.read("recheck_due", {"topic": topic, "attempts": ATTEMPTS, "most": MOST, **limits})
    return [DueArticle(**row | {"quality": Quality(row["quality"])}) for row in rows]
