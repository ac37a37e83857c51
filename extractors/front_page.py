"""The feeds that a web page names: what it announces in its head, else links that look like feeds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html

from extractors.charset import decode_body
from extractors.urls import absolute_url

_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/x.atom+xml"}
)
_LOOKS_LIKE_A_FEED = re.compile(r"(?:^|[/.=_-])(?:rss|atom|feeds?|rdf)(?:[/.?_-]|$)|\.(?:rss|atom|rdf)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"\bcomments?\b", re.IGNORECASE)
_MOST_FOUND = 10


@dataclass(frozen=True, slots=True)
class NamedFeed:
    """A feed that a page names; nobody has looked whether it is one."""

    url: str
    title: str


def find_feeds(body: bytes, url: str, content_type: str | None) -> tuple[NamedFeed, ...]:
    """Return the feeds that the page at `url` names, best first, at most ten; feeds of comments are none of them.

    `<link rel="alternate">` with a feed's type is how a page announces one (RSS Advisory Board); only without any are its
    links looked through.
    """
    text = decode_body(body, content_type)
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):  # empty, or nothing but a comment
        return ()
    stated = next((element.get("href") or "" for element in root.iter("base")), "")
    base = absolute_url(url, stated) or url
    announced = [
        (element.get("href") or "", element.get("title") or "")
        for element in root.iter("link")
        if "alternate" in (element.get("rel") or "").lower().split() and _plain_type(element.get("type")) in _FEED_TYPES
    ]
    linked = [
        (link, " ".join(element.text_content().split()))
        for element in root.iter("a")
        if _LOOKS_LIKE_A_FEED.search(link := element.get("href") or "")
    ]
    return _keep_usable(announced, base) or _keep_usable(linked, base)


def _keep_usable(named: list[tuple[str, str]], base: str) -> tuple[NamedFeed, ...]:
    found: dict[str, NamedFeed] = {}
    for link, title in named:
        address = absolute_url(base, link) if link else None
        if address and address.startswith("http") and not _COMMENTS.search(f"{link} {title}"):
            found.setdefault(address, NamedFeed(address, title))
    return tuple(found.values())[:_MOST_FOUND]


def _plain_type(value: str | None) -> str:
    return (value or "").partition(";")[0].strip().lower()
