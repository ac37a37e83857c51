"""news.duckdb: whole, current, read-only, and no reader in anybody's way."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from sample_rows import article

from warehouse.errors import QueryError, WarehouseError
from warehouse.publish import publish
from warehouse.store import SNAPSHOT, open_warehouse, read_snapshot

COUNT = "SELECT count(*) FROM articles"


def store(warehouse, *article_ids):
    with warehouse.writing() as transaction:
        transaction.insert([article(article_id) for article_id in article_ids])


def test_the_snapshot_opens_in_plain_duckdb_and_is_read_only(warehouse):
    store(warehouse, "a1", "a2")
    snapshot = publish(warehouse)
    assert snapshot.name == SNAPSHOT
    assert snapshot.stat().st_mode & 0o777 == 0o444
    with duckdb.connect(str(snapshot), read_only=True) as reader:
        assert reader.execute(COUNT).fetchall() == [(2,)]
    assert [file.name for file in warehouse.folder.iterdir() if file.suffix in {".tmp", ".wal"}] == []


def test_nothing_changed_nothing_published(warehouse):
    store(warehouse, "a1")
    first = publish(warehouse).stat()
    store(warehouse, "a1")
    second = publish(warehouse).stat()
    assert (first.st_ino, first.st_mtime_ns) == (second.st_ino, second.st_mtime_ns)
    store(warehouse, "a2")
    assert publish(warehouse).stat().st_ino != first.st_ino
    assert read_snapshot(warehouse.folder, COUNT)[1] == [(2,)]


READER = """
import sys, duckdb
reader = duckdb.connect(sys.argv[1], read_only=True)
for line in sys.stdin:
    print(reader.execute("SELECT count(*) FROM articles").fetchall()[0][0], flush=True)
"""


def test_a_reader_blocks_neither_writing_nor_publishing(warehouse):
    store(warehouse, "a1")
    snapshot = publish(warehouse)
    command = [sys.executable, "-c", READER, snapshot]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:

        def count():
            reader.stdin.write("\n")
            reader.stdin.flush()
            return int(reader.stdout.readline())

        assert count() == 1
        store(warehouse, "a2", "a3")
        publish(warehouse)
        assert count() == 1, "who has it open keeps what it has"
        assert read_snapshot(warehouse.folder, COUNT)[1] == [(3,)], "who opens it next sees the new one"
        reader.stdin.close()


def test_a_reader_in_our_own_process_does_not_make_us_read_old_contents(warehouse):
    store(warehouse, "a1")
    with duckdb.connect(str(publish(warehouse)), read_only=True) as reader:
        reader.execute(COUNT).fetchall()
        store(warehouse, "a2")
        publish(warehouse)
        assert read_snapshot(warehouse.folder, COUNT)[1] == [(2,)]


def test_publishing_keeps_the_lock(warehouse):
    """Copying the file inside the process that has it open would drop its lock."""
    publish(warehouse)
    opening = "import sys, duckdb; duckdb.connect(sys.argv[1])"
    intruder = subprocess.run([sys.executable, "-c", opening, warehouse.path], check=False, capture_output=True, text=True)
    assert "Conflicting lock" in intruder.stderr


def test_the_log_of_a_stranger_is_not_replayed_onto_the_snapshot(warehouse):
    stray = warehouse.folder / f"{SNAPSHOT}.wal"
    stray.write_bytes(b"left behind")
    (warehouse.folder / f"{SNAPSHOT}.tmp").write_bytes(b"a killed publisher's half")
    publish(warehouse)
    assert not stray.exists()
    assert read_snapshot(warehouse.folder, COUNT)[1] == [(0,)]


def test_a_damaged_snapshot_is_replaced(warehouse):
    snapshot = publish(warehouse)
    snapshot.chmod(0o644)
    snapshot.write_bytes(b"not a database")
    with pytest.raises(WarehouseError, match="not a usable snapshot"):
        read_snapshot(warehouse.folder, COUNT)
    publish(warehouse)
    assert read_snapshot(warehouse.folder, COUNT)[1] == [(0,)]


def test_a_snapshot_that_cannot_be_put_in_place_is_one_line(warehouse):
    (warehouse.folder / SNAPSHOT / "something").mkdir(parents=True)
    with pytest.raises(WarehouseError, match=r"could not be published: .+") as caught:
        publish(warehouse)
    assert "\n" not in str(caught.value)


def test_no_snapshot_yet(tmp_path):
    with pytest.raises(WarehouseError, match="claimwatch run"):
        read_snapshot(tmp_path, COUNT)


def test_a_folder_with_a_quote_in_its_name(tmp_path):
    with open_warehouse(tmp_path / "Rosa's news") as warehouse:
        publish(warehouse)
        assert read_snapshot(warehouse.folder, COUNT) == (["count_star()"], [(0,)])


BAD_SQL = {
    "unfinished": "SELECT",
    "misspelt": "SELEC 1",
    "no such view": "SELECT * FROM nope",
    "two statements": "SELECT 1; SELECT 2",
    "no statement": "  ",
    "writing": "DELETE FROM article",
    "reading other files": "SELECT * FROM read_text('/etc/hostname')",
    "writing other files": "COPY (SELECT 1) TO 'claimwatch-test.csv'",
    "attaching": "ATTACH 'claimwatch-test.duckdb' AS other",
    "opening the door again": "SET enable_external_access = true",
    "bad cast": "SELECT CAST('x' AS INTEGER)",
}


@pytest.mark.parametrize("case", BAD_SQL)
def test_bad_sql_is_one_line(ask, warehouse, case):
    ask([], "SELECT 1")
    with pytest.raises(QueryError) as caught:
        read_snapshot(warehouse.folder, BAD_SQL[case])
    assert str(caught.value)
    assert "\n" not in str(caught.value)
    assert not Path("claimwatch-test.csv").exists()
