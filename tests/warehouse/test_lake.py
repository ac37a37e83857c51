"""The same warehouse on DuckLake, with its catalog in a Postgres of our own: two writers, and tidy beside them."""

import multiprocessing
import subprocess
import tempfile
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest
from kill_writer import insert_overlapping, write_batches
from postgres import missing, postgres
from sample_rows import alert, article, fact

from warehouse.errors import QueryError, WarehouseError
from warehouse.export import export, import_tables
from warehouse.publish import publish
from warehouse.store import open_warehouse, read_snapshot
from warehouse.tidy import tidy

pytestmark = [
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
    pytest.mark.skipif(find_spec("duckdb_extension_ducklake") is None, reason="no extension: pip install '.[lake]'"),
]


@pytest.fixture(scope="module")
def server():
    with tempfile.TemporaryDirectory(prefix="pg") as place:
        Path(place).chmod(0o755)
        with postgres(Path(place)) as libpq:
            yield libpq


@pytest.fixture
def lake(server, tmp_path):
    """The address of a new lake."""
    name = f"lake{abs(hash(str(tmp_path)))}"
    subprocess.run(["psql", f"{server} dbname=postgres", "-qc", f"CREATE DATABASE {name}"], check=True)
    return Path(f"ducklake:postgres:dbname={name} {server} files={tmp_path}/files")


def test_the_same_rows_and_views(lake, tmp_path):
    with open_warehouse(lake) as warehouse:
        for _ in range(2):  # the second time adds nothing
            warehouse.write(lambda tx: [tx.insert(rows) for rows in ([article("a1")], [fact("f1"), fact("f2")], [alert("n1")])])
        publish(warehouse)
        assert warehouse.read("ledger_faults") == []
        assert [row["fact_id"] for row in warehouse.read("facts_of_articles", {"article_ids": ["a1"]})] == ["f1", "f2"]
    assert read_snapshot(lake, "SELECT count(*) FROM facts")[1] == [(2,)]
    with pytest.raises(QueryError):
        read_snapshot(lake, "DELETE FROM fact")
    with pytest.raises(QueryError):
        read_snapshot(lake, "SELECT * FROM read_text('/etc/hostname')")
    export(lake, tmp_path / "out")
    assert import_tables(tmp_path / "out", tmp_path / "file")["fact"] == 2
    assert read_snapshot(tmp_path / "file", "SELECT count(*) FROM facts")[1] == [(2,)]
    assert tidy(lake, datetime(2026, 3, 1, tzinfo=UTC)).backup is None
    assert read_snapshot(lake, "SELECT count(*) FROM facts")[1] == [(2,)]


def test_two_writers_store_each_row_once(lake):
    with open_warehouse(lake):
        pass
    processes = multiprocessing.get_context("spawn")
    writers = [processes.Process(target=insert_overlapping, args=(lake, start)) for start in (0, 20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=120)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert read_snapshot(lake, "SELECT count(*), count(DISTINCT fact_id) FROM fact")[1] == [(140, 140)]


def test_kills_leave_whole_batches(lake):
    processes = multiprocessing.get_context("spawn")
    committed = set()
    for kill in range(1, 4):
        receiver, sender = processes.Pipe(duplex=False)
        writer = processes.Process(target=write_batches, args=(lake, 1000 * kill, sender))
        writer.start()
        sender.close()
        assert receiver.recv() == "open"
        for _ in range(kill):
            committed.add(receiver.recv())
        writer.kill()
        writer.join()
        receiver.close()
    rows = read_snapshot(lake, "SELECT article_id, count(fact_id) FROM article LEFT JOIN fact USING (article_id) GROUP BY ALL")[1]
    assert {f"a{number}" for number in committed} <= {article_id for article_id, _ in rows}
    assert {count for _, count in rows} == {40}
    with open_warehouse(lake) as warehouse:
        assert warehouse.read("ledger_faults") == []


def test_a_catalog_that_cannot_be_reached_is_one_line(tmp_path):
    with pytest.raises(WarehouseError, match="cannot be opened") as caught:
        open_warehouse(Path(f"ducklake:postgres:dbname=no host={tmp_path} files={tmp_path}"))
    assert "\n" not in str(caught.value)
