"""Files as they can be found: locked, damaged, foreign, newer, older."""

import os
import subprocess
import sys
from contextlib import contextmanager

import duckdb
import pytest
from sample_rows import fact

from warehouse import schema
from warehouse.errors import WarehouseError
from warehouse.store import PIPELINE, open_warehouse

HOLDER = """
import sys
from pathlib import Path
from warehouse.store import open_warehouse
with open_warehouse(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.readline()
"""


def complaint(folder):
    with pytest.raises(WarehouseError) as caught:
        open_warehouse(folder, wait_s=0)
    message = str(caught.value)
    assert "\n" not in message
    assert str(folder) in message
    return message


@contextmanager
def held_by_another_process(folder):
    command = [sys.executable, "-c", HOLDER, folder]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "open\n"
        yield holder
        holder.stdin.close()


@pytest.fixture
def folder(tmp_path):
    """A folder with a warehouse of one fact."""
    with open_warehouse(tmp_path) as warehouse, warehouse.writing() as transaction:
        transaction.insert([fact()])
    return tmp_path


def count_facts(folder):
    with open_warehouse(folder, wait_s=5) as warehouse, warehouse._connection.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM fact").fetchall()[0][0]


def test_a_new_folder_is_made(tmp_path):
    assert count_facts(tmp_path / "a" / "b") == 0


def test_new_files_have_the_format_that_old_readers_know(folder):
    with duckdb.connect(str(folder / PIPELINE)) as plain:
        ((tags,),) = plain.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchall()
    assert tags["storage_version"].startswith("v1.2")


def test_locked(folder):
    with held_by_another_process(folder) as holder:
        message = complaint(folder)
        assert "in use" in message
        assert str(holder.pid) in message


def test_waits_until_the_other_process_closes(folder):
    with held_by_another_process(folder) as holder:
        holder.stdin.write("\n")
        holder.stdin.flush()
        with open_warehouse(folder, wait_s=30):
            pass


@pytest.mark.parametrize("size", [0, 1, 100, 4096, 8192, 12288, 20000, 300_000, -200_000, -1000])
def test_truncated(folder, size):
    path = folder / PIPELINE
    whole = path.read_bytes()
    path.write_bytes(whole[:size])
    assert "not a usable warehouse file" in complaint(folder)
    assert path.read_bytes() == whole[:size], "a damaged file is left as it is"


def test_a_whole_file_with_free_blocks_at_its_end_is_not_called_truncated(tmp_path):
    """Blocks that were freed before they were written count in DuckDB's total, not in the file's size."""
    for start in range(0, 300, 50):
        with open_warehouse(tmp_path) as warehouse, warehouse.writing() as transaction:
            transaction.insert([fact(f"f{number}") for number in range(start, start + 100)])
    assert count_facts(tmp_path) == 350


OTHER_FILES = {
    "text": b"hello world\n" * 1000,
    "zeros": bytes(20000),
    "SQLite": b"SQLite format 3\0" + bytes(9000),
    "Parquet": b"PAR1" + bytes(5000) + b"PAR1",
}


@pytest.mark.parametrize("case", OTHER_FILES)
def test_not_a_database_of_ours(tmp_path, case):
    (tmp_path / PIPELINE).write_bytes(OTHER_FILES[case])
    assert "not a usable warehouse file" in complaint(tmp_path)
    assert (tmp_path / PIPELINE).read_bytes() == OTHER_FILES[case]


FOREIGN = {
    "other tables": "CREATE TABLE customer (id INTEGER)",
    "a meta table of somebody else": "CREATE TABLE meta (key VARCHAR, value VARCHAR);"
    "CREATE TABLE write_fence (name VARCHAR, n BIGINT)",
}


@pytest.mark.parametrize("case", FOREIGN)
def test_a_database_of_somebody_else(tmp_path, case):
    with duckdb.connect(str(tmp_path / PIPELINE)) as other:
        other.execute(FOREIGN[case])
        before = other.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall()
    assert "not a claimwatch warehouse" in complaint(tmp_path)
    with duckdb.connect(str(tmp_path / PIPELINE)) as other:
        assert other.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall() == before


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "data").write_text("x")
    assert "cannot be made" in complaint(tmp_path / "data")


def test_a_folder_where_the_file_should_be(tmp_path):
    (tmp_path / PIPELINE).mkdir()
    assert "not a usable warehouse file" in complaint(tmp_path)


def test_a_folder_that_cannot_be_written(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o555)
    try:
        assert "ermission" in complaint(tmp_path)
    finally:
        tmp_path.chmod(0o755)


def test_of_a_newer_release(folder):
    with duckdb.connect(str(folder / PIPELINE)) as newer:
        newer.execute("UPDATE meta SET value = '999' WHERE key = 'schema_version'")
    assert "has schema version 999" in complaint(folder)
    assert "upgrade claimwatch" in complaint(folder)


@pytest.fixture
def next_release(monkeypatch):
    """Give the schema one migration more."""
    read, current = schema._read_folder, len(schema._read_folder("migrations"))

    def add(migration):
        monkeypatch.setattr(schema, "_read_folder", lambda name: [*read(name), migration] if name == "migrations" else read(name))
        return current

    return add


def test_an_older_warehouse_is_migrated_after_a_backup(folder, next_release):
    old = next_release("ALTER TABLE fact ADD COLUMN mood VARCHAR")
    with open_warehouse(folder) as warehouse, warehouse._connection.cursor() as cursor:
        assert cursor.execute("SELECT fact_id, mood FROM fact").fetchall() == [("f1", None)]
        assert cursor.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchall() == [(str(old + 1),)]
    with duckdb.connect(str(folder / f"pipeline.schema-{old}.duckdb"), read_only=True) as backup:
        assert backup.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchall() == [(str(old),)]
        assert backup.execute("SELECT fact_id FROM fact").fetchall() == [("f1",)]


def test_a_migration_that_fails_changes_nothing(folder, next_release, monkeypatch):
    next_release("ALTER TABLE fact ADD COLUMN mood VARCHAR; SELECT * FROM nowhere")
    with pytest.raises(duckdb.CatalogException):
        open_warehouse(folder)
    monkeypatch.undo()
    assert count_facts(folder) == 1


def test_views_of_an_earlier_release_are_made_anew(folder):
    with duckdb.connect(str(folder / PIPELINE)) as earlier:
        earlier.execute("CREATE OR REPLACE VIEW coverage AS SELECT 1 AS old; UPDATE meta SET value = 'old' WHERE key = 'views'")
    with open_warehouse(folder) as warehouse, warehouse._connection.cursor() as cursor:
        assert "feeds_due" in [row[0] for row in cursor.execute("DESCRIBE coverage").fetchall()]
