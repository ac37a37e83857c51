"""RSS, RDF and Atom to entries: feedparser reads, this mends what it is known to get wrong."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Mapping
from datetime import timedelta, tzinfo
from typing import Any
from xml.sax import SAXException

import feedparser

from extractors.feed_dates import evident_zone, parse_date
from extractors.feed_json import FeedReading
from extractors.feed_links import resolve_feed_link
from extractors.markup import strip_markup, strip_to_line
from extractors.records import Entry
from extractors.urls import absolute_url, host_of, is_web_url

# What feedparser 6 is known to raise on malformed input instead of setting `bozo` (its issue #599 and the loose parser's own
# indexing): faults of the feed, so they are a value here.
_PARSER_FAULTS = (
    SAXException, ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError, OverflowError, struct.error
)  # fmt: skip
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DATE_NAMES = ("published", "created", "updated")  # RSS pubDate, Atom published, dc:date and the rest, the earliest meaning first
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
# Characters XML 1.0 forbids; one of them throws feedparser back on its slow loose parser.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_xml_feed(text: str, url: str) -> FeedReading | str:
    """Read a decoded feed; a str says why it is none. Markup is not sanitised: nothing here is shown as HTML, only as text."""
    source = "<?xml version='1.0' encoding='utf-8'?>" + _DECLARATION.sub("", _FORBIDDEN.sub("", text), count=1)
    headers = {"content-type": "application/xml; charset=utf-8"}
    if is_web_url(url):  # feedparser loses a slash of file:///; those links are resolved below
        headers["content-location"] = url
    try:
        parsed = feedparser.parse(
            io.BytesIO(source.encode("utf-8", "replace")),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except _PARSER_FAULTS as error:
        return f"the feed cannot be read: {type(error).__name__}: {error}"
    fault = str(parsed["bozo_exception"]) if parsed.get("bozo") else None
    if not parsed.get("version") and not parsed.entries:
        return f"no feed in it: {fault}" if fault else "XML, but no feed in it"
    entries = [_read_entry(item, url, None) for item in parsed.entries]
    undated = any(entry.published_at is None for entry in entries)
    zone = evident_zone([raw for source in (parsed.feed, *parsed.entries) for raw in _raw_dates(source)]) if undated else None
    if zone:  # the feed gives the zone in one place and forgets it in another
        entries = [_read_entry(item, url, zone) for item in parsed.entries]
    return FeedReading(strip_to_line(_text(parsed.feed, "title")), entries, _read_ttl(parsed.feed), fault)


def _read_entry(item: Mapping[str, Any], feed_url: str, zone: tzinfo | None) -> Entry:
    link = _find_link(item)
    address = (absolute_url(feed_url, link) or "") if link else ""
    publisher = _find_publisher(item)
    title = strip_to_line(_text(item, "title"))
    if publisher:
        # Google News writes "Headline - Publisher" and names the publisher again in <source>.
        title = title.removesuffix(f" - {publisher}")
    content = max((_text(part, "value") for part in item.get("content", ()) if isinstance(part, Mapping)), key=len, default="")
    dates = (parse_date(raw, zone) for raw in _raw_dates(item))
    return Entry(
        feed_url=feed_url,
        entry_id=_text(item, "id") or address,
        url=resolve_feed_link(address),
        title=title,
        summary=strip_markup(_text(item, "summary") or content),
        content=content,
        author=strip_to_line(_text(item, "author")) or None,
        publisher=publisher or None,
        published_at=next((moment for moment in dates if moment), None),
    )


def _find_link(item: Mapping[str, Any]) -> str:
    """FeedBurner's original link, else the link, else an Atom link that is no enclosure, else an id that is an address.

    A podcast's episode that leads to nothing but its sound has no link: there is no page to read.
    """
    found = _find_any_link(item)
    sounds = {_text(part, "href") for part in item.get("enclosures", ()) if isinstance(part, Mapping)}
    return "" if found in sounds else found


def _find_any_link(item: Mapping[str, Any]) -> str:
    link = _text(item, "feedburner_origlink") or _text(item, "link")
    if not link:
        links = (part for part in item.get("links", ()) if isinstance(part, Mapping))
        link = next((_text(part, "href") for part in links if part.get("rel") in ("alternate", "self", None)), "")
    identity = _text(item, "id")
    return link or (identity if is_web_url(identity) else "")


def _find_publisher(item: Mapping[str, Any]) -> str:
    """The publisher an aggregator names: <source> (RSS, Atom) or News:Source (Bing)."""
    source = item.get("source")
    named = strip_to_line(_text(source, "title") or _text(source, "value")) if isinstance(source, Mapping) else ""
    if not named and isinstance(source, Mapping):
        named = host_of(_text(source, "href"))
    return named or strip_to_line(_text(item, "news_source"))


def _read_ttl(feed: Mapping[str, Any]) -> timedelta | None:
    """`ttl` in minutes (RSS 2.0), else updatePeriod / updateFrequency (RSS syndication module)."""
    ttl = _text(feed, "ttl")
    if ttl.isdecimal() and len(ttl) < 7:
        return timedelta(minutes=int(ttl))
    period = _PERIODS.get(_text(feed, "sy_updateperiod").lower())
    times = _text(feed, "sy_updatefrequency")
    if period is None:
        return None
    return timedelta(minutes=period / max(1, int(times) if times.isdecimal() and len(times) < 5 else 1))


def _raw_dates(source: Mapping[str, Any]) -> list[str]:
    # A plain dict, because FeedParserDict answers "updated" with "published".
    stated = dict(source.items())
    return [raw for name in _DATE_NAMES if isinstance(raw := stated.get(name), str) and raw]


def _text(source: Mapping[str, Any], name: str) -> str:
    value = source.get(name)
    return value.strip() if isinstance(value, str) else ""
