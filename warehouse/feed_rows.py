"""What is stored of feeds: every attempt to read one, and what was told about one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from warehouse.rows import Row


@dataclass(frozen=True, slots=True)
class PollRow(Row):
    """One attempt to read a feed. `outcome` is ok, unmodified, failed, gone or paused."""

    TABLE: ClassVar[str] = "poll"
    KEY: ClassVar[tuple[str, ...]] = ("run_id", "feed_url", "polled_at")

    run_id: str
    feed_url: str
    polled_at: datetime
    outcome: str
    status_code: int | None = None
    reason: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    entries: int = 0
    new_entries: int = 0
    failures: int = 0
    """Failures in a row up to and with this one."""
    next_poll_at: datetime | None = None
    title: str | None = None
    fault: str | None = None
    strain: float = 0.0
    """Failures in a row, each by its weight (flows/polling.py)."""
    interval_s: int | None = None
    ttl_s: int | None = None
    moved_to: str | None = None
    moves: int = 0
    """Polls in a row that permanent redirects led to `moved_to`."""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class FeedNoticeRow(Row):
    """Something to tell about a feed. `kind` is failing or gone, ended by recovered; or silent, ended by resumed."""

    TABLE: ClassVar[str] = "feed_notice"
    KEY: ClassVar[tuple[str, ...]] = ("topic", "feed_url", "kind", "run_id")

    topic: str
    feed_url: str
    kind: str
    run_id: str
    noticed_at: datetime
    title: str | None
    line: str
