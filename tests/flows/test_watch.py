"""A poll from feed to pending alert, over our sample feed and over a site that misbehaves."""

from __future__ import annotations

import duckdb
import pytest
from places import Command, Place, Site, ask, count_rows, put_feed, put_story

from flows import watch


def test_the_first_run_tells_what_is_new_and_the_second_adds_no_row(place: Place, claimwatch: Command) -> None:
    here = place("feed/sample.xml", "feed/missing.xml")
    first = claimwatch("run")
    assert first.code == 0
    assert "Seeded from 5 articles" in first.out
    assert "Read 1 of 2 feeds, 1 failing; 6 pages in full" in first.out
    for word in ("NEW ", "CHANGED ", "CONTRADICTED ", " → ", " before", "“"):
        assert word in first.out
    assert "feed/missing.xml" in first.out
    assert "No such file" in first.out
    assert "warehouse/data/news.duckdb" in first.out
    rows = count_rows(here)
    assert rows["article"] >= 11
    told = ask(here, "SELECT count(*) FILTER (state = 'sent'), count(*) FILTER (state = 'pending') FROM deliveries")
    ((sent, waiting),) = told  # side figures wait for the digest
    assert sent + waiting == rows["alert"]
    assert sent > 10 > waiting
    assert ask(here, "SELECT DISTINCT target FROM deliveries") == [("terminal",)]
    second = claimwatch("run")
    assert second.code == 0
    assert "Nothing new to tell." in second.out
    assert "No feed is due before" in second.out
    assert count_rows(here) == rows


def test_reading_every_feed_again_finds_nothing_new(place: Place, claimwatch: Command) -> None:
    here = place("feed/sample.xml")
    claimwatch("run")
    before = count_rows(here)
    again = claimwatch("poll", "--all")
    assert "Found nothing that was not known." in again.out
    after = count_rows(here)
    assert {table for table in after if after[table] != before[table]} - {"write_fence"} == {"poll", "run"}
    assert ask(here, "SELECT outcome FROM polls ORDER BY polled_at") == [("ok",), ("unmodified",)]


BAD_FEEDS = [
    ("/empty", "", "application/rss+xml", 200, "the answer is empty"),
    ("/html", "<!doctype html><html><body>Sign in</body></html>", "text/html", 200, "a web page, not a feed"),
    ("/words", "not a feed at all", "text/plain", 200, "neither XML nor JSON"),
    ("/missing", "", "text/plain", 404, "HTTP 404"),
    ("/broken", "", "text/plain", 500, "HTTP 500"),
]


def test_every_bad_feed_is_a_row_and_a_line_and_the_good_one_is_read(
    place: Place, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_ALLOW_PRIVATE_HOSTS", "true")
    bad = [site.put(path, body, content_type, status) for path, body, content_type, status, _ in BAD_FEEDS]
    story = put_story(site, "/story", "RedNote had 5 million daily users in the United States on 3 February.")
    here = place(*bad, "http://127.0.0.1:9/refused", put_feed(site, "/good", story))
    polled = claimwatch("poll")
    assert polled.code == 0
    assert "Read 1 of 7 feeds, 6 failing; 1 page in full." in polled.out
    reasons = dict(ask(here, "SELECT feed_url, reason FROM polls WHERE outcome = 'failed'"))
    for url, (_, _, _, _, reason) in zip(bad, BAD_FEEDS, strict=True):
        assert str(reasons[url]).startswith(reason)
    assert "cannot connect" in str(reasons["http://127.0.0.1:9/refused"])
    assert ask(here, "SELECT failures, next_poll_at > polled_at FROM polls WHERE outcome = 'failed' GROUP BY ALL") == [(1, True)]


def test_loopback_is_refused_unless_allowed(place: Place, claimwatch: Command, site: Site) -> None:
    place(put_feed(site, "/good"))
    assert "a private address" in claimwatch("poll").words
    assert site.asked == []


BAD_PAGES = [
    ("/pdf", b"%PDF-1.7 binary", "application/pdf", 200, "error"),
    ("/empty", b"", "text/html", 200, "empty"),
    ("/gone", b"", "text/html", 410, "error"),
]


def test_every_bad_page_is_a_row_and_the_others_are_read(
    place: Place, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_ALLOW_PRIVATE_HOSTS", "true")
    bad = [site.put(path, body, content_type, status) for path, body, content_type, status, _ in BAD_PAGES]
    story = put_story(site, "/story", "RedNote had 5 million daily users in the United States on 3 February.")
    here = place(put_feed(site, "/feed", *bad, story))
    assert claimwatch("poll").code == 0
    statuses = dict(ask(here, "SELECT url, page_status FROM entries"))
    assert statuses == {site.url + path: status for path, _, _, _, status in BAD_PAGES} | {story: "full"}
    assert ask(here, "SELECT value FROM facts WHERE unit = 'users'") == [(5_000_000.0,)]


def test_a_story_that_two_feeds_bring_is_fetched_once(
    place: Place, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_ALLOW_PRIVATE_HOSTS", "true")
    story = put_story(site, "/story", "RedNote had 5 million daily users in the United States on 3 February.")
    here = place(put_feed(site, "/one", story), put_feed(site, "/two", f"{story}?utm_source=feed"))
    claimwatch("poll")
    assert [path for path in site.asked if path.startswith("/story")] == ["/story"]
    assert ask(here, "SELECT page_status FROM entries ORDER BY 1") == [("full",), ("known",)]


def test_what_one_run_cannot_read_the_next_one_reads(
    place: Place, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_ALLOW_PRIVATE_HOSTS", "true")
    monkeypatch.setattr(watch, "MOST_PAGES", 2)
    told = "RedNote had {0} million daily users in the United States on {0} February."
    stories = [put_story(site, f"/{number}", told.format(number)) for number in (1, 2, 3)]
    here = place(put_feed(site, "/feed", *stories))
    claimwatch("poll")
    assert ask(here, "SELECT url FROM articles ORDER BY 1") == [(stories[0],), (stories[1],)]
    claimwatch("poll")
    assert ask(here, "SELECT url FROM articles ORDER BY 1") == [(story,) for story in stories]
    assert ask(here, "SELECT next_poll_at > polled_at, new_entries FROM polls ORDER BY polled_at") == [(False, 2), (True, 1)]


def test_a_reader_that_holds_the_snapshot_open_neither_blocks_nor_breaks_a_poll(place: Place, claimwatch: Command) -> None:
    here = place("feed/sample.xml")
    claimwatch("seed")
    with duckdb.connect(str(here / "warehouse" / "data" / "news.duckdb"), read_only=True) as reader:
        known = reader.execute("SELECT count(*) FROM facts").fetchone()
        assert claimwatch("poll").code == 0
        assert reader.execute("SELECT count(*) FROM facts").fetchone() == known, "an open snapshot never changes"
    assert ask(here, "SELECT count(*) FROM facts")[0] > (known or ())


def test_only_the_feeds_that_are_named(place: Place, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWATCH_ALLOW_PRIVATE_HOSTS", "true")
    here = place("feed/sample.xml")
    claimwatch("poll", "--feed", put_feed(site, "/other"))
    assert ask(here, "SELECT feed_url FROM polls") == [(f"{site.url}/other",)]
    unknown = claimwatch("poll", "--feed", "sample")
    assert unknown.code == 2
    assert unknown.error_lines == ["claimwatch: --feed sample: neither a feed of the topic nor an http address"]
