"""`feeds.toml` beside a topic's file: the feeds that `claimwatch feeds add` and `import` wrote down.

The topic's own file is never changed.
Blocks are appended, never rewritten, so that comments and corrections made by hand stay.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path

from pydantic.dataclasses import dataclass

from extractors.strict_toml import STRICT, FileMistake, parse_toml
from extractors.topic import Feed
from extractors.urls import hide_credentials
from flows.mistakes import UserError

FILE = "feeds.toml"
_HEAD = "# Feeds added with `claimwatch feeds add` or `import`; they join those of topic.toml. Edit or delete as you like.\n"


@dataclass(frozen=True, config=STRICT)
class _FeedList:
    feeds: tuple[Feed, ...] = ()


def read_list(folder: Path) -> tuple[Feed, ...]:
    """Return the feeds of the topic in `folder` that were added. Raises FileMistake with the file and the key."""
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise FileMistake(f"{path}: cannot be read: {error}") from None
    return parse_toml(text, _FeedList, str(path)).feeds


def merge_feeds(written: Iterable[Feed], added: Iterable[Feed]) -> tuple[Feed, ...]:
    """Return the feeds of a topic, each address once; what topic.toml says of one counts."""
    merged: dict[str, Feed] = {}
    for feed in (*written, *added):
        merged.setdefault(hide_credentials(feed.url), feed)
    return tuple(merged.values())


def add_feeds(folder: Path, known: Sequence[Feed], feeds: Sequence[Feed]) -> tuple[Feed, ...]:
    """Append those of `feeds` that are not `known` to the topic's list; return them. Raises UserError."""
    before = len(merge_feeds(known, ()))
    new = merge_feeds(known, feeds)[before:]
    if not new:
        return ()
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else _HEAD
        separator = "" if text.endswith("\n") else "\n"
        temporary = path.with_name(f".{FILE}.{os.getpid()}")
        temporary.write_text(text + separator + "".join(map(_write_feed, new)), encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error.strerror}") from None
    return new


def _write_feed(feed: Feed) -> str:
    written = {field.name: getattr(feed, field.name) for field in fields(feed)}
    lines = [f"{name} = {_write_value(value)}" for name, value in written.items() if value is not None]
    return "\n".join(["", "[[feeds]]", *lines, ""])


def _write_value(value: str | float) -> str:
    """A JSON string is a TOML string, but for the one control character that JSON lets pass."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
