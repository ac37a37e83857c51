"""A flow that fails is told of, once."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from places import Place, Site

from flows.deployments import alert_flow, poll_flow
from flows.flow_alarms import alarm, tell_of_failure
from flows.settings import load_settings

NOW = datetime(2025, 2, 12, 16, tzinfo=UTC)


def test_a_trouble_is_told_once_a_day_with_the_runs_link(place: Place, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    place()
    monkeypatch.setenv("CLAIMWATCH_ALERT_URLS", f"desk={site.url.replace('http', 'json')}/in")
    for hour, reason in ((16, "disk full"), (17, "disk full"), (18, "no network"), (40, "disk full")):
        monkeypatch.setenv("CLAIMWATCH_NOW", f"2025-02-{12 + hour // 24}T{hour % 24:02}:30Z")
        alarm(load_settings(), "poll", f"run-{hour}", "Failed", reason)
    titles = [json.loads(body)["title"] for body in site.posted]
    told = [title.partition(": Flow ")[2].removeprefix("failed: poll of rednote: ").split(" http")[0] for title in titles]
    assert told == ["disk full", "no network", "disk full"]


def test_a_warehouse_that_is_the_trouble_keeps_no_alarm_back(place: Place, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    here = place()
    broken = here / "warehouse" / "data"
    broken.mkdir(parents=True)
    (broken / "pipeline.duckdb").write_bytes(b"no database")
    monkeypatch.setenv("CLAIMWATCH_ALERT_URLS", f"{site.url.replace('http', 'json')}/in")
    assert len(alarm(load_settings(), "poll", "run", "Crashed", "its process was killed")) == 1
    (body,) = site.posted
    assert "crashed: poll of rednote: its process was killed" in json.loads(body)["message"]


def test_every_flow_has_the_hook() -> None:
    for flow in (poll_flow, alert_flow):
        assert tell_of_failure in (flow.on_failure_hooks or [])
        assert tell_of_failure in (flow.on_crashed_hooks or [])
