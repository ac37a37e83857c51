"""What `serve` registers, and what a second machine would deploy: the same flows, schedules and limits."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
import yaml
from places import ROOT, Place

from extractors.records import Novelty
from extractors.topic import Schedule
from flows.artifacts import describe_poll, name_artifact
from flows.messages import Coverage
from flows.runs import begin_run
from flows.settings import load_settings
from flows.topics import load_topic
from flows.watch import PollSummary
from warehouse.ledger import Recorded


@pytest.fixture(scope="module")
def prefect_yaml() -> list[dict[str, object]]:
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert isinstance(deployments, list)
    return deployments


def test_deployments_follow_the_topic(place: Place) -> None:
    from flows.serve import make_deployments  # noqa: PLC0415 - Prefect takes a second to import

    here = place(schedule="7 * * * *")
    deployments = make_deployments(load_topic("rednote", here), "rednote")
    names = [deployment.name for deployment in deployments]
    assert names == ["rednote-poll", "rednote-alert", "rednote-recheck", "rednote-tidy", "rednote-seed"]
    assert [[str(schedule.schedule.cron) for schedule in deployment.schedules or ()] for deployment in deployments] == [  # type: ignore[union-attr]
        ["7 * * * *"],
        ["7 * * * *"],
        [Schedule().recheck],
        [Schedule().tidy],
        [],
    ]
    for deployment in deployments:
        assert deployment.parameters == {"topic": "rednote"}
        assert deployment.concurrency_limit == 1
        assert str(deployment.concurrency_options.collision_strategy.value) == "CANCEL_NEW"  # type: ignore[union-attr]
        module, _, name = str(deployment.entrypoint).rpartition(".")
        assert hasattr(import_module(module), name)


def test_prefect_yaml_deploys_the_same(prefect_yaml: list[dict[str, object]]) -> None:
    from flows.serve import make_deployments  # noqa: PLC0415

    served = make_deployments(load_topic("rednote", ROOT), "rednote")
    topic = tomllib.loads((ROOT / "seeds" / "rednote" / "topic.toml").read_text(encoding="utf-8"))
    assert [deployment["name"] for deployment in prefect_yaml] == [deployment.name for deployment in served]
    assert [deployment["entrypoint"] for deployment in prefect_yaml] == [deployment.entrypoint for deployment in served]
    for deployment in prefect_yaml:
        assert deployment["parameters"] == {"topic": "rednote"}
        assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    crons = [deployment.get("schedules") for deployment in prefect_yaml]
    assert crons == [
        [{"cron": topic["schedule"]["poll"], "timezone": "UTC"}],
        [{"cron": topic["schedule"]["alert"], "timezone": "UTC"}],
        [{"cron": topic["schedule"].get("recheck", Schedule().recheck), "timezone": "UTC"}],
        [{"cron": topic["schedule"].get("tidy", Schedule().tidy), "timezone": "UTC"}],
        None,
    ]


def test_a_run_is_alive_as_long_as_a_process_carries_its_id() -> None:
    from flows.healing import live_run_ids  # noqa: PLC0415

    sleeper = [sys.executable, "-c", "import sys; print(1, flush=True); sys.stdin.read()"]
    environment = os.environ | {"PREFECT__FLOW_RUN_ID": "0000-test-run"}
    with subprocess.Popen(sleeper, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert "0000-test-run" in live_run_ids()
        process.communicate(b"")
    assert "0000-test-run" not in live_run_ids()


def test_a_span_is_a_schedule_that_a_restart_does_not_shift() -> None:
    from flows.serve import make_schedule  # noqa: PLC0415

    first, second = make_schedule("15m", "UTC"), make_schedule("15m", "UTC")
    assert first.interval == timedelta(minutes=15)
    assert first.anchor_date == second.anchor_date


@pytest.mark.parametrize(("topic", "key"), [("rednote", "rednote-news"), ("My_Topic", "my-topic-news")])
def test_artifact_keys_are_what_prefect_accepts(topic: str, key: str) -> None:
    assert name_artifact(topic, "news") == key


def test_a_topic_file_is_named_in_full_to_the_flows(place: Place) -> None:
    from flows.serve import name_topic  # noqa: PLC0415

    here = place()
    assert name_topic(load_settings(topic="rednote")) == "rednote"
    assert name_topic(load_settings(topic="seeds/rednote/topic.toml")) == str(here / "seeds" / "rednote" / "topic.toml")
    assert Path(name_topic(load_settings(topic="./x.toml"))).is_absolute()


RUN = begin_run("rednote", datetime(2025, 2, 12, tzinfo=UTC))
SUMMARY = PollSummary(RUN, Coverage(24, 26, 2, 5, 1), (), Recorded(6, 9, 4, {}))


@pytest.mark.parametrize(
    ("verdicts", "coverage", "words"),
    [
        ({Novelty.NEW: 3, Novelty.CONTRADICTED: 1}, Coverage(9, 11, 2), "3 new, 1 contradicted, 2 feeds failing"),
        ({Novelty.RESTATED: 5}, Coverage(25, 26, 1, 5, 1), "nothing new, 1 feed failing"),
        ({Novelty.CHANGED: 1}, Coverage(26, 26, 0, 5, 1), "1 changed"),
        ({}, Coverage(), "no feed was due"),
    ],
)
def test_the_state_of_a_run_says_what_happened(verdicts: dict[str, int], coverage: Coverage, words: str) -> None:
    recorded = Recorded(6, 9, 4, verdicts)
    assert describe_poll(replace(SUMMARY, recorded=recorded, coverage=coverage)) == words


async def test_a_long_stage_shows_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import progress_artifacts as shown  # noqa: PLC0415

    told: list[float] = []
    reported = asyncio.Event()

    async def create(percent: float, *, key: str, description: str) -> UUID:
        assert key == "rednote-reading-feeds"
        told.append(percent)
        reported.set()
        return UUID(int=1)

    async def update(artifact: UUID, percent: float) -> None:
        told.append(percent)

    monkeypatch.setattr(shown, "acreate_progress_artifact", create)
    monkeypatch.setattr(shown, "aupdate_progress_artifact", update)
    monkeypatch.setattr(shown, "LONG_S", 0.01)
    async with shown.progress_artifacts("rednote") as show:
        with show("reading feeds", 4) as advance:
            advance()
            await reported.wait()
            for _ in range(3):
                advance()
        with show("reading pages", 9):
            pass  # over before it was long
    assert told[0] == 25
    assert told[-1] == 100
