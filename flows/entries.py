"""Feed -> Entry: which entries of the feeds are news to us, and which feeds still have entries under way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extractors.records import Entry
from flows.feeds import FeedReading
from flows.pages import KNOWN, PageReading, identify_entry
from warehouse.store import Warehouse


@dataclass(frozen=True, slots=True)
class EntryChoice:
    """The entries of some feeds that were not seen before."""

    entries: tuple[Entry | PageReading, ...]
    """Oldest first. A PageReading is an entry whose article is known: it is stored, or comes twice in this run."""
    article_ids: frozenset[str]
    """Of those to be read."""
    left: frozenset[str]
    """Addresses of feeds with entries left for the next run."""


NOTHING_NEW = EntryChoice((), frozenset(), frozenset())


def choose_entries(
    warehouse: Warehouse, feeds: Sequence[FeedReading], now: datetime, *, chosen: Collection[str], most: int
) -> EntryChoice:
    """Choose what to read of what the feeds brought: up to `most` pages, none of the articles `chosen` in this run already."""
    rows = warehouse.read("seen_entries", {"feed_urls": [feed.name for feed in feeds if feed.entries]})
    seen = {(row["feed_url"], row["entry_id"]) for row in rows}
    new = [entry for feed in feeds for entry in feed.entries if (entry.feed_url, entry.entry_id) not in seen]
    new.sort(key=lambda entry: (entry.published_at or now, entry.url))
    ids = [identify_entry(entry) for entry in new]
    stored = {row["article_id"] for row in warehouse.read("stored_articles", {"article_ids": ids})} | set(chosen)
    entries: list[Entry | PageReading] = []
    to_read: set[str] = set()
    left: set[str] = set()
    for article_id, entry in zip(ids, new, strict=True):
        if article_id in stored or article_id in to_read:
            entries.append(PageReading(entry, KNOWN, reason="its article was read before", article_id=article_id))
        elif len(to_read) < most:
            to_read.add(article_id)
            entries.append(entry)
        else:
            left.add(entry.feed_url)
    return EntryChoice(tuple(entries), frozenset(to_read), frozenset(left))


@dataclass(frozen=True, slots=True)
class Settled:
    """Feeds whose entries have all been handled, or left for the next run."""

    feeds: tuple[FeedReading, ...]
    new_entries: Mapping[str, int]
    """How many of each were handled."""
    left: frozenset[str]


class FeedBook:
    """Which feeds of a run still have entries under way.

    A feed's row, with the validators that make it answer "unmodified", is written together with the last of its entries: a run
    that is killed before asks for all of it again.
    """

    def __init__(self) -> None:
        self._open: dict[str, FeedReading] = {}
        self._waiting: Counter[str] = Counter()
        self._handled: Counter[str] = Counter()
        self._left: set[str] = set()

    def open(self, feeds: Sequence[FeedReading], choice: EntryChoice) -> None:
        """Enter feeds that have been read, and what was chosen of them."""
        self._open |= {feed.name: replace(feed, entries=()) for feed in feeds}
        self._waiting.update(_entry_of(item).feed_url for item in choice.entries)
        self._left |= choice.left

    def settle(self, pages: Sequence[PageReading]) -> Settled:
        """Return the feeds that these were the last entries of."""
        handled = Counter(page.entry.feed_url for page in pages)
        self._waiting -= handled  # keeps positive counts only
        self._handled += handled
        return self._close([name for name in handled if name not in self._waiting])

    def settle_rest(self) -> Settled:
        """Return the feeds that brought nothing to read, at the end of the run."""
        return self._close(list(self._open))

    def _close(self, names: Sequence[str]) -> Settled:
        feeds = tuple(self._open.pop(name) for name in names)
        return Settled(feeds, {name: self._handled.pop(name, 0) for name in names}, frozenset(self._left.intersection(names)))


def _entry_of(item: Entry | PageReading) -> Entry:
    return item.entry if isinstance(item, PageReading) else item
