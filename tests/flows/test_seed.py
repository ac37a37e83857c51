"""Seeding: the baseline is quiet, whole and added once; a bad file costs itself."""

from __future__ import annotations

import pytest
from places import Command, Place, ask, count_rows

BAD_FILES = [
    ("no_end.md", b"---\nurl: https://a.example/x\n", "no_end.md: line 1: the front matter has no closing"),
    ("unknown_key.md", b"---\nlink: https://a.example/x\n---\nText.", "unknown_key.md: line 2: unknown key 'link'"),
    ("no_date.md", b"---\npublished: Tuesday\n---\nText.", "no_date.md: line 2: published: not an ISO date"),
    ("latin.txt", "Caf\u00e9".encode("latin-1"), "latin.txt: not UTF-8 at byte 3"),
    ("blank.txt", b" \n", "blank.txt: no text in it"),
]


def test_seeding_is_quiet_and_adds_nothing_the_second_time(place: Place, claimwatch: Command) -> None:
    here = place()
    assert "Seeded from 5 articles" in claimwatch("seed").out
    rows = count_rows(here)
    assert rows["article"] == 5
    assert rows["fact"] > 50
    assert rows["alert"] == 0
    assert "nothing that was not known" in claimwatch("seed").out
    assert count_rows(here) == rows


def test_bad_files_get_a_line_each_and_the_good_one_is_read(place: Place, claimwatch: Command) -> None:
    here = place()
    folder = here / "mine"
    folder.mkdir()
    for name, body, _ in BAD_FILES:
        (folder / name).write_bytes(body)
    (folder / "good.txt").write_text("RedNote passes a mark\n\nRedNote has 3 million daily users in Canada.\n")
    (folder / "README.md").write_text("no article")
    (folder / "data.jsonl").write_text("{}")
    seeded = claimwatch("seed", "mine")
    assert seeded.code == 0
    for _, _, line in BAD_FILES:
        assert line in seeded.words
    assert "Seeded from 1 article:" in seeded.out
    assert ask(here, "SELECT url, title FROM articles") == [("file:good.txt", "RedNote passes a mark")]


@pytest.mark.parametrize("command", ["seed", "replay"])
def test_a_folder_that_is_not_there(place: Place, claimwatch: Command, command: str) -> None:
    place()
    outcome = claimwatch(command, "nowhere")
    assert (outcome.code, outcome.error_lines) == (2, ["claimwatch: nowhere: no such file or folder"])
