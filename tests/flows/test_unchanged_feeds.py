"""An unchanged feed costs no parsing."""

from __future__ import annotations

from pathlib import Path

import pytest

from benches.feeds import poll_unchanged
from flows.reading import ReaderPool
from warehouse.store import read_snapshot

MOST_S = 120
"""Ten seconds are the goal (benches/feeds.py measures it); a machine that runs the whole suite at once may be slower."""


def test_a_thousand_unchanged_feeds_are_polled_without_a_parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = []

    async def refuse(pool: ReaderPool, function: object, *arguments: object) -> object:
        parsed.append(function)
        raise AssertionError("nothing was to be parsed")

    monkeypatch.setattr(ReaderPool, "call", refuse)
    summary, seconds = poll_unchanged(tmp_path, 1000)
    assert (summary.coverage.feeds_ok, summary.failed, parsed) == (1000, (), [])
    assert seconds < MOST_S
    outcomes = "SELECT outcome, status_code, count(*) FROM polls WHERE run_id <> 'before' GROUP BY ALL"
    assert read_snapshot(tmp_path, outcomes)[1] == [("unmodified", 304, 1000)]
