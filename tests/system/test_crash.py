"""The runner is killed in the middle of a run; nothing stays stuck and nothing is lost or told twice."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from places import Command, Place, Site, ask, put_feed, put_story
from prefect_server import PrefectServer, serving, wait_for

INTERVAL_S = 15
SCHEDULED_S = 240

LEDGER = (
    "SELECT article_id, version, url, title, text, origin_id FROM articles ORDER BY ALL",
    "SELECT fact_id, claim_id, sentence, line, verdict, reason, prior_fact_id FROM facts ORDER BY ALL",
    "SELECT alert_id, claim_id, verdict, line FROM alerts ORDER BY ALL",
    "SELECT feed_url, entry_id, article_id, page_status FROM entries ORDER BY ALL",
)

pytestmark = pytest.mark.system


def read_ledger(here: Path) -> list[list[tuple[object, ...]]]:
    """What the runs left, but for their ids and times."""
    return [ask(here, query) for query in LEDGER]


def add_feed(here: Path, url: str) -> None:
    """Name one feed more in the topic; who polls next finds it due."""
    path = here / "seeds" / "rednote" / "topic.toml"
    path.write_text(f'{path.read_text(encoding="utf-8")}\n[[feeds]]\nurl = "{url}"\n', encoding="utf-8")


def started_at(run: dict[str, object]) -> datetime:
    return datetime.fromisoformat(str(run["start_time"]))


def test_a_runner_that_is_killed_or_stopped_in_the_middle_of_a_run(
    place: Place, site: Site, server: PrefectServer, claimwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = put_feed(site, "/first", put_story(site, "/a", "RedNote had 5 million daily users in the US on 3 February."))
    second = put_feed(
        site,
        "/second",
        put_story(site, "/b", "RedNote had 4 million daily users in the US on 4 February."),
        put_story(site, "/c", "RedNote was founded in 2013 and is based in Shanghai, its parent said."),
    )
    third = put_feed(site, "/third", put_story(site, "/d", "RedNote has 300 million users, the company said."))
    here = place(first, schedule=f"{INTERVAL_S}s")
    began = datetime.now(UTC)
    logs = [server.log, here / "serve.log"]

    def runs(state: str) -> list[dict[str, object]]:
        return [run for run in server.runs("poll", state) if run["start_time"] and started_at(run) > began]

    def wait_for_the_middle(feed: str, page: str) -> str:
        """Add a feed, and return the id of the run that waits for this page of it."""
        site.held[page] = threading.Event()
        add_feed(here, feed)
        wait_for(f"poll that asks for {page}", lambda: page in site.asked, SCHEDULED_S, logs)
        (run,) = runs("RUNNING")
        return str(run["id"])

    with serving(server, here) as serve:
        wait_for("first poll", lambda: runs("COMPLETED"), SCHEDULED_S, logs)
        killed_run = wait_for_the_middle(second, "/c")
        os.killpg(serve.pid, signal.SIGKILL)  # the runner and the process of its run
        killed_at = time.monotonic()
    site.held.pop("/c").set()
    assert [str(run["id"]) for run in runs("RUNNING")] == [killed_run], "nobody was left to say that it died"
    before = len(runs("COMPLETED"))

    with serving(server, here) as serve:
        wait_for("third poll", lambda: len(runs("COMPLETED")) > before, SCHEDULED_S, logs)
        assert time.monotonic() - killed_at < INTERVAL_S + 60
        assert [str(run["id"]) for run in runs("CRASHED")] == [killed_run]
        disturbed = read_ledger(here)
        stopped_run = wait_for_the_middle(third, "/d")
        serve.terminate()
        assert serve.wait(timeout=SCHEDULED_S) == 0
    site.held.pop("/d").set()
    assert runs("RUNNING") == []
    assert [str(run["id"]) for run in runs("CRASHED")] == [killed_run, stopped_run]

    shutil.rmtree(here / "warehouse")
    monkeypatch.setenv("CLAIMWATCH_ALLOW_PRIVATE_HOSTS", "true")
    assert claimwatch("poll", "--feed", first).code == 0
    assert claimwatch("poll", "--feed", second).code == 0
    undisturbed = read_ledger(here)
    assert len(undisturbed[0]) == 3
    assert disturbed == undisturbed
