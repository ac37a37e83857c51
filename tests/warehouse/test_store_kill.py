"""Several processes, killed processes, full disks: the whole batch or nothing. Every kill comes at a known place."""

import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.publish import publish
from warehouse.store import open_warehouse, read_snapshot

HERE = Path(__file__).parent
SIZES = "SELECT (SELECT count(*) FROM fact), (SELECT count(DISTINCT fact_id) FROM fact), (SELECT count(*) FROM alert)"

WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from sample_rows import alert, fact
from warehouse.store import open_warehouse

def pause(word):
    print(word, flush=True)
    sys.stdin.readline()

def insert(transaction, numbers):
    transaction.insert([fact(f"f{n}") for n in numbers])
    return transaction.insert([alert(f"n{n}", fact_id=f"f{n}") for n in numbers])

folder = Path(sys.argv[2])
"""

IN_A_BATCH = """
with open_warehouse(folder) as warehouse:
    warehouse.write(lambda transaction: insert(transaction, range(100)))
    with warehouse.writing() as transaction:
        transaction.insert([fact(f"f{n}") for n in range(100, 3000)])
        pause("facts are in, alerts are not")
"""
AFTER_COMMIT = """
with open_warehouse(folder) as warehouse:
    warehouse.write(lambda transaction: insert(transaction, range(100)))
    pause("committed")
"""
WITH_ANOTHER = """
pause("ready")
for start in range(0, 500, 50):
    with open_warehouse(folder, wait_s=60) as warehouse:
        warehouse.write(lambda transaction: insert(transaction, range(start, start + 100)))
"""
ON_A_FULL_DISK = """
import resource
from warehouse.errors import WarehouseError
with open_warehouse(folder) as warehouse:
    warehouse.write(lambda transaction: insert(transaction, range(100)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (warehouse.path.stat().st_size, resource.RLIM_INFINITY))
    try:
        warehouse.write(lambda transaction: transaction.insert([fact(f"g{n}", sentence=f"{n} " * 4000) for n in range(2000)]))
    except WarehouseError as error:
        print(str(error).count("\\n"), error, flush=True)
"""


def start(script, folder):
    command = [sys.executable, "-c", WRITER + script, HERE, folder]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def sizes(folder):
    with open_warehouse(folder, wait_s=30) as warehouse:
        publish(warehouse)
    return read_snapshot(folder, SIZES)[1][0]


@pytest.mark.parametrize(("script", "words"), [(IN_A_BATCH, "facts are in, alerts are not\n"), (AFTER_COMMIT, "committed\n")])
def test_kill_9(tmp_path, script, words):
    with start(script, tmp_path) as writer:
        assert writer.stdout.readline() == words
        writer.kill()
    assert sizes(tmp_path) == (100, 100, 100)


def test_two_processes_at_once_store_each_fact_once(tmp_path):
    writers = [start(WITH_ANOTHER, tmp_path) for _ in range(2)]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("\n")
        writer.stdin.close()
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    for writer in writers:
        writer.stdout.close()
    assert sizes(tmp_path) == (550, 550, 550)


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_full_disk_is_one_line_and_loses_nothing(tmp_path):
    with start(ON_A_FULL_DISK, tmp_path) as writer:
        newlines, _, message = writer.communicate(timeout=60)[0].partition(" ")
    assert newlines == "0"
    assert "pipeline.duckdb" in message
    assert sizes(tmp_path) == (100, 100, 100)
