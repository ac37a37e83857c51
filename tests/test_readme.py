"""The README is tested: its SQL runs, its commands exist, its topic and article examples parse."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from places import ROOT, Command, Place

from extractors.article_file import parse_article_file
from extractors.records import Article
from extractors.topic import parse_topic
from flows.settings import Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_every_query_answers(place: Place, claimwatch: Command) -> None:
    place("feed/sample.xml")
    assert claimwatch("run").code == 0
    assert len(blocks("sql")) >= 4
    for query in blocks("sql"):
        outcome = claimwatch("sql", query, "--format", "csv")
        assert outcome.code == 0, outcome.err
        assert len(outcome.out.splitlines()) > 1, f"no row for {query}"


def test_the_topic_example_is_a_topic() -> None:
    (text,) = blocks("toml")
    assert parse_topic(text).subjects[0].name == "Northfield"


def test_the_article_example_is_an_article() -> None:
    front = next(block for block in blocks("text") if block.startswith("---"))
    article = parse_article_file(
        "a.md", f"{front}\nThe maker calls back 40,000 kettles.".encode(), datetime(2025, 1, 1, tzinfo=UTC)
    )
    assert isinstance(article, Article)
    assert article.publisher == "The Paper"


COMMANDS = sorted(set(re.findall(r"`claimwatch (\w+)", README)))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_it_names_has_help(claimwatch: Command, command: str) -> None:
    assert claimwatch(command, "--help").code == 0


def test_every_setting_is_described() -> None:
    described = set(re.findall(r"`([A-Z_]+)`", README.split("## Settings")[1].split("## ")[0]))
    assert {name.upper() for name in Settings.model_fields} - described == set()
