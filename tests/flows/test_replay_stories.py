"""Replaying whole stories: one ledger however often, in whatever order of a day and by however many at once they are read.

Each promise is tested on the stories of our own (tests/stories) and, where they are at hand, on the shared ones.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from random import Random

import pytest
from places import ROOT, ask

from extractors.article_file import parse_article_file
from extractors.records import Article
from extractors.topic import parse_topic
from extractors.vocabulary import compile_topic
from flows.runs import read_article
from warehouse.ledger import record_readings
from warehouse.publish import publish
from warehouse.store import open_warehouse

OURS = ROOT / "tests" / "stories"
SHARED = ROOT.parent / "shared" / "eval" / "dev"
FOLDERS = [
    pytest.param(OURS, id="our stories"),
    pytest.param(SHARED, id="shared stories", marks=pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/eval/dev")),
]
LEDGER = "SELECT * EXCLUDE (run_id, judged_at) FROM facts ORDER BY fact_id"
ALERTS = "SELECT alert_id, claim_id, fact_id, verdict, line FROM alerts ORDER BY alert_id"
THE_CORRECTION = {OURS: 2.1e6, SHARED: 50e9}
"""The figure as it is after the correction."""
NOW = datetime(2026, 2, 1, tzinfo=UTC)
ORIGINS = "SELECT article_id, version, origin_id FROM articles ORDER BY ALL"


@dataclass(frozen=True)
class Replayed:
    """Stories that one process has replayed into a warehouse of their own."""

    stories: Path
    here: Path

    def start(self, *arguments: str, folder: str = ".") -> subprocess.Popen[str]:
        """Run a command of ours in a process of its own, with the warehouse in `folder`."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "CLAIMWATCH_WAREHOUSE": f"{folder}/warehouse/data"}
        return subprocess.Popen(
            [sys.executable, "-m", "flows", *arguments], cwd=self.here, env=environment, stdout=subprocess.PIPE, text=True
        )

    def read(self, folder: str = ".") -> list[list[tuple[object, ...]]]:
        return read_ledger(self.here / folder)


def read_ledger(here: Path) -> list[list[tuple[object, ...]]]:
    return [ask(here, query) for query in (LEDGER, ALERTS, ORIGINS)]


@pytest.fixture(scope="module", params=FOLDERS)
def replayed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    here = tmp_path_factory.mktemp("replayed")
    shutil.copytree(ROOT / "seeds" / "rednote", here / "seeds" / "rednote")
    done = Replayed(request.param, here)
    assert done.start("replay", str(done.stories), "--alerts").wait(timeout=120) == 0
    return done


def test_two_replays_at_once_make_one_ledger_and_a_third_adds_nothing(replayed: Replayed) -> None:
    both = [replayed.start("replay", str(replayed.stories), "--alerts", folder="together") for _ in range(2)]
    assert [process.wait(timeout=240) for process in both] == [0, 0]
    alone = replayed.read()
    assert len(alone[0]) > 200
    assert replayed.read("together") == alone
    third = replayed.start("replay", str(replayed.stories), "--alerts", folder="together")
    assert "nothing that was not known" in " ".join(third.communicate(timeout=120)[0].split())
    assert replayed.read("together") == alone


def test_the_order_within_a_day_does_not_matter(tmp_path: Path, replayed: Replayed) -> None:
    for name, rng in (("in order", None), ("shuffled", Random(1))):  # noqa: S311
        store_by_day(tmp_path / name / "warehouse" / "data", replayed.stories, rng)
    in_order, shuffled = (read_ledger(tmp_path / name) for name in ("in order", "shuffled"))
    assert len(in_order[0]) > 200
    assert shuffled == in_order


def store_by_day(folder: Path, stories: Path, rng: Random | None) -> None:
    """Store the stories of a day in one batch, in any order; without `rng` one after the other, in order of publication."""
    vocabulary = compile_topic(parse_topic((ROOT / "seeds" / "rednote" / "topic.toml").read_text(encoding="utf-8")))
    articles = [read_story(path) for path in sorted(stories.glob("*.md")) if path.name != "README.md"]
    articles.sort(key=lambda article: (str(article.published_at), article.article_id, article.version_id))
    with open_warehouse(folder) as warehouse:
        for _, told in groupby(articles, key=lambda article: str(article.published_at)[:10]):
            readings = [read_article(article, vocabulary) for article in told]
            if rng is not None:
                rng.shuffle(readings)
            for batch in [readings] if rng is not None else [[reading] for reading in readings]:
                warehouse.write(
                    lambda tx, batch=batch: record_readings(
                        tx, batch, topic="rednote", run_id="r", source="replay", now=NOW, alerting=True
                    )
                )
        publish(warehouse)


def read_story(path: Path) -> Article:
    article = parse_article_file(path.name, path.read_bytes(), NOW)
    assert isinstance(article, Article), article
    return article


def test_every_verdict_names_its_slot_and_rule(replayed: Replayed) -> None:
    silent = """SELECT DISTINCT explanations.rule, explanations.slot FROM explanations
                LEFT JOIN verdict_rules ON verdict_rules.rule = regexp_replace(explanations.rule, '^edit\\.([a-z]+\\.)', '\\1')
                WHERE verdict_rules.rule IS NULL OR explanations.slot IN ('', 'unknown') OR explanations.rule_words = ''"""
    assert ask(replayed.here, silent) == []
    moved = "SELECT count(*) FROM explanations WHERE verdict IN ('changed', 'contradicted') AND prior_fact_id IS NULL"
    assert ask(replayed.here, moved) == [(0,)]


SYNDICATED = {OURS: ("wire.md", "syndicated.md"), SHARED: ("008.md", "009.md")}
CORRECTED = {OURS: "correction.md", SHARED: "006.md"}


def test_the_syndicated_story_raises_nothing_and_adds_no_origin(replayed: Replayed) -> None:
    original, copy = (read_story(replayed.stories / name) for name in SYNDICATED[replayed.stories])
    raised = f"SELECT count(*) FROM alerts JOIN facts USING (fact_id) WHERE facts.article_id = '{copy.article_id}'"  # noqa: S608
    assert ask(replayed.here, raised) == [(0,)]
    origins = f"SELECT DISTINCT origin_id FROM articles WHERE article_id IN ('{original.article_id}', '{copy.article_id}')"  # noqa: S608
    assert ask(replayed.here, origins) == [(original.article_id,)]


def test_the_corrected_story_raises_exactly_the_correction(replayed: Replayed) -> None:
    corrected = read_story(replayed.stories / CORRECTED[replayed.stories])
    raised = f"""SELECT alerts.verdict, facts.value FROM alerts JOIN facts USING (fact_id)
                 WHERE facts.article_id = '{corrected.article_id}' AND facts.version = 2"""  # noqa: S608
    ((verdict, value),) = ask(replayed.here, raised)
    assert verdict in ("changed", "retracted")
    assert value == THE_CORRECTION[replayed.stories]
