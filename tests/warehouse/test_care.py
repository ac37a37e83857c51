"""Tidy, export and import: nothing is lost, and a half-done one leaves no trace."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from sample_rows import alert, article, fact

from warehouse.errors import WarehouseError
from warehouse.export import export, import_tables
from warehouse.feed_rows import PollRow
from warehouse.publish import publish
from warehouse.store import PIPELINE, SNAPSHOT, open_warehouse, read_snapshot
from warehouse.tidy import BACKUPS, KEEP_POLLS, KEPT_BACKUPS, _back_up, tidy

NOW = datetime(2026, 3, 1, 3, 17, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def folder(tmp_path):
    """A warehouse with something in it, published."""
    with open_warehouse(tmp_path / "data") as warehouse:
        warehouse.write(lambda tx: [tx.insert(rows) for rows in ([article("a1")], [fact("f1"), fact("f2")], [alert("n1")])])
        publish(warehouse)
    return tmp_path / "data"


def contents(folder):
    """Every table but the fence, as it is in the file."""
    with duckdb.connect(str(folder / PIPELINE), read_only=True) as plain:
        names = [name for (name,) in plain.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        return {name: sorted(map(repr, plain.execute(f"FROM {name}").fetchall())) for name in names if name != "write_fence"}


def poll(feed, days_ago, *, outcome="ok", new_entries=0):
    at = NOW - days_ago * DAY
    return PollRow(f"{feed}{days_ago}", feed, at, outcome, entries=5, new_entries=new_entries)


def test_tidy_drops_old_polls_that_nothing_is_decided_by(folder):
    old = KEEP_POLLS.days + 1
    polls = [
        poll("a", old + 5),  # goes: nothing new, answered later
        poll("a", old + 4, new_entries=3),  # brought something
        poll("a", old + 3, outcome="failed"),  # goes
        poll("a", old + 2),  # the last that answered
        poll("a", old + 1, outcome="failed"),
        poll("b", old + 2),  # what it last gave whole
        poll("b", old + 1, outcome="unmodified"),  # goes
        poll("b", old, outcome="unmodified"),
        poll("c", 2),
        poll("c", 1),
    ]
    with open_warehouse(folder) as warehouse:
        warehouse.write(lambda tx: tx.insert(polls))
    tidied = tidy(folder, NOW)
    assert tidied.dropped_polls == 3
    kept = read_snapshot(folder, "SELECT run_id FROM poll ORDER BY feed_url, polled_at")[1]
    assert [run_id for (run_id,) in kept] == [*(f"a{old + n}" for n in (4, 2, 1)), f"b{old + 2}", f"b{old}", "c2", "c1"]
    assert tidy(folder, NOW).dropped_polls == 0


def test_compacting_closes_gaps_and_keeps_everything(folder):
    """Every run is a small batch and a checkpoint, which writes the last blocks anew and leaves the old ones empty."""
    with open_warehouse(folder) as warehouse:
        for run in range(30):
            texts = (" ".join(str(n * k * run % 99991) for k in range(200)) for n in range(20))
            batch = [article(f"x{run}-{n}", text=text) for n, text in enumerate(texts)]
            warehouse.write(lambda tx, batch=batch: tx.insert(batch))
            with warehouse.at_rest():
                pass
    before, size = contents(folder), (folder / PIPELINE).stat().st_size
    tidied = tidy(folder, NOW)
    assert tidied.compacted
    assert (folder / PIPELINE).stat().st_size < 0.9 * size
    assert contents(folder) == before
    with duckdb.connect(str(folder / PIPELINE), read_only=True) as plain:
        commented = plain.execute("SELECT count(*) FROM duckdb_columns() WHERE NOT internal AND comment IS NULL").fetchall()
    assert commented == [(0,)]


def test_a_writer_who_comes_between_replacing_and_closing_loses_nothing(folder, monkeypatch):
    """The log of the new file has the name of the old one's: closing the old one must leave it alone."""
    writing = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]); from sample_rows import fact\n"
        "import os; from warehouse.store import open_warehouse\n"
        "warehouse = open_warehouse(Path(sys.argv[1]))\n"
        "warehouse.write(lambda tx: tx.insert([fact('f3')])); os._exit(0)"  # no checkpoint: the fact is in the log only
    )
    monkeypatch.setattr("warehouse.tidy.GAPS_WORTH_CLOSING", -10)
    with open_warehouse(folder) as warehouse:
        _back_up(warehouse, folder / "backup.duckdb")
        command = [sys.executable, "-c", writing, folder, os.path.dirname(__file__)]  # noqa: PTH120
        assert subprocess.run(command, check=False).returncode == 0
        assert (folder / f"{PIPELINE}.wal").stat().st_size > 0
    with open_warehouse(folder) as warehouse:
        assert [row["fact_id"] for row in warehouse.read("facts_of_articles", {"article_ids": ["a1"]})].count("f3") == 1


