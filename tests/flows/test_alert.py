"""Deliveries: each alert goes to each target once, what fails is tried again, and the books balance."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from places import Command, Place, Site, ask, count_rows

from flows import alert
from flows.alert import deliver_alerts
from flows.messages import AlertItem, Coverage
from flows.topics import load_topic

NOW = datetime(2025, 2, 12, 16, tzinfo=UTC)


@pytest.fixture
def pending(place: Place, claimwatch: Command) -> Path:
    """A working directory with alerts pending."""
    here = place("feed/sample.xml")
    claimwatch("seed")
    claimwatch("poll")
    return here


class Recorder:
    """A target that takes every message, or answers with an error."""

    def __init__(self, error: str | None = None) -> None:
        self.error = error
        self.got: list[str] = []

    def __call__(self, items: Sequence[AlertItem], title: str, coverage: Coverage | None) -> str | None:
        if self.error is None:
            self.got += [item.alert_id for item in items]
        return self.error


def deliver(here: Path, **targets: Recorder) -> alert.DeliveryRound:
    return deliver_alerts(here / "warehouse" / "data", targets, load_topic("rednote", here).topic, NOW)


def test_a_dry_run_prints_and_changes_nothing(pending: Path, claimwatch: Command) -> None:
    rows = count_rows(pending)
    shown = claimwatch("alert", "--dry-run")
    assert shown.code == 0
    assert f"{rows['alert']} alerts would go to terminal" in shown.out
    assert "CONTRADICTED" in shown.out
    assert count_rows(pending) == rows


def test_alerts_are_delivered_once(pending: Path, claimwatch: Command) -> None:
    assert "CONTRADICTED" in claimwatch("alert").out
    again = claimwatch("alert")
    assert (again.code, again.out) == (0, "No alerts are pending.\n")


def test_only_what_failed_is_tried_again(pending: Path) -> None:
    good, bad = Recorder(), Recorder("no answer")
    alerts = ask(pending, "SELECT count(*) FROM alerts")[0][0]
    first = deliver(pending, good=good, bad=bad)
    assert (first.sent, first.failed, first.errors) == (alerts, alerts, ("bad: no answer",))
    assert ask(pending, "SELECT DISTINCT target, state, attempts, last_error FROM deliveries ORDER BY 1") == [
        ("bad", "failed", 1, "no answer"),
        ("good", "sent", 1, None),
    ]
    bad.error = None
    second = deliver(pending, good=good, bad=bad)
    assert (second.sent, second.failed) == (alerts, 0)
    assert sorted(good.got) == sorted(bad.got) == sorted(set(good.got))
    assert deliver(pending, good=good, bad=bad) == alert.DeliveryRound()


def test_a_target_that_never_answers_ends_dead(pending: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alert, "MOST_ATTEMPTS", 2)
    bad = Recorder("no answer")
    assert deliver(pending, bad=bad).dead == 0
    assert deliver(pending, bad=bad).dead == ask(pending, "SELECT count(*) FROM alerts")[0][0]
    assert ask(pending, "SELECT DISTINCT state, attempts FROM deliveries") == [("dead", 2)]
    assert deliver(pending, bad=bad) == alert.DeliveryRound()


def test_a_target_set_later_gets_no_old_alerts(pending: Path) -> None:
    deliver(pending, first=Recorder())
    late = Recorder()
    deliver(pending, first=Recorder(), late=late)
    assert late.got == []


def test_a_kill_in_the_middle_of_sending_is_known_and_made_good(pending: Path) -> None:
    def die(items: Sequence[AlertItem], title: str, coverage: Coverage | None) -> str | None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(pending, one=die)  # type: ignore[arg-type]
    one = Recorder()
    deliver(pending, one=one)
    assert len(one.got) == ask(pending, "SELECT count(*) FROM alerts")[0][0]
    assert ask(pending, "SELECT DISTINCT seq, state, last_error FROM delivery ORDER BY 1") == [
        (1, "pending", None),
        (2, "pending", alert.UNKNOWN_OUTCOME),
        (3, "pending", alert.UNKNOWN_OUTCOME),
        (4, "sent", None),
    ]


def test_through_apprise_one_message_with_the_sentences(
    pending: Path, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_ALERT_URLS", f"hook={site.url.replace('http', 'json')}/in")
    sent = claimwatch("alert")
    assert sent.code == 0
    assert "to hook-" in sent.out
    (message,) = [json.loads(body) for body in site.posted]
    assert re.fullmatch(r"RedNote and the US TikTok ban: \d+ contradicted, \d+ changed, \d+ new", message["title"])
    assert "CONTRADICTED RedNote, founded: 2014, against 2013 before" in message["message"]
    assert "“RedNote was launched in 2014" in message["message"]
    assert "more: claimwatch claims" in message["message"]
    assert "Read 1 of 1 feed" in message["message"]


def test_a_refusal_is_one_line_and_a_row_without_the_password(
    pending: Path, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.post_status = 500
    host = site.url.removeprefix("http://")
    monkeypatch.setenv("CLAIMWATCH_ALERT_URLS", f"json://me:hunter2secret@{host}/in/tokentoken")
    refused = claimwatch("alert")
    assert refused.code == 1
    (line,) = refused.error_lines
    assert line.startswith("claimwatch: json-")
    stored = str(ask(pending, "SELECT * FROM delivery"))
    for text in (refused.out, refused.err, stored):
        assert "hunter2secret" not in text
        assert "tokentoken" not in text


def test_an_unknown_apprise_url_is_one_line_and_the_other_target_gets_its_message(
    pending: Path, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_ALERT_URLS", f"pager=nosuch://secretsecret {site.url.replace('http', 'json')}/in")
    outcome = claimwatch("alert")
    assert outcome.code == 1
    (line,) = outcome.error_lines
    assert "pager-" in line
    assert "Apprise knows no service for this nosuch:// URL" in line
    assert "secretsecret" not in outcome.out + outcome.err
    assert len(site.posted) == 1
    checked = claimwatch("doctor")
    assert checked.code == 1
    assert "✗ target pager-" in checked.out
