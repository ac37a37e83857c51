"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1) to entries; feedparser 6 does not read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from extractors.feed_dates import parse_date
from extractors.feed_links import resolve_feed_link
from extractors.markup import strip_markup, strip_to_line
from extractors.records import Entry
from extractors.urls import absolute_url, is_web_url


@dataclass(frozen=True, slots=True)
class FeedReading:
    """A feed as it stands in its file, entries without an address included (`url` is "")."""

    title: str
    entries: list[Entry]
    ttl: timedelta | None = None
    fault: str | None = None
    """What is not well-formed about it; entries may be readable all the same."""


def read_json_feed(data: object, url: str) -> FeedReading | str:
    """Read decoded JSON; a str says why it is no JSON Feed. Fields of the wrong type count as absent."""
    if not isinstance(data, dict) or "jsonfeed.org/version/" not in _text(data.get("version")):
        return "JSON, but no JSON Feed: `version` does not name jsonfeed.org"
    items = data.get("items")
    if not isinstance(items, list):
        return "a JSON Feed without `items`"
    return FeedReading(
        strip_to_line(_text(data.get("title"))), [_read_item(item, url) for item in items if isinstance(item, dict)]
    )


def _read_item(item: dict[str, object], feed_url: str) -> Entry:
    own_id = _text(item.get("id"))
    links = [text for name in ("url", "external_url") if (text := _text(item.get(name)))]
    link = next(iter(links), own_id if is_web_url(own_id) else "")
    address = (absolute_url(feed_url, link) or "") if link else ""
    content = _text(item.get("content_html"))
    summary = _text(item.get("summary")) or _text(item.get("content_text")) or content
    return Entry(
        feed_url=feed_url,
        entry_id=own_id or address,
        url=resolve_feed_link(address),
        title=strip_to_line(_text(item.get("title"))),
        summary=strip_markup(summary),
        content=content,
        author=_read_author(item),
        published_at=parse_date(_text(item.get("date_published"))) or parse_date(_text(item.get("date_modified"))),
    )


def _read_author(item: dict[str, object]) -> str | None:
    """1.1 has a list `authors`, 1.0 one `author`."""
    listed = item.get("authors")
    people = listed if isinstance(listed, list) else [item.get("author")]
    names = [strip_to_line(_text(person.get("name"))) for person in people if isinstance(person, dict)]
    return ", ".join(name for name in names if name) or None


def _text(value: object) -> str:
    """A string or number as text; ids are numbers in some feeds."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