def test_backups_rotate_and_open(folder):
    for day in range(5):
        tidy(folder, NOW + day * DAY)
    backups = sorted((folder / BACKUPS).iterdir())
    assert [path.name for path in backups] == [f"pipeline-2026-03-0{day}.duckdb" for day in (3, 4, 5)][-KEPT_BACKUPS:]
    with duckdb.connect(str(backups[-1]), read_only=True) as backup:
        assert backup.execute("SELECT count(*) FROM facts").fetchall() == [(2,)]


def test_tidy_on_a_full_disk_is_one_line_and_loses_nothing(folder):
    before = contents(folder)
    limited = (
        "import resource, sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from warehouse.errors import WarehouseError; from warehouse.tidy import tidy\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))\n"
        "try: tidy(Path(sys.argv[1]), datetime(2026, 3, 1, tzinfo=UTC))\n"
        "except WarehouseError as error: print(error)"
    )
    found = subprocess.run([sys.executable, "-c", limited, folder], check=True, capture_output=True, text=True)
    assert found.stdout.count("\n") == 1
    assert str(folder / BACKUPS) in found.stdout
    assert list((folder / BACKUPS).iterdir()) == []
    assert contents(folder) == before


def test_an_export_makes_the_same_warehouse_again(folder, tmp_path):
    rows = export(folder, tmp_path / "out")
    assert rows["facts"] == 2
    written = duckdb.read_parquet(str(tmp_path / "out" / "facts.parquet")).project("fact_id, claim_id").order("1").fetchall()
    assert written == read_snapshot(folder, "SELECT fact_id, claim_id FROM facts ORDER BY 1")[1]
    read = import_tables(tmp_path / "out", tmp_path / "again")
    assert (read["fact"], read["alert"]) == (2, 1)
    assert contents(tmp_path / "again") == contents(folder)
    assert (tmp_path / "again" / SNAPSHOT).exists()


@pytest.mark.parametrize("there", ["file", "folder"])
def test_an_export_overwrites_nothing(folder, tmp_path, there):
    target = tmp_path / "out"
    target.write_text("mine") if there == "file" else (target / "mine").mkdir(parents=True)
    with pytest.raises(WarehouseError, match="is there already"):
        export(folder, target)
    assert target.exists()


def test_an_import_refuses_what_would_mix(folder, tmp_path):
    export(folder, tmp_path / "out")
    with pytest.raises(WarehouseError, match="holds data already"):
        import_tables(tmp_path / "out", folder)
    (tmp_path / "out" / "tables" / "fact.parquet").unlink()
    with pytest.raises(WarehouseError, match=r"not a whole export: there is no tables/fact\.parquet"):
        import_tables(tmp_path / "out", tmp_path / "new")
    with pytest.raises(WarehouseError, match="is not an export"):
        import_tables(tmp_path, tmp_path / "new")


@pytest.mark.parametrize("damage", [b"", b"not parquet at all", None])
def test_an_import_of_damaged_files_leaves_an_empty_warehouse(folder, tmp_path, damage):
    export(folder, tmp_path / "out")
    path = tmp_path / "out" / "tables" / "fact.parquet"
    path.write_bytes(path.read_bytes()[:-40] if damage is None else damage)
    with pytest.raises(WarehouseError) as caught:
        import_tables(tmp_path / "out", tmp_path / "new")
    assert "\n" not in str(caught.value)
    assert "fact.parquet" in str(caught.value)
    assert contents(tmp_path / "new")["article"] == []


def test_an_export_of_another_schema_is_refused(folder, tmp_path):
    export(folder, tmp_path / "out")
    meta = tmp_path / "out" / "tables" / "meta.parquet"
    with duckdb.connect() as other:
        stated = other.read_parquet(str(meta)).project("key, if(key = 'schema_version', '1', value) AS value")
        stated.to_parquet(str(tmp_path / "other"))
    (tmp_path / "other").replace(meta)
    with pytest.raises(WarehouseError, match="schema version 1, this release"):
        import_tables(tmp_path / "out", tmp_path / "new")
