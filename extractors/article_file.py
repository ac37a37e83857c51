"""A local article (.txt, .md, .html) to an Article: seeds, replays, hand-written notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import PurePath

from extractors.agency import find_agency
from extractors.page import PageFailure, read_page
from extractors.records import Article, Entry, Page, Quality
from extractors.urls import host_of, identify_article, is_web_url

PLAIN_SUFFIXES = frozenset({".txt", ".md"})
HTML_SUFFIXES = frozenset({".html", ".htm"})
FRONT_MATTER_KEYS = ("url", "publisher", "published", "author", "title")
LOCAL_PUBLISHER = "local file"
"""Publisher of a file that names none."""

_FENCE = "---"
_HEADING_MARK = re.compile(r"^#{1,6}\s+")
_ESCAPED = re.compile(r'\\(["\\])')


class FileReason(StrEnum):
    """Why a file gives no article. `unreadable` is for whoever opens it: a folder, no permission, gone."""

    EMPTY = "empty"
    NOT_UTF8 = "not_utf8"
    FRONT_MATTER = "front_matter"
    UNSUPPORTED = "unsupported"
    PAGE = "page"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FileFailure:
    """A file that gives no article, and why, in one line for a person (names the line where there is one)."""

    name: str
    reason: FileReason
    detail: str


class _FrontMatterError(ValueError):
    """The message names the line and the key."""


def parse_article_file(name: str, body: bytes, modified: datetime) -> Article | FileFailure:
    """Read one local article.

    `name` is the path as it identifies the file (relative to its folder, `/` between parts); `modified` (aware) is the
    publication date of a saved page that gives none. A text that gives none has none: its file is as young as the last copy, and
    "on Monday" would mean another day on every machine. For .txt and .md the text is everything after the front matter, to the
    character; without front matter it is the whole file, and the first line is also the title.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in PLAIN_SUFFIXES | HTML_SUFFIXES:
        return FileFailure(
            name, FileReason.UNSUPPORTED, f"cannot read {suffix or 'files without an extension'}; use .txt, .md or .html"
        )
    if suffix in HTML_SUFFIXES:
        return _parse_html(name, body, modified)
    try:
        content = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return FileFailure(name, FileReason.NOT_UTF8, f"not UTF-8 at byte {error.start}")
    try:
        fields, text = _split_front_matter(content)
        published = _read_published(fields)
    except _FrontMatterError as mistake:
        return FileFailure(name, FileReason.FRONT_MATTER, str(mistake))
    if not text.strip():
        return FileFailure(name, FileReason.EMPTY, "no text in it")
    url = fields["url"][0] if "url" in fields else f"file:{name}"
    article_id, version_id = identify_article(url, text)
    return Article(
        article_id=article_id,
        version_id=version_id,
        url=url,
        publisher=fields["publisher"][0] if "publisher" in fields else host_of(url) or LOCAL_PUBLISHER,
        title=fields["title"][0] if "title" in fields else _first_line(text),
        text=text,
        published_at=published,
        author=fields["author"][0] if "author" in fields else None,
        quality=Quality.FULL,
        agency=find_agency(text),
    )


def _split_front_matter(content: str) -> tuple[dict[str, tuple[str, int]], str]:
    """Return the fields as (value, line number) and the text after them. Raises _FrontMatterError."""
    lines = content.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != _FENCE:
        return {}, content
    fields: dict[str, tuple[str, int]] = {}
    for number, raw in enumerate(lines[1:], start=2):
        line = raw.strip()
        if line == _FENCE:
            return fields, "".join(lines[number:])
        if not line or line.startswith("#"):
            continue
        key, colon, value = line.partition(":")
        key = key.strip()
        if not colon:
            raise _FrontMatterError(f"line {number}: expected `key: value`, found {line[:40]!r}")
        if key not in FRONT_MATTER_KEYS:
            raise _FrontMatterError(f"line {number}: unknown key {key[:40]!r}; known are {', '.join(FRONT_MATTER_KEYS)}")
        if key in fields:
            raise _FrontMatterError(f"line {number}: {key} is given twice")
        fields[key] = (_unquote(value.strip(), key, number), number)
    raise _FrontMatterError(f"line 1: the front matter has no closing {_FENCE}")


def _unquote(value: str, key: str, number: int) -> str:
    if value[:1] in ('"', "'"):
        mark = value[0]
        if len(value) < 2 or not value.endswith(mark):
            raise _FrontMatterError(f"line {number}: {key}: the quote is not closed")
        value = value[1:-1]
        value = _ESCAPED.sub(r"\1", value) if mark == '"' else value.replace("''", "'")
    if not value.strip():
        raise _FrontMatterError(f"line {number}: {key} is empty")
    if key == "url" and not is_web_url(value):
        raise _FrontMatterError(f"line {number}: url: not an http or https address: {value[:80]!r}")
    return value


def _read_published(fields: dict[str, tuple[str, int]]) -> datetime | None:
    """ISO 8601; a date or a time without a zone is UTC."""
    if "published" not in fields:
        return None
    value, number = fields["published"]
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _FrontMatterError(f"line {number}: published: not an ISO date: {value[:40]!r}") from None


def _first_line(text: str) -> str:
    first = next(line for line in text.splitlines() if line.strip())
    return _HEADING_MARK.sub("", first.strip())


def _parse_html(name: str, body: bytes, modified: datetime) -> Article | FileFailure:
    """A saved web page: its own canonical link is its address when it has one."""
    url = f"file:{name}"
    reading = read_page(Page(url, body), Entry(feed_url="", entry_id=name, url=url, title=""), modified)
    if isinstance(reading, PageFailure):
        reason = FileReason.EMPTY if not body.strip() else FileReason.PAGE
        return FileFailure(name, reason, reading.detail)
    return reading
