"""Finds a topic's folder by name or file and reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from extractors.strict_toml import FileMistake
from extractors.topic import Topic, parse_topic
from flows.feed_list import merge_feeds, read_list

OURS = Path(__file__).resolve().parent.parent / "seeds"
"""The topics that come with the project."""


@dataclass(frozen=True, slots=True)
class LocatedTopic:
    """A topic and the folder that its local feeds and seed articles lie in."""

    topic: Topic
    folder: Path

    @property
    def articles(self) -> Path:
        return self.folder / "articles"


def load_topic(wanted: str, here: Path) -> LocatedTopic:
    """Return the topic called `wanted` (seeds/<name>/topic.toml in `here`, else ours), or the one in the file `wanted`.

    Its feeds are those of its file and of the list beside it. Raises FileMistake: no such topic, or what is wrong in a file.
    """
    path = _find_file(wanted, here)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileMistake(f"{path}: cannot be read: {error}") from None
    topic, folder = parse_topic(text, str(path)), path.resolve().parent
    return LocatedTopic(replace(topic, feeds=merge_feeds(topic.feeds, read_list(folder))), folder)


def is_file_name(wanted: str) -> bool:
    """Say whether a topic is named by its file, not by its name."""
    return "/" in wanted or wanted.endswith(".toml")


def list_topics(here: Path) -> list[str]:
    """Return the names of the topics below `here` and of ours."""
    return sorted({path.parent.name for folder in (here / "seeds", OURS) for path in folder.glob("*/topic.toml")})


def _find_file(wanted: str, here: Path) -> Path:
    if is_file_name(wanted):
        path = here / wanted
        path = path / "topic.toml" if path.is_dir() else path
        if not path.is_file():
            raise FileMistake(f"{wanted}: no such topic file")
        return path
    folders = (here / "seeds", OURS)
    for folder in folders:
        if (folder / wanted / "topic.toml").is_file():
            return folder / wanted / "topic.toml"
    known = ", ".join(list_topics(here)) or "none"
    raise FileMistake(f"no topic {wanted!r}: there is no seeds/{wanted}/topic.toml (known: {known})")
