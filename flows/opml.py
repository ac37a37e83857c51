"""OPML 2.0 (opml.org/spec2.opml): the lists of feeds that feed readers export and import."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from extractors.charset import decode_body
from extractors.topic import Feed
from extractors.urls import hide_credentials, is_web_url
from flows.mistakes import UserError

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)", re.IGNORECASE)
"""libxml2's recovery would drop "&b" of "?a=1&b=2" without a word."""


@dataclass(frozen=True, slots=True)
class FeedList:
    """What an OPML file lists."""

    feeds: tuple[Feed, ...]
    left_out: tuple[str, ...] = ()
    """One line for each outline that names a feed and cannot be used."""


def read_opml(body: bytes, where: str) -> FeedList:
    """Read what Feedly, Inoreader, NetNewsWire, Miniflux and others export; nested folders become `folder` ("World/Asia").

    Attribute names count in any case, and what is not well-formed is read as far as it goes: a bare & in a title is common.
    Raises UserError when nothing in it is an OPML file.
    """
    text = _DECLARATION.sub("", decode_body(body, "application/xml"))
    if _ENTITY.search(text):
        raise UserError(f"{where}: declares entities, for which an OPML file has no use")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(_BARE_AMPERSAND.sub("&amp;", text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UserError(f"{where}: not an OPML file: {error}") from None
    if root is None or _name(root) != "opml":
        raise UserError(f"{where}: not an OPML file: its first element is {'missing' if root is None else _name(root)!r}")
    feeds: list[Feed] = []
    left_out: list[str] = []
    for outline, folders in _walk(root):
        written = {name.lower(): " ".join(value.split()) for name, value in outline.items()}
        if not written.get("xmlurl"):
            continue
        url = _unwrap(written["xmlurl"])
        if is_web_url(url):
            title = written.get("title") or written.get("text")
            feeds.append(Feed(url, title=title or None, folder="/".join(folders) or None))
        else:
            left_out.append(f"{hide_credentials(url)[:100]}: not an http address")
    return FeedList(tuple(feeds), tuple(left_out))


def write_opml(feeds: Iterable[Feed], title: str, now: datetime) -> bytes:
    """Return the feeds as an OPML file, folders as they came; without passwords, and without the topic's local files."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _plain(title)
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = etree.SubElement(root, "body")
    folders = {"": body}
    for feed in feeds:
        if not is_web_url(feed.url):
            continue
        parent, path = body, ""
        for name in (feed.folder or "").split("/") if feed.folder else ():
            path = f"{path}/{name}"
            if path not in folders:
                folders[path] = etree.SubElement(parent, "outline", text=_plain(name), title=_plain(name))
            parent = folders[path]
        url = hide_credentials(feed.url)
        name = _plain(feed.title or url)
        etree.SubElement(parent, "outline", type="rss", text=name, title=name, xmlUrl=_plain(url))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def _walk(root: etree._Element) -> Iterator[tuple[etree._Element, tuple[str, ...]]]:
    """Yield every outline with the names of those around it; a stack and no recursion, for files nested a thousand deep."""
    waiting: list[tuple[etree._Element, tuple[str, ...]]] = [(root, ())]
    while waiting:
        element, folders = waiting.pop()
        if _name(element) == "outline":
            yield element, folders
            written = {name.lower(): value for name, value in element.items()}
            name = " ".join((written.get("text") or written.get("title") or "").split()).replace("/", "-")
            folders = (*folders, name) if name else folders
        waiting += [(child, folders) for child in reversed(element)]


def _unwrap(url: str) -> str:
    """Return the http address in "feed://host/path" or "feed:https://host/path", as some readers write them."""
    scheme, _, rest = url.partition(":")
    if scheme.lower() != "feed":
        return url
    return f"http:{rest}" if rest.startswith("//") else rest


def _name(element: etree._Element) -> str:
    """The local name in lower case; comments and processing instructions have none."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _plain(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
