"""How the commands that look give their rows: forms, times, pages, completion."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from places import ROOT, Command, Place

from flows.listing import write_time

NOW = datetime(2025, 2, 13, 9, 0, tzinfo=UTC)
TIMES = [
    (datetime(2025, 2, 13, 8, 59, 30, tzinfo=UTC), False, "30 seconds ago"),
    (datetime(2025, 2, 13, 7, 0, tzinfo=UTC), False, "2 hours ago"),
    (datetime(2025, 2, 10, 9, 0, tzinfo=UTC), False, "3 days ago"),
    (datetime(2025, 2, 13, 9, 30, tzinfo=UTC), False, "30 minutes from now"),
    (datetime(2025, 1, 13, 9, 0, tzinfo=UTC), False, "13 Jan 2025"),
    (datetime(2025, 2, 13, 7, 5, tzinfo=UTC), True, "13 Feb 2025 07:05 UTC"),
    (date(2025, 2, 3), True, "3 Feb 2025"),
    (None, False, "at an unknown time"),
]


@pytest.mark.parametrize(("moment", "exact", "written"), TIMES, ids=[written for *_, written in TIMES])
def test_times(moment: datetime | date | None, exact: bool, written: str) -> None:
    assert write_time(moment, NOW, exact=exact) == written


@pytest.fixture
def looked(place: Place, claimwatch: Command, monkeypatch: pytest.MonkeyPatch) -> Path:
    here = place("feed/sample.xml")
    monkeypatch.setenv("CLAIMWATCH_NOW", "2025-02-13T09:00Z")
    assert claimwatch("run").code == 0
    return here


def test_every_command_that_looks_gives_text_json_and_csv(looked: Path, claimwatch: Command) -> None:
    (first,) = json.loads(claimwatch("sql", "SELECT fact_id FROM facts WHERE verdict = 'changed' LIMIT 1", "--json").out)
    commands = [
        ["claims"], ["search", "texas ban"], ["search", "valuation", "--claims"], ["misses"], ["status"],
        ["explain", first["fact_id"]], ["sql", "SELECT fact_id, value, published_at FROM facts"],
    ]  # fmt: skip
    for command in commands:
        text = claimwatch(*command)
        assert text.code == 0
        assert max(map(len, text.out.splitlines())) <= 80 or "http" in text.out, command
        assert "\x1b" not in text.out
        assert json.loads(claimwatch(*command, "--json").out), command
        heading, *rows = csv.reader(io.StringIO(claimwatch(*command, "--csv").out))
        assert rows, command
        assert {len(row) for row in rows} == {len(heading)}
        both = claimwatch(*command, "--csv", "--json")
        assert (both.code, both.err) == (2, "claimwatch: --json and --csv: one of them\n")


def test_search_finds_articles_and_claims(looked: Path, claimwatch: Command) -> None:
    found = json.loads(claimwatch("search", "texas devices", "--json", "--most", "2").out)
    assert sorted(row["publisher"] for row in found) == ["Lakeside Courier", "Meridian Press Agency"]
    shown = claimwatch("search", "valuation", "--claims").out
    assert shown.startswith("RedNote, valuation: over $20 billion\n")
    assert claimwatch("search", "zebra").out == "0 articles for “zebra”\n"
    assert claimwatch("search", "zebra", "--most", "0").code == 2


def test_recent_times_are_told_as_ages_unless_exact_ones_are_wanted(looked: Path, claimwatch: Command) -> None:
    assert "Tech Current, 18 hours ago" in claimwatch("claims").out
    assert "Tech Current, 12 Feb 2025 14:40 UTC" in claimwatch("claims", "--exact").words
    assert "now" in claimwatch("status").out
    assert "13 Feb 2025 09:00 UTC" in claimwatch("status", "--exact").words


def test_long_output_goes_through_the_pager_on_a_terminal(looked: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PAGER": "sed s/^/paged:/", "TERM": "xterm", "COLUMNS": "80"}
    printed = bytearray()

    def read(terminal: int) -> bytes:
        data = os.read(terminal, 4096)
        printed.extend(data)
        return data

    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(sys.executable, [sys.executable, "-m", "flows", "claims"], environment)  # noqa: S606
    try:
        while read(terminal):
            pass
    except OSError:  # the other end is closed
        pass
    _, status = os.waitpid(child, 0)
    text = printed.decode(errors="replace")
    assert status == 0
    assert text.count("paged:") > 100
    assert "\x1b[" in text, "a terminal gets colours"


COMPLETIONS = [
    ("claimwatch cla", 1, "claims"),
    ("claimwatch claims --verdict con", 3, "contradicted"),
    ("claimwatch run --topic ", 3, "rednote"),
]


@pytest.mark.parametrize(("line", "place_of_word", "word"), COMPLETIONS, ids=[line for line, *_ in COMPLETIONS])
def test_the_shell_completes(line: str, place_of_word: int, word: str, tmp_path: Path) -> None:
    asked = {"_CLAIMWATCH_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(place_of_word)}
    done = subprocess.run(
        [sys.executable, "-m", "flows"], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]} | asked,
    )  # fmt: skip
    assert word in done.stdout.split(), done.stderr
