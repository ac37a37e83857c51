"""A real disk that is full, and one that is read-only: one clear line, nothing lost, looking still works."""

import shutil
import subprocess
from datetime import UTC, datetime

import pytest
from sample_rows import article, fact

from warehouse.errors import WarehouseError
from warehouse.export import export
from warehouse.publish import publish
from warehouse.store import open_warehouse, read_snapshot
from warehouse.tidy import tidy

NOW = datetime(2026, 3, 1, tzinfo=UTC)
COUNT = "SELECT count(*) FROM facts"


def mount(*arguments):
    return subprocess.run(["mount", *arguments], check=False, capture_output=True, text=True)


@pytest.fixture
def disk(tmp_path):
    """A disk of 6 MB of its own, with a warehouse of one fact on it."""
    place = tmp_path / "disk"
    place.mkdir()
    if shutil.which("mount") is None or mount("-t", "tmpfs", "-o", "size=6m", "tmpfs", place).returncode != 0:
        pytest.skip("may not mount a disk")
    try:
        with open_warehouse(place / "data") as warehouse:
            warehouse.write(lambda tx: (tx.insert([article("a1")]), tx.insert([fact()])))
            publish(warehouse)
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def complaint(doing):
    with pytest.raises(WarehouseError) as caught:
        doing()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def write_much(folder):
    with open_warehouse(folder) as warehouse:
        rows = [fact(f"g{n}", sentence=" ".join(str(n * k % 99991) for k in range(300))) for n in range(4000)]
        warehouse.write(lambda tx: tx.insert(rows))
        publish(warehouse)


def test_full(disk):
    folder = disk / "data"
    assert "No space left" in complaint(lambda: write_much(folder))
    assert read_snapshot(folder, COUNT)[1] == [(1,)]
    with open_warehouse(folder) as warehouse:
        found = warehouse.read("facts_of_articles", {"article_ids": ["a1"]})
    assert [row["fact_id"] for row in found] == ["f1"]


def test_hardly_anything_left(disk):
    """Neither a backup, nor an export, nor the next snapshot fits."""
    folder = disk / "data"
    (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free - 40_000))
    assert "No space left" in complaint(lambda: tidy(folder, NOW))
    assert "No space left" in complaint(lambda: export(folder, disk / "out"))
    with open_warehouse(folder) as warehouse:
        warehouse.write(lambda tx: tx.insert([fact("f2")]))
        assert "No space left" in complaint(lambda: publish(warehouse))
    assert read_snapshot(folder, COUNT)[1] == [(1,)], "the old snapshot stays"
    assert sorted(path.name for path in disk.iterdir()) == ["ballast", "data"]
    (disk / "ballast").unlink()
    with open_warehouse(folder) as warehouse:
        publish(warehouse)
    assert read_snapshot(folder, COUNT)[1] == [(2,)]


def test_read_only(disk):
    folder = disk / "data"
    assert mount("-o", "remount,ro", disk).returncode == 0
    assert "Read-only file system" in complaint(lambda: open_warehouse(folder))
    assert "Read-only file system" in complaint(lambda: open_warehouse(disk / "new"))
    assert "Read-only file system" in complaint(lambda: tidy(folder, NOW))
    assert read_snapshot(folder, COUNT)[1] == [(1,)]
