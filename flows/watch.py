"""Poll: one pass over the feeds that are due, from feed to pending alert. A newcomer starts here.

    Feed -> Entry -> Page -> Article -> Fact -> Verdict -> Alert

Everything a run finds out is written in one transaction at its end: a kill at any moment leaves all of it or nothing, and the
next run does it again. The clock is read once, by the caller.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from extractors.records import Entry, Quality
from extractors.topic import Feed
from extractors.urls import is_web_url
from extractors.vocabulary import compile_topic
from flows.feeds import FEEDS_A_BATCH, FeedReading, read_feed_states, read_feeds, record_feeds
from flows.messages import Coverage
from flows.mistakes import UserError
from flows.pages import KNOWN, PAGES_A_BATCH, PageReading, identify_entry, log_entry, read_pages
from flows.polling import FailedFeed, choose_feeds
from flows.progress import ShowProgress
from flows.runs import Run, add_costs, read_article, record
from flows.second_reader import NO_MODEL, ModelCosts, add_model_facts
from flows.settings import Settings
from flows.stages import RunStage, run_batches, run_plainly
from flows.topics import LocatedTopic
from flows.wire import choose_policy, open_wire
from warehouse.ledger import Recorded
from warehouse.publish import publish
from warehouse.readings import Reading
from warehouse.rows import RunRow
from warehouse.store import Transaction, Warehouse, open_warehouse

MOST_PAGES = 500
"""Pages read in one run, oldest first; feeds with more are due again at once."""


@dataclass(frozen=True, slots=True)
class PollSummary:
    """What a poll came to."""

    run: Run
    coverage: Coverage
    failed: tuple[FailedFeed, ...]
    recorded: Recorded
    next_due: datetime | None = None
    """When the next feed is due, when none was."""
    costs: ModelCosts = NO_MODEL


async def poll(
    settings: Settings, located: LocatedTopic, run: Run, show: ShowProgress,
    *, only: Sequence[str] = (), every: bool = False, run_stage: RunStage = run_plainly,
) -> PollSummary:  # fmt: skip
    """Read what is due (or `only` these feeds, or `every` one) and record what is new in it. Raises UserError, WarehouseError."""
    feeds = name_feeds(located, only) if only else located.topic.feeds
    with open_warehouse(settings.warehouse) as warehouse:
        states = read_feed_states(warehouse, feeds)
    due = choose_feeds(feeds, states, run.now, every=every or bool(only))
    if not due:
        times = [state.next_poll_at for state in states.values() if state.next_poll_at]
        return PollSummary(run, Coverage(), (), Recorded(0, 0, 0, {}), min(times, default=None))

    async with open_wire(choose_policy(settings, located.folder)) as wire:
        with show("reading feeds", len(due)) as advance:
            polls = await run_batches(run_stage, "read feeds", due, FEEDS_A_BATCH, lambda batch: read_feeds(wire, batch, advance))
        with open_warehouse(settings.warehouse) as warehouse:
            chosen = choose_entries(warehouse, polls, run.now)
        with show("reading pages", len(chosen.to_read)) as advance:
            pages = await run_batches(
                run_stage, "read pages", chosen.to_read, PAGES_A_BATCH, lambda batch: read_pages(wire, batch, run.now, advance)
            )

    async def judge() -> PollSummary:
        ours = read_facts(pages, located, show)
        readings, costs = await add_model_facts(settings.model, ours, compile_topic(located.topic), show)
        handled = [*chosen.known, *pages]
        with open_warehouse(settings.warehouse) as warehouse:
            summary = warehouse.write(lambda tx: record_poll(tx, run, polls, handled, readings, costs, left=chosen.left))
            publish(warehouse)
        return summary

    return await run_stage("judge and record", run.topic, judge)


def name_feeds(located: LocatedTopic, only: Sequence[str]) -> tuple[Feed, ...]:
    """Return the topic's feeds of these addresses; any other web address is a feed too. Raises UserError."""
    listed = {feed.url: feed for feed in located.topic.feeds}
    for url in only:
        if url not in listed and not is_web_url(url):
            raise UserError(f"--feed {url}: neither a feed of the topic nor an http address")
    return tuple(listed.get(url) or Feed(url) for url in dict.fromkeys(only))


