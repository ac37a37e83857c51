"""Reads the warehouse and appends to it: transactions past a fence, and the snapshot that people query."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC
from functools import cache, partial
from importlib.resources import files
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import duckdb

from warehouse.backoff import delays
from warehouse.batch import encode_batch, encode_parameters, write_insert
from warehouse.connection import connect_file, first_line, log_of, open_snapshot, plain_errors, quote
from warehouse.errors import ConflictError, QueryError, WarehouseError
from warehouse.filecopy import copy_open_file, replace_durably
from warehouse.lake import connect_lake, maintain, open_lake_to_read, run_script
from warehouse.lake_address import is_lake
from warehouse.rows import Row
from warehouse.schema import Session, prepare

PIPELINE = "pipeline.duckdb"
SNAPSHOT = "news.duckdb"

_ATTEMPTS = 12
_LAKE_ATTEMPTS = 60  # a loser learns of it at its commit only, and there are more writers
_T = TypeVar("_T")
_preparing = threading.Lock()


class Transaction:
    """One write transaction. Everything in it is stored, or nothing."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self.changed = False

    def read(self, query_name: str, params: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """Like `Warehouse.read`; sees what this transaction has written."""
        return _read(self._cursor, query_name, params)

    def insert(self, rows: Sequence[Row]) -> int:
        """Append rows of one table that are not there yet, judged by the table's key; return how many were.

        Of rows with the same key in one batch the first counts.
        """
        return self._add(write_insert(type(rows[0])), {"batch": encode_batch(rows)}) if rows else 0

    def run(self, statement_name: str, params: Mapping[str, object] | None = None) -> int:
        """Execute sql/queries/<statement_name>.sql, an INSERT or a DELETE; return the number of rows it added or took away."""
        return self._add(load_query(statement_name), encode_parameters(params or {}))

    def _add(self, statement: str, params: dict[str, Any]) -> int:
        ((count,),) = self._cursor.execute(statement, params).fetchall()
        self.changed = self.changed or count > 0
        return int(count)


class Warehouse:
    """An open warehouse. Threads may share it; a file is locked against other processes until it is closed."""

    def __init__(self, folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.folder = folder
        self.is_lake = is_lake(folder)
        self.path = folder if self.is_lake else folder / PIPELINE
        self._connection = connection

    def read(self, query_name: str, params: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """Return the rows of sql/queries/<query_name>.sql as dicts; times are timezone-aware UTC.

        A list in `params` reaches the SQL as JSON text: `unnest(from_json_strict($ids, '["VARCHAR"]'))`.
        """
        with plain_errors(self.path), self._cursor() as cursor:
            return _read(cursor, query_name, params)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Commit what the block inserts when it ends, roll back when it raises; a block that inserts nothing leaves no trace.

        Raises ConflictError when another writer was first; `write` then repeats the work.
        """
        with plain_errors(self.path), self._fenced() as cursor:
            transaction = Transaction(cursor)
            yield transaction
            if transaction.changed:
                cursor.execute("COMMIT")

    def write(self, body: Callable[[Transaction], _T]) -> _T:
        """Run `body` in a transaction, again from its start whenever another writer was first; return what it returns."""
        attempts = _LAKE_ATTEMPTS if self.is_lake else _ATTEMPTS
        for delay in islice(delays(), attempts):
            try:
                with self.writing() as transaction:
                    return body(transaction)
            except ConflictError:
                time.sleep(delay)
        raise ConflictError(f"{self.path}: other writers were first {attempts} times in a row")

    @contextmanager
    def at_rest(self) -> Iterator[int]:
        """Keep writers out while the file on disk is complete without its log; gives the number of the last change.

        A lake has no such file: what its readers see is whole at any time.
        """
        if self.is_lake:
            with plain_errors(self.path), self._cursor() as cursor:
                yield _last_change(cursor)
            return
        with plain_errors(self.path):
            for delay in islice(delays(), _ATTEMPTS):
                with ExitStack() as fence:
                    try:
                        with self._connection.cursor() as cursor:
                            cursor.execute("CHECKPOINT")
                        fenced = fence.enter_context(self._fenced())
                    except duckdb.TransactionException:
                        time.sleep(delay)
                        continue
                    log = log_of(self.path)
                    if not log.exists() or log.stat().st_size == 0:  # else somebody committed between the two statements
                        yield _last_change(fenced) - 1  # our own update of the fence is rolled back
                        return
            raise ConflictError(f"{self.path}: other writers did not pause")

    def write_compact_copy(self, target: Path) -> None:
        """Write all there is into a new database file, without the gaps. For a state that nobody changes, inside `at_rest`."""
        with plain_errors(target), self._connection.cursor() as cursor:
            ((name,),) = cursor.execute("SELECT current_database()").fetchall()
            cursor.execute(f"ATTACH {quote(target)} AS compact (STORAGE_VERSION 'v1.2.0')")
            try:
                cursor.execute(f'COPY FROM DATABASE "{name}" TO compact')
                cursor.execute("CHECKPOINT compact")
            except duckdb.Error:
                with suppress(duckdb.Error):  # detaching writes too, and would fail with less of a reason
                    cursor.execute("DETACH compact")
                raise
            cursor.execute("DETACH compact")

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A cursor for statements that no batch of rows is: looking into the catalog, exporting."""
        with plain_errors(self.path), self._cursor() as cursor:
            try:
                yield cursor
            except duckdb.InvalidInputException as error:  # a Parquet file that is none
                raise WarehouseError(first_line(error)) from error

    @contextmanager
    def replacing(self) -> Iterator[Session]:
        """A write transaction for such statements: an import. Commits when the block ends."""
        with plain_errors(self.path), self._fenced() as cursor:
            try:
                yield cursor
            except (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.BinderException) as error:
                raise WarehouseError(first_line(error)) from error
            cursor.execute("COMMIT")

    def maintain(self) -> None:
        """Maintain a lake past the fence: a merge beside a writer can hide a conflict (duckdb/ducklake issue 1094)."""
        with plain_errors(self.path), self._fenced() as cursor:
            maintain(cursor)
            cursor.execute("COMMIT")

    def close(self) -> None:
        """Give a file free for other processes; the connection to a lake stays (warehouse/lake.py)."""
        if not self.is_lake:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def _fenced(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor in the one transaction that is past the fence; what is not committed in the block is rolled back."""
        with self._cursor() as cursor:
            try:
                cursor.execute("BEGIN")
                cursor.execute("UPDATE write_fence SET n = n + 1 WHERE name = 'writer'")
                yield cursor
            finally:
                with suppress(duckdb.Error):  # nothing to roll back after a commit
                    cursor.execute("ROLLBACK")


    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._connection.cursor() as cursor:
            if self.is_lake:
                cursor.execute("USE news")  # which a cursor does not inherit
            yield cursor


def open_warehouse(folder: Path, *, wait_s: float = 30) -> Warehouse:
    """Open the warehouse in `folder`, made or migrated where needed; wait up to `wait_s` seconds for another process to close it.

    `folder` may also be the address of a lake. Raises WarehouseError.
    """
    if is_lake(folder):
        return _open_lake(folder)
    path = folder / PIPELINE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseError(f"{folder} cannot be made: {error.strerror}") from error
    warehouse = Warehouse(folder, connect_file(path, wait_s))

    def back_up(version: int) -> None:
        temporary = folder / f"pipeline.schema-{version}.tmp"
        with warehouse.at_rest():
            copy_open_file(path, temporary)
            replace_durably(temporary, folder / f"pipeline.schema-{version}.duckdb")

    try:
        with plain_errors(path), _preparing, warehouse._connection.cursor() as cursor:
            prepare(cursor, back_up, cursor.execute)
    except BaseException:
        warehouse.close()
        raise
    return warehouse


def _open_lake(address: Path) -> Warehouse:
    warehouse = Warehouse(address, connect_lake(address))
    for delay in islice(delays(), _ATTEMPTS):
        try:
            with plain_errors(address), _preparing, warehouse._cursor() as cursor:
                prepare(cursor, lambda _: None, partial(run_script, cursor))
        except ConflictError:  # another machine makes or migrates it just now
            time.sleep(delay)
        else:
            return warehouse
    raise ConflictError(f"{address}: others went on changing the schema")


def read_snapshot(folder: Path, sql: str, params: Mapping[str, object] | None = None) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return column names and rows of one SQL statement on the published snapshot; times are timezone-aware UTC.

    The statement sees nothing but the snapshot: no other file, no network. Raises QueryError when it is wrong, WarehouseError
    when there is no usable snapshot.
    """
    with open_snapshot(folder / SNAPSHOT) if not is_lake(folder) else open_lake_to_read(folder) as connection:
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        try:
            if len(connection.extract_statements(sql)) != 1:
                raise QueryError("one SQL statement at a time")
            return _fetch(connection.execute(sql, encode_parameters(params or {})))
        except duckdb.Error as error:
            raise QueryError(first_line(error)) from error


def name_snapshot(folder: Path) -> Path:
    """Return what people open: the published file, or the lake itself."""
    return folder if is_lake(folder) else folder / SNAPSHOT


def read_last_change(snapshot: Path) -> int | None:
    """Return the number of the last change that a snapshot holds; None when it is missing or not usable."""
    try:
        with open_snapshot(snapshot) as connection:
            return _last_change(connection)
    except (WarehouseError, duckdb.Error):
        return None


@cache
def load_query(name: str) -> str:
    """Return the text of sql/queries/<name>.sql."""
    return files("warehouse.sql").joinpath("queries", f"{name}.sql").read_text("utf-8")


def _read(cursor: duckdb.DuckDBPyConnection, query_name: str, params: Mapping[str, object] | None) -> list[dict[str, Any]]:
    columns, rows = _fetch(cursor.execute(load_query(query_name), encode_parameters(params or {})))
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _fetch(cursor: duckdb.DuckDBPyConnection) -> tuple[list[str], list[tuple[Any, ...]]]:
    description = cursor.description or []
    times = {place for place, column in enumerate(description) if str(column[1]).startswith("TIMESTAMP")}
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    if times:
        rows = [
            tuple(cell.replace(tzinfo=UTC) if cell and place in times else cell for place, cell in enumerate(row)) for row in rows
        ]
    return [column[0] for column in description], rows


def _last_change(connection: duckdb.DuckDBPyConnection) -> int:
    ((n,),) = connection.execute("SELECT n FROM write_fence WHERE name = 'writer'").fetchall()
    return int(n)
