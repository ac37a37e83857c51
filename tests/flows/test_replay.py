"""Replaying: stored articles in order of publication, each judged against those before it only."""

from __future__ import annotations

from pathlib import Path

import pytest
from places import Command, Place, ask

STORIES = {  # in the folder's order the later story comes first
    "a.md": ("2025-02-03T10:00:00Z", "RedNote had 5 million daily users in the United States on 3 February."),
    "b.md": ("2025-01-20T10:00:00Z", "RedNote had 3 million daily users in the United States on 20 January."),
}


def write_stories(folder: Path) -> None:
    folder.mkdir()
    for name, (published, text) in STORIES.items():
        front = f"---\nurl: https://daily.example/{name}\npublisher: Daily\npublished: {published}\ntitle: Users\n---\n"
        (folder / name).write_text(f"{front}{text}\n")


def test_stories_are_judged_in_order_of_publication(place: Place, claimwatch: Command) -> None:
    here = place()
    write_stories(here / "old")
    assert "Replayed 2 articles: 2 facts: 1 new, 1 changed." in claimwatch("replay", "old", "--alerts").out
    judged = ask(here, "SELECT value, verdict, CAST(judged_at AS VARCHAR)[:10] FROM facts ORDER BY published_at")
    assert judged == [(3e6, "new", "2025-01-20"), (5e6, "changed", "2025-02-03")]
    assert ask(here, "SELECT verdict, state FROM alerts ORDER BY created_at") == [("new", "pending"), ("changed", "pending")]


def test_without_alerts_nothing_is_pending(place: Place, claimwatch: Command) -> None:
    here = place()
    write_stories(here / "old")
    claimwatch("replay", "old")
    assert ask(here, "SELECT count(*) FROM alerts") == [(0,)]


def test_a_frozen_clock_stays_frozen(place: Place, claimwatch: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    here = place()
    write_stories(here / "old")
    monkeypatch.setenv("CLAIMWATCH_NOW", "2025-06-01")
    claimwatch("replay", "old")
    assert ask(here, "SELECT DISTINCT CAST(judged_at AS VARCHAR)[:10] FROM facts") == [("2025-06-01",)]
