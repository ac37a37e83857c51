"""Entry -> Page -> Article: fetches the pages behind feed entries and reads them in worker processes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from extractors.page import summarise_entry
from extractors.page_status import PageStatus
from extractors.records import Article, Entry, Page, make_id
from extractors.urls import canonical_url
from flows.fetch import FetchFailure, Unmodified
from flows.progress import Advance
from flows.wire import Wire
from warehouse.rows import EntryRow

PAGES_A_BATCH = 40
KNOWN = "known"
"""Page status of an entry whose article is stored already: another feed brought it, or this one under another id."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What became of one entry."""

    entry: Entry
    status: str
    article: Article | None = None
    """None when neither the page nor the feed had text to read."""
    reason: str | None = None
    article_id: str | None = None


def identify_entry(entry: Entry) -> str:
    """Return the id of the article behind an entry as far as its address tells."""
    return make_id(canonical_url(entry.url))


async def read_pages(wire: Wire, entries: Sequence[Entry], now: datetime, advance: Advance) -> list[PageReading]:
    """Fetch and read the pages of a batch of entries at once."""

    async def read(entry: Entry) -> PageReading:
        reading = await _read_page(wire, entry, now)
        advance()
        return reading

    return await asyncio.gather(*(read(entry) for entry in entries))


async def _read_page(wire: Wire, entry: Entry, now: datetime) -> PageReading:
    answer = await wire.fetch(entry.url)
    if isinstance(answer, FetchFailure | Unmodified):
        reason = answer.detail if isinstance(answer, FetchFailure) else "not modified, though nothing was known of it"
        return _fall_back(entry, PageStatus.ERROR, reason, summarise_entry(entry, now))
    outcome = await wire.readers.read(Page(answer.url, answer.body, answer.content_type), entry, now)
    if isinstance(outcome, Article):
        return PageReading(entry, PageStatus.FULL, outcome, None, outcome.article_id)
    return _fall_back(entry, outcome.status, outcome.detail, outcome.summary)


def _fall_back(entry: Entry, status: PageStatus, reason: str, summary: Article | None) -> PageReading:
    return PageReading(entry, status, summary, reason, summary.article_id if summary else None)


def log_entry(reading: PageReading, now: datetime) -> EntryRow:
    """Return the row that says what became of an entry."""
    entry = reading.entry
    return EntryRow(
        feed_url=entry.feed_url,
        entry_id=entry.entry_id,
        url=entry.url,
        title=entry.title,
        published_at=entry.published_at,
        seen_at=now,
        article_id=reading.article_id,
        page_status=reading.status,
        reason=reading.reason,
    )
