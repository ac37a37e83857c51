"""Thousands of odd feeds: feedparser's own test collection, and ours damaged. Each is a value or a typed failure."""

from __future__ import annotations

import pytest
from fuzzing import damage, feed_jobs, name_feed_outcome, read_all, read_our_feeds, take_feedparsers_tests

LEAST_FILES = 2_000


async def test_every_file_of_feedparsers_collection(request: pytest.FixtureRequest) -> None:
    taken = take_feedparsers_tests(request.config.cache.mkdir("feedparser"))
    if isinstance(taken, str):
        pytest.skip(taken)
    counts, lost = await read_all(feed_jobs(taken.items()), name_feed_outcome)
    print(dict(counts))
    assert counts.total() == len(taken) >= LEAST_FILES
    assert lost == []
    assert [name for name in counts if name.startswith("neither")] == []
    assert counts["feed with entries"] > 80, "most of its files are about one element, and their items lead nowhere"


async def test_damaged_feeds() -> None:
    counts, lost = await read_all(feed_jobs(damage(read_our_feeds(), 400)), name_feed_outcome)
    print(dict(counts))
    assert counts.total() == 400
    assert lost == []
    assert [name for name in counts if name.startswith("neither")] == []
    assert {"feed with entries", "no feed: broken", "no feed: not_a_feed"} <= counts.keys()


def test_the_damage_is_the_same_every_time() -> None:
    bodies = read_our_feeds()
    assert list(damage(bodies, 40)) == list(damage(bodies, 40))
    assert len({body for _, body in damage(bodies, 40)}) > 35
