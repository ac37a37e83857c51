"""A second look: a site whose pages change between visits, and what of it becomes an alert."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from places import Command, Place, Site, ask, count_rows, put_feed, put_story

from flows import recheck as recheck_flow

FIRST, DAY_LATER, WEEK_LATER = "2025-02-03T12:00:00Z", "2025-02-04T13:00:00Z", "2025-02-10T13:00:00Z"
TOLD = "RedNote had 5 million daily users in the United States on 1 February."
HELD = "<p>TikTok has 170 million users in the United States.</p>"


@dataclass(frozen=True)
class Change:
    """What happened to a page, what the second look made of it, and what it raised: (verdict, value)."""

    make: Callable[[Site], object]
    outcome: str
    raised: tuple[tuple[str, float], ...] = ()


def rewrite(text: str) -> Callable[[Site], object]:
    return lambda site: put_story(site, "/story", text)


def answer(body: str, status: int = 200) -> Callable[[Site], object]:
    return lambda site: site.put("/story", body, status=status)


OTHER_STORY = "".join(
    f"<p>The bakery of Port Ames sells {n} loaves of rye bread on the {n}th day of every month.</p>" for n in range(4, 20)
)
CHANGES = {
    "nothing": Change(lambda site: None, "same"),
    "a figure altered": Change(
        rewrite(f"{TOLD.replace('5 million', '4 million')}</p>{HELD}<p>"), "edited", (("retracted", 4e6),)
    ),
    "a sentence removed": Change(rewrite(f"</p>{HELD}<p>"), "edited", (("retracted", 5e6),)),
    "other words": Change(rewrite(f"On 1 February, RedNote counted 5 million daily users in the US.</p>{HELD}<p>"), "edited"),
    "gone": Change(answer("", 410), "gone"),
    "not found": Change(answer("", 404), "gone"),
    "the server fails": Change(answer("", 500), "failed"),
    "behind a wall": Change(answer("<html><body><p>Subscribe to read on.</p></body></html>"), "unreadable"),
    "another article": Change(
        answer(f'<html><head><link rel="canonical" href="/bread"></head><body><article>{OTHER_STORY}</article></body></html>'),
        "moved",
    ),
}


@pytest.fixture
def polled(place: Place, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse that has polled a feed with one story."""
    monkeypatch.setenv("CLAIMWATCH_ALLOW_PRIVATE_HOSTS", "true")
    here = place(put_feed(site, "/feed", put_story(site, "/story", f"{TOLD}</p>{HELD}<p>")))
    monkeypatch.setenv("CLAIMWATCH_NOW", FIRST)
    assert claimwatch("seed").code == 0
    assert claimwatch("poll").code == 0
    assert ask(here, "SELECT value FROM alerts JOIN facts USING (fact_id) WHERE value = 5e6") == [(5e6,)]
    return here


