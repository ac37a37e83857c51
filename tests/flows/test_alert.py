"""Deliveries: each alert goes to each target once, what fails is tried again, and the books balance."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from places import Command, Place, Site, ask, count_rows

from flows.alert import DeliveryRound, deliver_alerts
from flows.delivery import Channel
from flows.markups import make_part
from flows.messages import Dispatch, Part
from flows.outcomes import Accepted, Outcome, Refused, Unknown
from flows.planning import BACKOFF
from flows.topics import load_topic

NOW = datetime(2025, 2, 12, 16, tzinfo=UTC)


@pytest.fixture
def pending(place: Place, claimwatch: Command, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with alerts pending, raised at four in the afternoon."""
    monkeypatch.setenv("CLAIMWATCH_NOW", NOW.isoformat())
    here = place("feed/sample.xml")
    claimwatch("seed")
    claimwatch("poll")
    return here


class Recorder:
    """A target that takes every message, or answers with what it is told to."""

    def __init__(self, outcome: Outcome | None = None) -> None:
        self.outcome: Outcome = outcome or Accepted()
        self.got: list[str] = []
        self.told: list[Dispatch] = []

    @property
    def channel(self) -> Channel:
        return Channel(lambda dispatch: [make_part(dispatch, "", dispatch.items)], self.send)

    def send(self, part: Part, now: datetime) -> Outcome:
        self.told.append(part.source)
        if isinstance(self.outcome, Accepted):
            self.got += part.alert_ids
        return self.outcome


def deliver(here: Path, later: timedelta = timedelta(), **targets: Recorder) -> DeliveryRound:
    channels = {name: target.channel for name, target in targets.items()}
    return deliver_alerts(here / "warehouse" / "data", channels, load_topic("rednote", here).topic, NOW + later)


def list_alerts(here: Path, core: bool = True) -> list[str]:
    query = f"SELECT alert_id FROM alert JOIN fact USING (fact_id) WHERE fact.core IS {core} ORDER BY 1"  # noqa: S608 - a bool
    return [str(row[0]) for row in ask(here, query)]


def add_up(here: Path) -> list[tuple[object, ...]]:
    """Per target: delivered, digested, suppressed, dead, pending; and that the books agree with the log of attempts."""
    found = ask(here, "SELECT target, delivered, digested, suppressed, dead, pending, agrees FROM delivery_sums ORDER BY target")
    assert all(row[-1] for row in found)
    total = ask(here, "SELECT count(*) FROM alert")[0][0]
    assert {sum(int(str(number)) for number in row[1:-1]) for row in found} <= {total}
    return [row[:-1] for row in found]


def test_a_dry_run_prints_and_changes_nothing(pending: Path, claimwatch: Command) -> None:
    rows = count_rows(pending)
    shown = claimwatch("alert", "--dry-run")
    assert shown.code == 0
    assert f"{len(list_alerts(pending))} alerts would go to terminal" in shown.out
    assert f"  {len(list_alerts(pending, core=False))} alerts: for the digest\n" in shown.out
    assert "CONTRADICTED" in shown.out
    assert count_rows(pending) == rows


def test_alerts_are_delivered_once(pending: Path, claimwatch: Command) -> None:
    assert "CONTRADICTED" in claimwatch("alert").out
    again = claimwatch("alert")
    assert again.code == 0
    assert again.out.startswith("No alerts are pending.\n")


def test_a_digest_carries_the_report_where_that_is_wanted(pending: Path) -> None:
    topic = pending / "seeds" / "rednote" / "topic.toml"
    topic.write_text(topic.read_text("utf-8") + "\n[alerts]\nattach_report = true\n", encoding="utf-8")
    one = Recorder()
    deliver(pending, timedelta(hours=16), one=one)
    with_page = {dispatch.is_digest: dispatch.page for dispatch in one.told}
    assert with_page[False] is None
    assert "<h1>RedNote and the US TikTok ban</h1>" in str(with_page[True])


def test_side_figures_come_with_the_digest(pending: Path) -> None:
    one = Recorder()
    deliver(pending, one=one)
    deliver(pending, timedelta(hours=15), one=one)
    assert sorted(one.got) == list_alerts(pending)  # not before it is eight
    deliver(pending, timedelta(hours=16), one=one)
    assert sorted(one.got) == sorted(list_alerts(pending) + list_alerts(pending, core=False))
    digest = one.told[-1]
    assert digest.is_digest
    assert digest.title.startswith("RedNote and the US TikTok ban digest: ")
    assert str(digest.coverage).startswith("Read 1 of 1 feed; 6 pages in full")
    assert digest.page is None
    assert add_up(pending) == [("one", len(list_alerts(pending)), len(list_alerts(pending, core=False)), 0, 0, 0)]


