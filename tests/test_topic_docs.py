"""docs/topics.md is enough to make a topic: its example is one, and it names every key."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from documents import DOCS, ROOT

from extractors.article_file import parse_article_file
from extractors.records import Article
from extractors.topic import Action, Feed, Measure, Schedule, Subject, SubjectType, Topic, parse_topic

PAGE = (DOCS / "topics.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`\[?\[?(\w+)\]?\]?`", PAGE))


def test_the_example_is_a_topic_when_its_parts_are_put_together() -> None:
    parts = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    inflation = '[[subjects]]\nname = "UK inflation"\ntype = "other"\n'
    topic = parse_topic("\n".join([*parts, inflation]))
    assert (topic.name, len(topic.measures), len(topic.actions)) == ("bankrate", 2, 1)
    assert parse_topic(parts[0]).subjects[0].name == "Bank Rate", "the first part is a topic by itself"


def test_the_article_example_is_an_article() -> None:
    (text,) = re.findall(r"```text\n(---.*?)```", PAGE, re.DOTALL)
    article = parse_article_file("a.md", text.encode(), datetime(2025, 1, 1, tzinfo=UTC))
    assert isinstance(article, Article)
    assert article.publisher == "The Paper"


@pytest.mark.parametrize("part", [Topic, Schedule, Feed, Subject, Measure, Action])
def test_every_key_is_described(part: type) -> None:
    assert {field.name for field in dataclasses.fields(part)} - NAMED == set()


def test_every_type_is_described() -> None:
    assert {str(kind) for kind in SubjectType} - NAMED == set()


@pytest.mark.parametrize("path", sorted(ROOT.glob("seeds/*/topic.toml")), ids=lambda path: path.parent.name)
def test_every_topic_that_comes_with_us_is_one(path: Path) -> None:
    topic = parse_topic(path.read_text(encoding="utf-8"), str(path))
    assert topic.name == path.parent.name
