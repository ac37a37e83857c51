"""The lexicon's to-do list."""

from __future__ import annotations

import csv
import io
import json

import pytest
from places import Command, Place

from extractors.records import Miss
from flows import runs

STORY = """---
url: https://paper.example/{0}
publisher: The Paper
published: 2025-02-0{0}T09:00:00+00:00
---
RedNote had 5 million daily users in the United States on 3 February. {1}
"""


@pytest.fixture
def missed(place: Place, claimwatch: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A warehouse with three misses for two reasons, whatever the rules of the day would miss."""
    here = place()
    (here / "new").mkdir()
    told = {1: "no rule took '12 drones'", 2: "no rule took '=7'", 3: "its unit is not known"}
    for number, reason in told.items():
        (here / "new" / f"{number}.md").write_text(STORY.format(number, f"Mark{number} [{reason}]."), encoding="utf-8")
    extract = runs.extract_facts

    def extract_and_miss(article: object, vocabulary: object) -> object:
        found = extract(article, vocabulary)  # type: ignore[arg-type]
        text = article.text  # type: ignore[attr-defined]
        start = text.index("Mark")
        reason = text[text.index("[") + 1 : text.index("]")]
        miss = Miss(article.article_id, article.version_id, text[start:], start, len(text), reason)  # type: ignore[attr-defined]
        return type(found)(found.facts, (miss,))

    monkeypatch.setattr(runs, "extract_facts", extract_and_miss)
    assert claimwatch("replay", "new").code == 0


@pytest.mark.usefixtures("missed")
def test_they_come_by_reason_with_their_evidence(claimwatch: Command) -> None:
    done = claimwatch("misses")
    assert done.code == 0
    lines = done.out.splitlines()
    assert [line for line in lines if line and not line.startswith(" ")] == [
        "no rule took …: 2 sentences",
        "its unit is not known: 1 sentence",
        "3 missed sentences",
    ]
    for words in ("“Mark2 [no rule took '=7'].”", "no rule took '=7'; The Paper, 2 Feb 2025", "https://paper.example/2"):
        assert f"   {words}" in lines


@pytest.mark.usefixtures("missed")
def test_json_and_csv(claimwatch: Command) -> None:
    found = json.loads(claimwatch("misses", "--json").out)
    assert [(miss["reason"], miss["article_url"]) for miss in found] == [
        ("no rule took …", "https://paper.example/2"),
        ("no rule took …", "https://paper.example/1"),
        ("its unit is not known", "https://paper.example/3"),
    ]
    rows = list(csv.reader(io.StringIO(claimwatch("misses", "--csv").out)))
    assert rows[0] == ["reason", "detail", "sentence", "publisher", "published_at", "article_url"]
    assert [row[1] for row in rows[1:]] == [miss["detail"] for miss in found]
    both = claimwatch("misses", "--json", "--csv")
    assert (both.code, both.error_lines) == (2, ["claimwatch: --json and --csv: one of them"])


def test_none(place: Place, claimwatch: Command) -> None:
    here = place()
    (here / "new").mkdir()
    (here / "new" / "1.md").write_text("Nothing happened to anybody at all this week.", encoding="utf-8")
    claimwatch("replay", "new")
    assert claimwatch("misses").out == "0 missed sentences\n"
    assert claimwatch("misses", "--json").out == "[]\n"
