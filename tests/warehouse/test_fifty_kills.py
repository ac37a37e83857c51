"""Fifty times kill -9 at a moment that chance chooses (by a seed): no committed batch is lost, none is there in part."""

import multiprocessing
import random
import time
from collections import Counter

from kill_writer import BATCH, write_batches

from warehouse.publish import publish
from warehouse.store import PIPELINE, SNAPSHOT, open_warehouse, read_snapshot

KILLS = 50
LONGEST_S = 0.3  # a batch takes 0.05 s, a publication 0.2 s
CHECKED_EVERY = 10  # each kill is also followed by a writer that opens the warehouse and goes on
STORED = """SELECT article_id, count(fact.fact_id), count(alert.alert_id)
FROM article LEFT JOIN fact USING (article_id) LEFT JOIN alert USING (fact_id) GROUP BY article_id"""


def test_fifty_kills(tmp_path):
    chance = random.Random(7)  # noqa: S311 - a seed, so that it is the same moments again
    processes = multiprocessing.get_context("forkserver")  # forks of a process that has imported everything are cheap
    processes.set_forkserver_preload(["kill_writer"])
    committed, met = set(), Counter()
    for kill in range(1, KILLS + 1):
        receiver, sender = processes.Pipe(duplex=False)
        writer = processes.Process(target=write_batches, args=(tmp_path, 1000 * kill, sender))
        writer.start()
        sender.close()
        assert receiver.recv() == "open"
        if kill % 5:  # every fifth is killed around its first batch
            committed.add(receiver.recv())
        time.sleep(chance.uniform(0, LONGEST_S))
        writer.kill()
        writer.join()
        met["a log left behind"] += (tmp_path / f"{PIPELINE}.wal").exists()
        met["half a snapshot left behind"] += (tmp_path / f"{SNAPSHOT}.tmp").exists()
        committed |= set(read_rest(receiver))
        if kill % CHECKED_EVERY == 0:
            check(tmp_path, committed)
    assert len(committed) >= KILLS * 4 / 5
    assert met["a log left behind"] > 0
    with open_warehouse(tmp_path) as warehouse:
        publish(warehouse)
    assert read_snapshot(tmp_path, "SELECT count(*) FROM facts")[1][0][0] >= len(committed) * BATCH


def read_rest(receiver):
    """What the writer could still tell before it died."""
    try:
        while True:
            yield receiver.recv()
    except EOFError:
        receiver.close()


def check(folder, committed):
    with open_warehouse(folder) as warehouse, warehouse.session() as session:
        stored = {article: tuple(counts) for article, *counts in session.execute(STORED).fetchall()}
        assert warehouse.read("ledger_faults") == []
    assert {f"a{number}" for number in committed} <= stored.keys(), "a committed batch is lost"
    assert set(stored.values()) == {(BATCH, BATCH)}, "a batch is there in part"
