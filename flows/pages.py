"""Entry -> Page -> what it says: fetches the pages behind feed entries and has them read in worker processes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from extractors.page_status import PageStatus
from extractors.records import Article, Entry, Page, make_id
from extractors.urls import canonical_url
from flows.faults import FetchFault
from flows.fetch import FetchFailure, Unmodified
from flows.reading import WorkerLost
from flows.stories import Brief, Story, read_story, read_summary
from flows.wire import Wire
from warehouse.readings import Reading
from warehouse.rows import EntryRow

UNREACHED = "unreached"
"""Page status of an entry whose page may well be there the next time: it is tried again (view waiting_entries)."""
_PASSING = frozenset(
    {FetchFault.TIMEOUT, FetchFault.CONNECT, FetchFault.NO_SUCH_HOST, FetchFault.PROTOCOL, FetchFault.HTTP_SERVER,
     FetchFault.RATE_LIMITED, FetchFault.NO_RULES}
)  # fmt: skip
KNOWN = "known"
"""Page status of an entry whose article is stored already: another feed brought it, or this one under another id."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What became of one entry."""

    entry: Entry
    status: str
    reading: Reading | None = None
    """None when neither the page nor the feed had text to read."""
    reason: str | None = None
    article_id: str | None = None

    @property
    def article(self) -> Article | None:
        return self.reading.article if self.reading else None


def identify_entry(entry: Entry) -> str:
    """Return the id of the article behind an entry as far as its address tells."""
    return make_id(canonical_url(entry.url))


async def read_entry(wire: Wire, entry: Entry, brief: Brief) -> PageReading:
    """Fetch and read the page of an entry; what goes wrong is a status, and the feed's own text stands in."""
    answer = await wire.fetch(entry.url)
    if isinstance(answer, FetchFailure | Unmodified):
        reason = answer.detail if isinstance(answer, FetchFailure) else "not modified, though nothing was known of it"
        summary = await _fall_back(wire, entry, reason, brief)
        passing = isinstance(answer, FetchFailure) and answer.kind in _PASSING
        return replace(summary, status=UNREACHED) if passing else summary
    story = await wire.readers.call_again(read_story, Page(answer.url, answer.body, answer.content_type), entry, brief)
    if isinstance(story, WorkerLost):
        return await _fall_back(wire, entry, story.reason, brief)
    return _complete(entry, story)


async def _fall_back(wire: Wire, entry: Entry, reason: str, brief: Brief) -> PageReading:
    summary = await wire.readers.call_again(read_summary, entry, reason, brief)
    if isinstance(summary, WorkerLost):
        return PageReading(entry, PageStatus.ERROR, None, f"{reason}; of its summary: {summary.reason}")
    return _complete(entry, summary)


def _complete(entry: Entry, story: Story) -> PageReading:
    return PageReading(
        entry, story.status, story.reading, story.reason, story.reading.article.article_id if story.reading else None
    )


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
