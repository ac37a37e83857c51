"""docs/feeds.md is tested: its commands and options exist, its example is a feed list, its query answers, its states are ours."""

from __future__ import annotations

import re

import pytest
from places import ROOT, Command, Place

from flows.feed_list import FILE, read_list
from flows.feed_table import STATES

TEXT = (ROOT / "docs" / "feeds.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"`claimwatch ([^`]+)`", TEXT)))


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_and_option_exists(claimwatch: Command, line: str) -> None:
    words = line.split()
    verbs = words[:2] if words[0] == "feeds" else words[:1]
    told = claimwatch(*verbs, "--help")
    assert told.code == 0
    assert [option for option in words if option.startswith("-") and option not in told.out] == []


def test_there_are_commands() -> None:
    told = {command.split()[1] for command in COMMANDS if command.startswith("feeds")}
    assert told == {"list", "add", "check", "import", "export"}


def test_the_example_is_a_feed_list(tmp_path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    (tmp_path / FILE).write_text(example, encoding="utf-8")
    (feed,) = read_list(tmp_path)
    assert (feed.expect_per_day, feed.folder) == (12, "News/Asia")


def test_the_query_answers(place: Place, claimwatch: Command) -> None:
    place("feed/sample.xml")
    claimwatch("poll")
    (query,) = re.findall(r"```sql\n(.*?)```", TEXT, re.DOTALL)
    assert "feed/sample.xml" in claimwatch("sql", query, "--format", "csv").out


def test_every_state_is_explained() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)) == set(STATES)
