"""Who reads which feed: leases on one warehouse, taken by runs a, b and c."""

from datetime import UTC, datetime, timedelta

from warehouse.leases import LEASE, take_leases
from warehouse.rows import RunRow

NOON = datetime(2025, 1, 13, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def take(warehouse, run_id, feeds, *, began=NOON, after=0 * MINUTE):
    taken = warehouse.write(lambda tx: take_leases(tx, feeds.split(), run_id, began=began, now=NOON + after))
    return "".join(sorted(taken))


def test_each_feed_goes_to_one_run(warehouse):
    assert take(warehouse, "a", "1 2") == "12"
    assert take(warehouse, "b", "1 2 3") == "3"
    assert take(warehouse, "a", "1 2 3") == "12", "its own it may take again"


def test_a_run_that_ended_holds_nothing(warehouse):
    take(warehouse, "a", "1")
    warehouse.write(lambda tx: tx.insert([RunRow("a", "poll", "rednote", NOON, NOON)]))
    assert take(warehouse, "b", "1", began=NOON + MINUTE, after=MINUTE) == "1"


def test_a_feed_that_was_taken_since_the_run_began_may_have_been_read(warehouse):
    take(warehouse, "a", "1", after=MINUTE)
    warehouse.write(lambda tx: tx.insert([RunRow("a", "poll", "rednote", NOON, NOON)]))
    assert take(warehouse, "b", "1", began=NOON, after=2 * MINUTE) == "", "b saw it due before a read it"
    assert take(warehouse, "c", "1", began=NOON + 2 * MINUTE, after=2 * MINUTE) == "1"


def test_what_a_killed_run_held_is_free_after_a_while(warehouse):
    take(warehouse, "a", "1")
    assert take(warehouse, "b", "1", began=NOON + MINUTE, after=LEASE - MINUTE) == ""
    assert take(warehouse, "b", "1", began=NOON + MINUTE, after=LEASE) == "1"