def test_only_what_failed_is_tried_again_and_not_at_once(pending: Path) -> None:
    good, bad = Recorder(), Recorder(Refused("no answer"))
    alerts, side = len(list_alerts(pending)), len(list_alerts(pending, core=False))
    first = deliver(pending, good=good, bad=bad)
    assert (first.sent, first.failed, first.errors) == (alerts, alerts, ("bad: no answer",))
    assert add_up(pending) == [("bad", 0, 0, 0, 0, alerts + side), ("good", alerts, 0, 0, 0, side)]
    bad.outcome = Accepted()
    assert deliver(pending, good=good, bad=bad).sent == 0
    second = deliver(pending, BACKOFF[0], good=good, bad=bad)
    assert (second.sent, second.failed) == (alerts, 0)
    assert sorted(good.got) == sorted(bad.got) == list_alerts(pending)
    assert not any(told.is_repeat for told in bad.told)
    assert add_up(pending) == [("bad", alerts, 0, 0, 0, side), ("good", alerts, 0, 0, 0, side)]


def test_a_target_that_never_answers_ends_dead_with_its_reason(pending: Path) -> None:
    bad = Recorder(Refused("no answer"))
    later = timedelta()
    for wait in (*BACKOFF, timedelta()):
        deliver(pending, later, one=bad)
        later += wait
    states = ask(pending, "SELECT DISTINCT state, attempts, last_error FROM deliveries WHERE state <> 'pending'")
    assert ("dead", len(BACKOFF) + 1, "no answer") in states
    ((_, delivered, _, _, dead, _),) = add_up(pending)
    assert (delivered, dead) == (0, len(list_alerts(pending)))


def test_a_target_that_asks_for_time_is_given_it(pending: Path) -> None:
    busy = Recorder(Refused("429", timedelta(minutes=40)))
    deliver(pending, one=busy)
    busy.outcome = Accepted()
    deliver(pending, timedelta(minutes=39), one=busy)
    assert busy.got == []
    deliver(pending, timedelta(minutes=40), one=busy)
    assert sorted(busy.got) == list_alerts(pending)


def test_what_may_have_arrived_is_not_blindly_repeated(pending: Path) -> None:
    one = Recorder(Unknown("no answer after it was sent"))
    deliver(pending, one=one)
    one.outcome = Accepted()
    deliver(pending, timedelta(minutes=14), one=one)
    assert one.got == []
    deliver(pending, timedelta(minutes=15), one=one)
    assert sorted(one.got) == list_alerts(pending)
    first, second = one.told
    assert (first.is_repeat, second.is_repeat) == (False, True)
    assert ask(pending, "SELECT repeats FROM delivery_sums") == [(1,)]
    assert ask(pending, "SELECT count(DISTINCT message_id), count(*) FROM attempts") == [(1, 2)]


def test_what_may_have_arrived_three_times_is_left_to_a_person(pending: Path) -> None:
    one = Recorder(Unknown("no answer"))
    for minutes in (0, 15, 75, 300):
        deliver(pending, timedelta(minutes=minutes), one=one)
    assert len(one.told) == 3
    ((_, _, _, _, dead, _),) = add_up(pending)
    assert dead == len(list_alerts(pending))


def test_a_kill_in_the_middle_of_sending_is_known_and_made_good(pending: Path) -> None:
    class Killed(Recorder):
        def send(self, part: Part, now: datetime) -> Outcome:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(pending, one=Killed())
    one = Recorder()
    assert deliver(pending, timedelta(minutes=14), one=one).waiting.count("an attempt is being made") == len(list_alerts(pending))
    deliver(pending, timedelta(minutes=15), one=one)
    assert sorted(one.got) == list_alerts(pending)
    assert one.told[0].is_repeat
    steps = ask(pending, "SELECT DISTINCT seq, state FROM delivery WHERE seq > 1 ORDER BY 1")
    assert steps == [(2, "sending"), (3, "unknown"), (4, "sending"), (5, "sent")]
    add_up(pending)


def test_two_at_once_send_nothing_twice(pending: Path) -> None:
    class Rival(Recorder):
        def send(self, part: Part, now: datetime) -> Outcome:
            deliver(pending, one=other)
            return super().send(part, now)

    other, rival = Recorder(), Rival()
    deliver(pending, one=rival)
    assert (sorted(rival.got), other.got) == (list_alerts(pending), [])


def test_a_target_set_later_gets_no_old_alerts(pending: Path) -> None:
    deliver(pending, first=Recorder())
    late = Recorder()
    deliver(pending, first=Recorder(), late=late)
    assert late.got == []


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
    assert re.search(
        r'And \d+ more: claimwatch sql "SELECT verdict, line FROM alerts WHERE run_id IN \(.\w+.\)"', message["message"]
    )
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