@pytest.mark.parametrize("name", CHANGES)
def test_what_became_of_a_page(polled: Path, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    change = CHANGES[name]
    change.make(site)
    monkeypatch.setenv("CLAIMWATCH_NOW", DAY_LATER)
    looked = claimwatch("recheck")
    assert looked.code == 0, looked.err
    assert f"Looked again at 1 article: 1 {change.outcome}." in looked.out
    assert ask(polled, "SELECT outcome, look FROM rechecks") == [(change.outcome, 1)]
    raised = ask(
        polled,
        """SELECT alerts.verdict, value FROM alerts JOIN facts USING (fact_id) JOIN coverage ON coverage.run_id = alerts.run_id
           WHERE coverage.kind = 'recheck' ORDER BY ALL""",
    )
    assert raised == list(change.raised)
    versions = ask(polled, "SELECT count(*), max(version) FROM article_versions WHERE source IN ('feed', 'recheck')")
    assert versions == [(2, 2) if change.outcome == "edited" else (1, 1)]


def test_a_correction_is_delivered_and_names_what_it_corrects(
    polled: Path, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "5 million" in claimwatch("alert").words
    CHANGES["a figure altered"].make(site)
    monkeypatch.setenv("CLAIMWATCH_NOW", DAY_LATER)
    claimwatch("recheck")
    told = claimwatch("alert").words
    assert "RETRACTED" in told
    assert "4 million" in told
    corrected = "SELECT prior_line FROM explanations WHERE verdict = 'retracted' AND earlier_alert_id IS NOT NULL"
    ((line,),) = ask(polled, corrected)
    assert "5 million" in str(line)


def test_each_article_is_looked_at_after_a_day_and_after_a_week(
    polled: Path, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for now, looks in ((FIRST, 0), (DAY_LATER, 1), (DAY_LATER, 1), (WEEK_LATER, 2), ("2025-02-20", 2)):
        monkeypatch.setenv("CLAIMWATCH_NOW", now)
        assert claimwatch("recheck").code == 0
        assert site.asked.count("/story") == 1 + looks
    assert ask(polled, "SELECT look FROM rechecks ORDER BY look") == [(1,), (2,)]


def test_who_comes_after_a_week_looks_once(
    polled: Path, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_NOW", WEEK_LATER)
    assert "1 same" in claimwatch("recheck").out
    assert "No article is due a second look." in claimwatch("recheck").out


def test_a_page_that_cannot_be_reached_is_tried_three_times_some_hours_apart(
    polled: Path, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    CHANGES["the server fails"].make(site)
    for hour, tries in ((13, 1), (14, 1), (20, 2)):
        monkeypatch.setenv("CLAIMWATCH_NOW", f"2025-02-04T{hour}:00:00Z")
        claimwatch("recheck")
        assert ask(polled, "SELECT count(*) FROM rechecks") == [(tries,)]
    for day, tries in ((5, 3), (6, 3), (7, 3)):
        monkeypatch.setenv("CLAIMWATCH_NOW", f"2025-02-0{day}T13:00:00Z")
        claimwatch("recheck")
        assert ask(polled, "SELECT count(*) FROM rechecks") == [(tries,)]


def test_an_unchanged_page_is_neither_read_nor_taken_apart(
    polled: Path, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_apart: list[object] = []
    monkeypatch.setattr(recheck_flow, "read_article", lambda article, words: taken_apart.append(article))
    site.etags = True
    for now in (DAY_LATER, WEEK_LATER):
        monkeypatch.setenv("CLAIMWATCH_NOW", now)
        claimwatch("recheck")
    looks = ask(polled, "SELECT look, outcome, status_code FROM rechecks ORDER BY look")
    assert looks == [(1, "same", 200), (2, "unmodified", 304)]
    assert taken_apart == []


def test_the_same_bytes_are_unmodified_without_a_tag(polled: Path, claimwatch: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    for now in (DAY_LATER, WEEK_LATER):
        monkeypatch.setenv("CLAIMWATCH_NOW", now)
        claimwatch("recheck")
    assert ask(polled, "SELECT outcome, status_code FROM rechecks ORDER BY look") == [("same", 200), ("unmodified", 200)]


def test_looking_twice_at_one_edit_raises_it_once(
    polled: Path, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    CHANGES["a figure altered"].make(site)
    monkeypatch.setenv("CLAIMWATCH_NOW", DAY_LATER)
    claimwatch("recheck")
    before = count_rows(polled)
    monkeypatch.setenv("CLAIMWATCH_NOW", WEEK_LATER)
    assert "1 unmodified" in claimwatch("recheck").out
    after = count_rows(polled)
    assert {table for table in after if after[table] != before[table]} - {"write_fence"} == {"recheck", "run"}


def test_only_articles_from_feeds_are_looked_at(place: Place, claimwatch: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    here = place("feed/sample.xml")
    (here / "old").mkdir()
    (here / "old" / "a.md").write_text("---\nurl: https://daily.example/a\n---\nRedNote has 3 million daily users in Canada.\n")
    monkeypatch.setenv("CLAIMWATCH_NOW", FIRST)
    claimwatch("seed")
    claimwatch("replay", "old")
    claimwatch("poll")
    monkeypatch.setenv("CLAIMWATCH_NOW", DAY_LATER)
    assert claimwatch("recheck").code == 0
    looked = {str(url) for (url,) in ask(here, "SELECT url FROM rechecks")}
    assert looked == {str(url) for (url,) in ask(here, "SELECT url FROM articles WHERE source = 'feed'")}
    outcomes = ask(here, "SELECT DISTINCT quality, outcome FROM rechecks JOIN articles USING (article_id) ORDER BY 1")
    assert outcomes == [("full", "same"), ("summary_only", "unreadable")]
