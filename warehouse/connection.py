"""Opens DuckDB: the pipeline's file, locked, and the published snapshot; says in one line what is wrong with a file."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import duckdb

from warehouse.backoff import delays
from warehouse.errors import ConflictError, WarehouseError
from warehouse.filecopy import CopyError
from warehouse.schema import SchemaError

# Extensions are never fetched: whatever a file turns out to be must not make us load code for it.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_STORAGE = {"storage_compatibility_version": "v1.2.0"}  # new files can be read by every DuckDB since 1.2
_FILE_HEADERS = 3 * 4096  # bytes before the first block


def log_of(path: Path) -> Path:
    """Return the write-ahead log of a database file."""
    return path.with_name(path.name + ".wal")


def connect_file(path: Path, wait_s: float) -> duckdb.DuckDBPyConnection:
    """Open a database file for writing, made where it is missing; wait up to `wait_s` seconds for another process to close it.

    Raises WarehouseError.
    """
    end = time.monotonic() + wait_s
    for delay in delays():
        try:
            connection = duckdb.connect(str(path), config=_CONFIG | _STORAGE)
        except duckdb.Error as error:
            if "onflicting lock" not in str(error):
                raise WarehouseError(f"{path} is not a usable warehouse file: {first_line(error)}") from error
            if time.monotonic() >= end:
                raise WarehouseError(f"{path} is in use, waited {wait_s:g} s: {first_line(error)}") from error
            time.sleep(delay)
        else:
            break
    _refuse_truncated(connection, path)
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _refuse_truncated(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """DuckDB sees a missing end only when it reads it. So do we when no more is missing than the file has room to spare."""
    query = "SELECT block_size * used_blocks FROM pragma_database_size() WHERE database_name = current_database()"
    for delay in islice(delays(), 5):  # another thread may be about to write blocks that it has taken
        ((used,),) = connection.execute(query).fetchall()
        if log_of(path).exists() or path.stat().st_size >= _FILE_HEADERS + used:
            return
        time.sleep(delay)
    connection.close()
    raise WarehouseError(f"{path} is not a usable warehouse file: its end is missing")


@contextmanager
def open_snapshot(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a published snapshot, read-only. Raises WarehouseError when there is none or it is not usable."""
    # Attached to a database of its own: connecting to the file would share DuckDB's instance of it in this process, and with
    # it the old contents after the file has been replaced.
    if not path.exists():
        raise WarehouseError(f"there is no {path} yet: run `claimwatch run` first")
    with duckdb.connect(config=_CONFIG) as connection:
        try:
            connection.execute(f"ATTACH {quote(path)} AS news (TYPE duckdb, READ_ONLY)")
            connection.execute("USE news")
            connection.execute("SET TimeZone = 'UTC'")
        except duckdb.Error as error:
            raise WarehouseError(f"{path} is not a usable snapshot: {first_line(error)}") from error
        yield connection


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn what the outside world does wrong into WarehouseError; our own faulty SQL stays a duckdb error."""
    try:
        yield
    except (SchemaError, CopyError) as error:
        raise WarehouseError(f"{path} {error}") from error
    except duckdb.TransactionException as error:
        # A commit that finds the disk full is one too; to repeat it would only hide the reason.
        kind = ConflictError if "conflict" in str(error).lower() else WarehouseError
        raise kind(f"{path}: {first_line(error)}") from error
    except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.SerializationException) as error:
        raise WarehouseError(f"{path}: {first_line(error)}") from error
    except (duckdb.FatalException, duckdb.InternalException) as error:
        trouble = ":" if os.strerror(errno.ENOSPC) in str(error) else " is damaged:"
        raise WarehouseError(f"{path}{trouble} {first_line(error)}") from error


def first_line(error: duckdb.Error) -> str:
    """Return what DuckDB says, without the hints and the statement that follow."""
    return str(error).splitlines()[0]


def quote(path: Path) -> str:
    """Return a path as an SQL text."""
    return "'" + str(path).replace("'", "''") + "'"
