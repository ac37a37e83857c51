"""claimwatch alerts: what became of alerts, trying again, acknowledging, muting."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from places import Command, Place, ask

from flows.alert import deliver_alerts
from flows.delivery import Channel
from flows.markups import make_part
from flows.outcomes import Refused
from flows.topics import load_topic

NOW = datetime(2025, 2, 12, 16, tzinfo=UTC)


@pytest.fixture
def refused(place: Place, claimwatch: Command, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a target that refused its alerts."""
    monkeypatch.setenv("CLAIMWATCH_NOW", NOW.isoformat())
    here = place("feed/sample.xml")
    claimwatch("poll")
    channel = Channel(lambda dispatch: [make_part(dispatch, "", dispatch.items)], lambda part, now: Refused("no such channel"))
    deliver_alerts(here / "warehouse" / "data", {"terminal": channel}, load_topic("rednote", here).topic, NOW)
    return here


def test_alerts_are_listed_with_their_states_within_80_columns(refused: Path, claimwatch: Command) -> None:
    shown = claimwatch("alerts", "list", "--state", "failed")
    assert "no such channel" in shown.out
    assert max(map(len, shown.out.splitlines())) <= 80
    rows = json.loads(claimwatch("alerts", "list", "--json").out)
    assert {row["state"] for row in rows} == {"failed", "pending"}


def test_retrying_needs_no_waiting(refused: Path, claimwatch: Command) -> None:
    assert "CHANGED" not in claimwatch("alert").out
    assert "will be tried with the next delivery" in claimwatch("alerts", "retry").out
    assert "CHANGED" in claimwatch("alert").out
    assert ask(refused, "SELECT count(*) FROM deliveries WHERE state = 'failed'") == [(0,)]


def test_what_is_acknowledged_is_not_sent(refused: Path, claimwatch: Command) -> None:
    ((name,),) = ask(refused, "SELECT min(alert_id) FROM deliveries WHERE state = 'failed'")
    assert claimwatch("alerts", "ack", str(name)[:12]).out == "1 alert acknowledged\n"
    ((state, reason),) = ask(refused, f"SELECT state, last_error FROM deliveries WHERE alert_id = '{name}'")  # noqa: S608
    assert state == "suppressed"
    assert str(reason).startswith("acknowledged by ")
    again = claimwatch("alerts", "ack", str(name))
    assert again.code == 2
    assert "nothing to change (suppressed already)" in again.err


def test_what_is_muted_is_suppressed_with_that_reason(
    refused: Path, claimwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        "Muted: subject RedNote, until 13 Feb 2025 00:00 UTC"
        in claimwatch("alerts", "mute", "subject", "RedNote", "--for", "8h").out
    )
    assert "RedNote" in claimwatch("alerts", "mutes").out
    claimwatch("alerts", "retry")
    claimwatch("alert")
    reasons = ask(refused, "SELECT DISTINCT last_error FROM deliveries WHERE state = 'suppressed'")
    assert reasons == [("subject RedNote is muted",)]
    monkeypatch.setenv("CLAIMWATCH_NOW", "2025-02-12T17:00Z")
    assert claimwatch("alerts", "unmute", "subject", "RedNote").out == "Unmuted: subject RedNote\n"
    assert claimwatch("alerts", "mutes").out == "Nothing is muted.\n"


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        (("ack", "zzz"), "zzz: no alert with an id that begins so"),
        (("mute", "subject", "A", "--for", "soon"), "--for soon: not a span"),
        (("unmute", "publisher", "Nobody"), "publisher Nobody is not muted"),
    ],
)
def test_mistakes_are_one_line(place: Place, claimwatch: Command, words: tuple[str, ...], mistake: str) -> None:
    place()
    outcome = claimwatch("alerts", *words)
    assert outcome.code == 2
    assert mistake in " ".join(outcome.err.split())


def test_status_adds_up(refused: Path, claimwatch: Command) -> None:
    ((row,),) = [json.loads(claimwatch("status", "--json").out)["deliveries"]]
    assert row["agrees"] is True
    assert row["pending"] == ask(refused, "SELECT count(*) FROM alerts")[0][0]
