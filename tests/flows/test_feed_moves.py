"""A feed that moves for good, from poll to poll."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from badsite import BadSite, answer, open_badsite
from places import ROOT

from extractors.topic import Feed
from flows.progress import log_progress
from flows.runs import begin_run
from flows.settings import Settings
from flows.topics import LocatedTopic, load_topic
from flows.watch import poll
from warehouse.store import read_snapshot

START = datetime(2025, 2, 10, 9, 0, tzinfo=UTC)
FEED = b"<rss version='2.0'><channel><title>Leaf</title></channel></rss>"


async def poll_on(folder: Path, feed: Feed, day: int) -> None:
    located = LocatedTopic(replace(load_topic("rednote", ROOT).topic, feeds=(feed,)), folder)
    run = begin_run("rednote", START + timedelta(days=day))
    await poll(Settings(warehouse=folder, allow_private_hosts=True), located, run, log_progress)


async def ask_days(site: BadSite, folder: Path, feed: Feed, days: range) -> list[list[str]]:
    """Poll on each of these days; return what was asked for on each."""
    asked = []
    for day in days:
        before = len(site.asked)
        await poll_on(folder, feed, day)
        asked.append(site.paths[before:])
    return asked


async def test_a_new_address_is_asked_for_after_three_moves_and_given_up_when_it_fails_for_good(tmp_path: Path) -> None:
    async with open_badsite() as site:
        site.pages |= {"/old": answer("301 Moved", Location="/new"), "/new": answer("200 OK", FEED)}
        feed = Feed(site.url("/old"))
        assert await ask_days(site, tmp_path, feed, range(4)) == [["/old", "/new"], ["/old", "/new"], ["/old", "/new"], ["/new"]]
        assert read_snapshot(tmp_path, "SELECT url, moved_to, state FROM feeds")[1] == [(feed.url, site.url("/new"), "ok")]

        site.pages["/new"] = answer("503 Busy")  # passes
        assert await ask_days(site, tmp_path, feed, range(4, 6)) == [["/new"], ["/new"]]
        site.pages["/new"] = answer("404 No")
        site.pages["/old"] = answer("200 OK", FEED)
        assert await ask_days(site, tmp_path, feed, range(6, 8)) == [["/new"], ["/old"]]
        assert read_snapshot(tmp_path, "SELECT url, moved_to, state FROM feeds")[1] == [(feed.url, None, "ok")]


async def test_a_passing_redirect_is_followed_every_time(tmp_path: Path) -> None:
    async with open_badsite() as site:
        site.pages |= {
            "/old": answer("301 Moved", Location="/between"),
            "/between": answer("302 Found", Location="/new"),
            "/new": answer("200 OK", FEED),
        }
        asked = await ask_days(site, tmp_path, Feed(site.url("/old")), range(4))
        assert asked == [["/old", "/between", "/new"]] * 4
