"""What a poll leaves in the warehouse: its batches as they come, one transaction each, and its own row at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from extractors.records import Quality
from flows.entries import Settled
from flows.feeds import FeedReading, record_feeds
from flows.messages import Coverage
from flows.pages import KNOWN, PageReading, log_entry
from flows.polling import FailedFeed, is_cut_off
from flows.runs import NOTHING_RECORDED, Run, add_costs, add_recorded, record
from flows.second_reader import NO_MODEL, ModelCosts
from warehouse.ledger import Recorded
from warehouse.publish import publish
from warehouse.readings import Reading
from warehouse.rows import RunRow
from warehouse.store import Transaction, open_warehouse


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


@dataclass(frozen=True, slots=True)
class Polled:
    """How a feed answered, without what it brought: kept of every feed until the end of the run."""

    name: str
    title: str
    entries: int
    fault: str | None
    reason: str | None
    """Why it failed; None when it did not."""


def describe_feed(feed: FeedReading) -> Polled:
    """Return how a feed answered."""
    reason = (feed.reason or feed.outcome) if feed.failed else None
    return Polled(feed.name, feed.title or feed.name, len(feed.entries), feed.fault, reason)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the batches of a poll have added up to."""

    recorded: Recorded = NOTHING_RECORDED
    costs: ModelCosts = NO_MODEL
    entries: int = 0
    qualities: Counter[Quality] = field(default_factory=Counter)
    """How many pages were read in full, in part, or not at all (quarantined)."""
    silent: int = 0
    """Feeds whose silence stands."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            add_recorded(self.recorded, other.recorded),
            self.costs + other.costs,
            self.entries + other.entries,
            self.qualities + other.qualities,
            self.silent + other.silent,
        )


def record_batch(
    folder: Path, run: Run, pages: Sequence[PageReading], readings: Sequence[Reading], costs: ModelCosts, settled: Settled
) -> Tally:
    """Write what a batch of pages came to, and the feeds that are done with it, in one transaction. Raises WarehouseError."""

    def write(tx: Transaction) -> tuple[Recorded, int]:
        recorded = record(tx, readings, run, source="feed", alerting=True)
        tx.insert([log_entry(page, run.now) for page in pages])
        return recorded, record_feeds(tx, run, settled.feeds, settled.new_entries, settled.left)

    with open_warehouse(folder) as warehouse:
        recorded, silent = warehouse.write(write)
    qualities = Counter(page.article.quality if page.article else Quality.QUARANTINED for page in pages if page.status != KNOWN)
    return Tally(recorded, costs, len(pages), qualities, silent)


def finish_poll(folder: Path, run: Run, polled: Sequence[Polled], settled: Settled, tally: Tally) -> PollSummary:
    """Write the feeds that brought nothing and the row of the run, and publish. Raises WarehouseError."""
    failed = tuple(FailedFeed(feed.title, feed.name, feed.reason) for feed in polled if feed.reason is not None)
    cut_off = is_cut_off((feed.name, feed.fault) for feed in polled)

    def write(tx: Transaction) -> RunRow:
        silent = record_feeds(tx, run, settled.feeds, settled.new_entries, settled.left, cut_off=cut_off)
        row = RunRow(
            run_id=run.run_id,
            kind="poll",
            topic=run.topic,
            started_at=run.now,
            finished_at=run.now,
            feeds_due=len(polled),
            feeds_ok=len(polled) - len(failed),
            feeds_failing=len(failed),
            feeds_silent=tally.silent + silent,
            entries_seen=sum(feed.entries for feed in polled),
            entries_new=tally.entries,
            pages_full=tally.qualities[Quality.FULL],
            pages_summary_only=tally.qualities[Quality.SUMMARY_ONLY],
            pages_quarantined=tally.qualities[Quality.QUARANTINED],
            facts=tally.recorded.facts,
            alerts=tally.recorded.alerts,
        )
        tx.insert([add_costs(row, tally.costs)])
        return row

    with open_warehouse(folder) as warehouse:
        row = warehouse.write(write)
        publish(warehouse)
    in_part = row.pages_summary_only + row.pages_quarantined
    coverage = Coverage(row.feeds_ok, row.feeds_due, row.feeds_failing, row.pages_full, in_part)
    return PollSummary(run, coverage, failed, tally.recorded, costs=tally.costs)
