"""A feed's bytes to its entries: RSS 0.9x-2.0, RDF, Atom, JSON Feed. Nothing is fetched here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from extractors.charset import decode_body
from extractors.feed_json import read_json_feed
from extractors.feed_xml import read_xml_feed
from extractors.records import Entry


class FeedReason(StrEnum):
    """Why a body is no feed."""

    EMPTY = "empty"
    HTML = "html"
    """A web page: the address is wrong, or a login or error page answered with status 200."""
    NOT_A_FEED = "not_a_feed"
    BROKEN = "broken"
    """It begins like a feed and cannot be read."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed says, entries in its own order, each id once."""

    title: str
    entries: tuple[Entry, ...]
    ttl: timedelta | None = None
    """How long the feed asks to be left alone."""
    skipped: int = 0
    """Items without an address to read, and repetitions of an id."""


@dataclass(frozen=True, slots=True)
class FeedFailure:
    """The body is no feed, and why, in one line for a person."""

    reason: FeedReason
    detail: str


# Comments and the XML declaration may stand before the first element; 2,000 characters of them are enough.
_HEAD_CHARS = 4_000
_FEED_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)
_PAGE_ROOT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def parse_feed(body: bytes, url: str, content_type: str | None) -> ParsedFeed | FeedFailure:
    """Read a feed fetched from `url`.

    Links are absolute, markup is stripped from titles and summaries, a missing id is the link, dates are UTC or None (a
    future date is the caller's business). Relative links are resolved against `xml:base`, else `url`.
    """
    text = decode_body(body, content_type).lstrip("\ufeff \t\r\n\0")
    if not text.strip():
        return FeedFailure(FeedReason.EMPTY, "the answer is empty")
    return _parse_json(text, url) if text.startswith(("{", "[")) else _parse_xml(text, url)


def _parse_xml(text: str, url: str) -> ParsedFeed | FeedFailure:
    head = text[:_HEAD_CHARS]
    root = _FEED_ROOT.search(head)
    page = _PAGE_ROOT.search(head)
    if page and (root is None or page.start() < root.start()):
        return FeedFailure(FeedReason.HTML, "a web page, not a feed")
    if not text.startswith("<") and root is None:
        return FeedFailure(FeedReason.NOT_A_FEED, f"neither XML nor JSON: begins with {text[:40]!r}")
    reading = read_xml_feed(text, url)
    if isinstance(reading, str):
        return FeedFailure(FeedReason.BROKEN if root else FeedReason.NOT_A_FEED, reading)
    feed = _keep_readable(reading.title, reading.entries, reading.ttl)
    if not feed.entries and reading.fault:
        return FeedFailure(FeedReason.BROKEN, f"begins like a feed, and no entry can be read: {reading.fault}")
    return feed


def _parse_json(text: str, url: str) -> ParsedFeed | FeedFailure:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        return FeedFailure(FeedReason.BROKEN, f"not valid JSON: {error}")
    reading = read_json_feed(data, url)
    if isinstance(reading, str):
        return FeedFailure(FeedReason.NOT_A_FEED, reading)
    return _keep_readable(reading.title, reading.entries, reading.ttl)


def _keep_readable(title: str, entries: list[Entry], ttl: timedelta | None) -> ParsedFeed:
    """Drop entries without an address (podcast episodes, notes) and repeated ones: the first, newest in most feeds, stays.

    An id that stands on entries of different addresses ("1", or the site's own) tells nothing apart: the address is the id then.
    """
    addresses: dict[str, set[str]] = {}
    for entry in entries:
        addresses.setdefault(entry.entry_id, set()).add(entry.url)
    kept: dict[str, Entry] = {}
    for entry in entries:
        if entry.url:
            shared = len(addresses[entry.entry_id]) > 1
            kept.setdefault(entry.url if shared else entry.entry_id, replace(entry, entry_id=entry.url) if shared else entry)
    return ParsedFeed(title, tuple(kept.values()), ttl, skipped=len(entries) - len(kept))
