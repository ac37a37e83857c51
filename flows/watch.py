"""Poll: one pass over the feeds that are due, from feed to pending alert. A newcomer starts here.

    Feed -> Entry -> Page -> Article -> Fact -> Verdict -> Alert

Everything streams: feeds and pages are read ahead, pages in worker processes, while what was read before is judged and recorded.
A batch of pages is one transaction: a kill at any moment leaves whole batches, and the next run does the rest. The clock is read
once, by the caller.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from extractors.records import Entry
from extractors.topic import Feed
from extractors.urls import is_web_url
from extractors.vocabulary import compile_topic
from flows.entries import NOTHING_NEW, EntryChoice, FeedBook, choose_entries
from flows.feeds import FeedReading, read_feed_states, read_feeds
from flows.messages import Coverage
from flows.mistakes import UserError
from flows.pages import PageReading, read_entry
from flows.poll_records import Polled, PollSummary, Tally, describe_feed, finish_poll, record_batch
from flows.polling import DueFeed, choose_feeds
from flows.progress import ShowProgress
from flows.runs import NOTHING_RECORDED, Run
from flows.second_reader import add_model_facts, after_costs
from flows.settings import Settings
from flows.shares import share_feeds
from flows.stages import Batch, RunStage, run_plainly
from flows.stories import write_brief
from flows.streams import Stream, open_stream
from flows.topics import LocatedTopic
from flows.wire import choose_policy, open_wire
from warehouse.publish import publish
from warehouse.store import open_warehouse

MOST_PAGES = 500
"""Pages read in one run, oldest first; feeds with more are due again at once."""
FEED_BATCHES_AHEAD = 4
PAGES_AHEAD = 48
"""Pages being fetched or read, or waiting to be recorded: enough to keep two workers busy at 100 ms a page, few in memory."""
PAGES_A_BATCH = 50
BATCH_S = 60.0
"""A batch is recorded when it is full, or after so many seconds with what there is."""


async def poll(
    settings: Settings, located: LocatedTopic, run: Run, show: ShowProgress,
    *, only: Sequence[str] = (), every: bool = False, run_stage: RunStage = run_plainly,
) -> PollSummary:  # fmt: skip
    """Read what is due (or `only` these feeds, or `every` one) and record what is new in it. Raises UserError, WarehouseError."""
    feeds = name_feeds(located, only) if only else located.topic.feeds
    with open_warehouse(settings.warehouse) as warehouse:
        states = read_feed_states(warehouse, run.topic, feeds)
        due = choose_feeds(feeds, states, run.now, every=every or bool(only))
        if not due:
            publish(warehouse)  # what a run that was killed at its end has recorded
    if not due:
        times = [state.next_poll_at for state in states.values() if state.next_poll_at]
        return PollSummary(run, Coverage(), (), NOTHING_RECORDED, min(times, default=None))

    brief = write_brief(located.topic, run.now)
    book, polled, tally = FeedBook(), list[Polled](), Tally()
    async with open_wire(choose_policy(settings, located.folder)) as wire:
        with show("reading feeds", len(due)) as advance_feeds, show("reading pages", None) as advance_pages:

            async def read_batch(batch: Batch[DueFeed]) -> list[FeedReading]:
                return await run_stage("read feeds", batch.label, lambda: read_feeds(wire, batch.things, advance_feeds))

            async def read_page(entry: Entry | PageReading) -> PageReading:
                reading = entry if isinstance(entry, PageReading) else await read_entry(wire, entry, brief)
                advance_pages()
                return reading

            async def record_next() -> Tally | None:
                batch = await pages.take(PAGES_A_BATCH, BATCH_S)
                if not batch:
                    return None
                model = after_costs(settings.model, tally.costs)
                read = [page.reading for page in batch if page.reading]
                readings, costs = await add_model_facts(model, read, compile_topic(located.topic), show)
                return await asyncio.to_thread(
                    record_batch, settings.warehouse, run, batch, readings, costs, book.settle(batch)
                )

            ours = share_feeds(settings.warehouse, run, due, settings.read_clock)
            async with (
                open_stream(ours, read_batch, FEED_BATCHES_AHEAD) as feeds_read,
                open_stream(find_entries(feeds_read, settings.warehouse, run, book, polled), read_page, PAGES_AHEAD) as pages,
            ):
                while recorded := await run_stage("read pages", f"from {tally.entries + 1}", record_next):
                    tally += recorded

    async def finish() -> PollSummary:
        return await asyncio.to_thread(finish_poll, settings.warehouse, run, polled, book.settle_rest(), tally)

    return await run_stage("record the poll", run.topic, finish)


def name_feeds(located: LocatedTopic, only: Sequence[str]) -> tuple[Feed, ...]:
    """Return the topic's feeds of these addresses; any other web address is a feed too. Raises UserError."""
    listed = {feed.url: feed for feed in located.topic.feeds}
    for url in only:
        if url not in listed and not is_web_url(url):
            raise UserError(f"--feed {url}: neither a feed of the topic nor an http address")
    return tuple(listed.get(url) or Feed(url) for url in dict.fromkeys(only))


async def find_entries(
    feeds: Stream[list[FeedReading]], folder: Path, run: Run, book: FeedBook, polled: list[Polled]
) -> AsyncIterator[Entry | PageReading]:
    """Yield the new entries of the feeds, oldest first within each batch of feeds; every feed is entered in the books before."""
    chosen: set[str] = set()

    def choose(batch: Sequence[FeedReading]) -> EntryChoice:
        if not any(feed.entries for feed in batch):
            return NOTHING_NEW  # opening the warehouse forty times took longer than polling 1,000 unchanged feeds
        with open_warehouse(folder) as warehouse:
            return choose_entries(warehouse, batch, run.now, chosen=chosen, most=MOST_PAGES - len(chosen))

    async for batch in feeds:
        choice = await asyncio.to_thread(choose, batch)
        chosen |= choice.article_ids
        polled += [describe_feed(feed) for feed in batch]
        book.open(batch, choice)
        for entry in choice.entries:
            yield entry
