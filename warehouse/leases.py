"""Shares feeds out among runs on several machines: each takes a batch of feeds for itself before it reads them.

The fence makes it safe: of two runs that take the same feeds at once one fails at its commit, tries again, and finds them held.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from warehouse.rows import Row
from warehouse.store import Transaction

LEASE = timedelta(minutes=15)
"""Longer than a batch of feeds and their pages takes. What a killed run held is read by the first run after that."""


@dataclass(frozen=True, slots=True)
class LeaseRow(Row):
    """A feed that a run took for itself."""

    TABLE: ClassVar[str] = "feed_lease"
    KEY: ClassVar[tuple[str, ...]] = ("feed_url", "run_id")

    feed_url: str
    run_id: str
    leased_at: datetime
    expires_at: datetime


def take_leases(tx: Transaction, feed_urls: Sequence[str], run_id: str, *, began: datetime, now: datetime) -> frozenset[str]:
    """Take those of the feeds that no other run holds, or took since this one `began`; return them."""
    asked = {"feed_urls": list(feed_urls), "run_id": run_id, "began": began, "now": now}
    held = {row["feed_url"] for row in tx.read("held_feeds", asked)}
    free = [url for url in feed_urls if url not in held]
    tx.insert([LeaseRow(url, run_id, now, now + LEASE) for url in free])
    return frozenset(free)