@dataclass(frozen=True, slots=True)
class EntryChoice:
    """The entries of a run that were not seen before."""

    to_read: tuple[Entry, ...]
    """One per article, oldest first."""
    known: tuple[PageReading, ...]
    """Entries whose article is stored already or comes twice in this run."""
    left: frozenset[str]
    """Addresses of feeds with entries left for the next run."""


def choose_entries(warehouse: Warehouse, polls: Sequence[FeedReading], now: datetime) -> EntryChoice:
    """Choose what to read of what the feeds brought."""
    rows = warehouse.read("seen_entries", {"feed_urls": [feed.name for feed in polls]})
    seen = {(row["feed_url"], row["entry_id"]) for row in rows}
    new = [entry for feed in polls for entry in feed.entries if (entry.feed_url, entry.entry_id) not in seen]
    new.sort(key=lambda entry: (entry.published_at or now, entry.url))
    ids = [identify_entry(entry) for entry in new]
    stored = {row["article_id"] for row in warehouse.read("stored_articles", {"article_ids": ids})}
    to_read: dict[str, Entry] = {}
    known: list[PageReading] = []
    left: set[str] = set()
    for article_id, entry in zip(ids, new, strict=True):
        if article_id in stored or article_id in to_read:
            known.append(PageReading(entry, KNOWN, reason="its article was read before", article_id=article_id))
        elif len(to_read) < MOST_PAGES:
            to_read[article_id] = entry
        else:
            left.add(entry.feed_url)
    return EntryChoice(tuple(to_read.values()), tuple(known), frozenset(left))


def read_facts(pages: Sequence[PageReading], located: LocatedTopic, show: ShowProgress) -> list[Reading]:
    """Return every article that was read, with its facts."""
    vocabulary = compile_topic(located.topic)
    articles = [page.article for page in pages if page.article is not None]
    readings = []
    with show("reading facts", len(articles)) as advance:
        for article in articles:
            readings.append(read_article(article, vocabulary))
            advance()
    return readings


def record_poll(
    tx: Transaction, run: Run, polls: Sequence[FeedReading], handled: Sequence[PageReading], readings: Sequence[Reading],
    costs: ModelCosts, *, left: frozenset[str],
) -> PollSummary:  # fmt: skip
    """Write all that a run found out."""
    recorded = record(tx, readings, run, source="feed", alerting=True)
    tx.insert([log_entry(page, run.now) for page in handled])
    new = Counter(page.entry.feed_url for page in handled)
    silent = record_feeds(tx, run, polls, new, left)
    failed = tuple(FailedFeed(feed.title or feed.name, feed.name, feed.reason or feed.outcome) for feed in polls if feed.failed)
    qualities = Counter(page.article.quality if page.article else Quality.QUARANTINED for page in handled if page.status != KNOWN)
    row = RunRow(
        run_id=run.run_id,
        kind="poll",
        topic=run.topic,
        started_at=run.now,
        finished_at=run.now,
        feeds_due=len(polls),
        feeds_ok=len(polls) - len(failed),
        feeds_failing=len(failed),
        feeds_silent=silent,
        entries_seen=sum(len(feed.entries) for feed in polls),
        entries_new=len(handled),
        pages_full=qualities[Quality.FULL],
        pages_summary_only=qualities[Quality.SUMMARY_ONLY],
        pages_quarantined=qualities[Quality.QUARANTINED],
        facts=recorded.facts,
        alerts=recorded.alerts,
    )
    tx.insert([add_costs(row, costs)])
    in_part = row.pages_summary_only + row.pages_quarantined
    coverage = Coverage(row.feeds_ok, row.feeds_due, row.feeds_failing, row.pages_full, in_part)
    return PollSummary(run, coverage, failed, recorded, costs=costs)
