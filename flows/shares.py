"""A run's share of the feeds that are due: all of them on one machine; where several share, whatever nobody else took."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from flows.feeds import FEEDS_A_BATCH, name_feed
from flows.polling import DueFeed
from flows.runs import Run
from flows.stages import Batch, cut_batches
from warehouse.lake_address import is_lake
from warehouse.leases import take_leases
from warehouse.store import open_warehouse


async def share_feeds(
    folder: Path, run: Run, due: Sequence[DueFeed], read_clock: Callable[[], datetime]
) -> AsyncIterator[Batch[DueFeed]]:
    """Yield batches of feeds to read. A file belongs to one machine, where Prefect runs one poll at a time."""
    for batch in cut_batches(due, FEEDS_A_BATCH):
        if not is_lake(folder):
            yield batch
            continue
        ours = await asyncio.to_thread(_take, folder, run, batch.things, read_clock())
        if ours:
            yield replace(batch, things=ours)


def _take(folder: Path, run: Run, due: Sequence[DueFeed], now: datetime) -> list[DueFeed]:
    names = [name_feed(one.feed) for one in due]
    with open_warehouse(folder) as warehouse:
        taken = warehouse.write(lambda tx: take_leases(tx, names, run.run_id, began=run.now, now=now))
    return [one for one, name in zip(due, names, strict=True) if name in taken]
