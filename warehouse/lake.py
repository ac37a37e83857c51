"""The warehouse on DuckLake: catalog in Postgres, data files in a folder that every machine sees, any number of machines.

The same schema and SQL as in a file, less what DuckLake 1.5 lacks. The extensions come as pinned packages (the extra "lake"),
never over the network.
"""

from __future__ import annotations

import atexit
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.lake_address import split_address

_EXTENSIONS = ("ducklake", "postgres_scanner")
# DuckLake 1.5 takes no comments on macros and columns of views, and no NOT NULL for a column that a transaction has just added.
_LACKS = re.compile(r"\s*(?:--[^\n]*\n\s*)*(?:COMMENT ON MACRO\b|ALTER TABLE \w+ ALTER COLUMN \w+ SET NOT NULL)", re.IGNORECASE)
_COLUMN_COMMENT = re.compile(r"\s*COMMENT ON COLUMN (\w+)\.")
_CREATED_TABLE = re.compile(r"CREATE TABLE (\w+)")
# Fewer rows than this stay in the catalog until tidy: 150 commits of 100 rows made 150 Parquet files without it.
_INLINED_ROWS = 2000

_connections: dict[str, duckdb.DuckDBPyConnection] = {}
_connecting = threading.Lock()


@atexit.register
def _close_connections() -> None:
    """Left to the interpreter's end, they end it with a segmentation fault (1.5.5)."""
    for connection in _connections.values():
        connection.close()
    _connections.clear()


def connect_lake(address: Path) -> duckdb.DuckDBPyConnection:
    """Return this process's connection to the lake, which stays open: to make one takes a second. Raises WarehouseError."""
    with _connecting:
        connection = _connections.get(str(address))
        if connection is None:
            connection = _connections[str(address)] = attach_lake(address, f", DATA_INLINING_ROW_LIMIT {_INLINED_ROWS}")
        return connection


@contextmanager
def open_lake_to_read(address: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the lake for a person's query: read-only, and no other file than the lake's. Raises WarehouseError."""
    with attach_lake(address, ", READ_ONLY") as connection:
        connection.execute(f"SET allowed_directories = ['{_quoted(str(split_address(address)[1]))}/']")
        yield connection


def attach_lake(address: Path, options: str) -> duckdb.DuckDBPyConnection:
    """Open a new connection with the lake attached as `news` and in use. Raises WarehouseError."""
    catalog, folder = split_address(address)
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    try:
        for name in _EXTENSIONS:
            connection.execute(f"LOAD '{_find_extension(name)}'")
        connection.execute(f"ATTACH '{_quoted(catalog)}' AS news (DATA_PATH '{_quoted(str(folder))}/'{options})")
        connection.execute("USE news")
        connection.execute("SET TimeZone = 'UTC'")
    except duckdb.Error as error:
        connection.close()
        raise WarehouseError(f"{address} cannot be opened: {str(error).splitlines()[0]}") from error
    return connection


def run_script(session: duckdb.DuckDBPyConnection, script: str) -> None:
    """Execute a migration or the views, less what DuckLake lacks; comments on columns of tables are kept."""
    tables = set(_CREATED_TABLE.findall(script))
    for statement in session.extract_statements(script):
        column = _COLUMN_COMMENT.match(statement.query)
        if not _LACKS.match(statement.query) and (column is None or column[1] in tables):
            session.execute(statement)


def maintain(session: duckdb.DuckDBPyConnection) -> None:
    """Write inlined rows to files, merge small files, forget old states and remove what only they needed."""
    for call in (
        "CALL ducklake_flush_inlined_data('news')",
        "CALL ducklake_merge_adjacent_files('news')",
        "CALL ducklake_expire_snapshots('news', older_than => now() - INTERVAL 7 DAY)",
        "CALL ducklake_cleanup_old_files('news', older_than => now() - INTERVAL 1 DAY)",
    ):
        session.execute(call)


def _find_extension(name: str) -> Path:
    try:
        place = files(f"duckdb_extension_{name}")
    except ModuleNotFoundError:
        raise WarehouseError(f"DuckLake needs the package duckdb-extension-{name}: pip install 'claimwatch[lake]'") from None
    return Path(str(place)) / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"


def _quoted(text: str) -> str:
    return text.replace("'", "''")
