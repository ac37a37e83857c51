"""Takes a warehouse out as Parquet files, one per view, and brings one back from them.

    DIR/facts.parquet ...           what CONTRACT.md describes: for people and tools
    DIR/tables/fact.parquet ...     the tables below the views: what an import reads
"""

from __future__ import annotations

import shutil
from pathlib import Path

from warehouse.connection import quote
from warehouse.errors import WarehouseError
from warehouse.publish import publish
from warehouse.schema import Session
from warehouse.store import Warehouse, open_warehouse

TABLES = "tables"
_OWN = frozenset({"meta", "write_fence"})
"""What a new warehouse has of itself."""


def export(folder: Path, target: Path) -> dict[str, int]:
    """Write every view and table of the warehouse below `target`, a folder that is not there yet or is empty.

    Returns the rows of each view. Raises WarehouseError; nothing is left at `target` then.
    """
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise WarehouseError(f"{target} is there already: export into a new folder")
        shutil.rmtree(unfinished, ignore_errors=True)
        (unfinished / TABLES).mkdir(parents=True)
        with open_warehouse(folder) as warehouse, warehouse.at_rest(), warehouse.session() as session:
            rows = {name: _write(session, name, unfinished) for name in _list(session, "view")}
            for name in _list(session, "table"):
                _write(session, name, unfinished / TABLES)
        if target.exists():
            target.rmdir()
        unfinished.rename(target)
    except OSError as error:
        raise WarehouseError(f"{target} could not be written: {error.strerror}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return rows


def import_tables(source: Path, folder: Path) -> dict[str, int]:
    """Fill a new warehouse in `folder` with what was exported to `source`, and publish it; return the rows of each table.

    Raises WarehouseError when the warehouse holds something already, or `source` is no export of this release's schema.
    """
    with open_warehouse(folder) as warehouse:
        with warehouse.session() as session:
            wanted = _list(session, "table")
            _refuse(session, warehouse, source, wanted)
        with warehouse.replacing() as session:
            rows = {name: _read(session, name, source) for name in wanted if name not in _OWN}
        publish(warehouse)
    return rows


def _refuse(session: Session, warehouse: Warehouse, source: Path, wanted: list[str]) -> None:
    missing = [name for name in wanted if not (source / TABLES / f"{name}.parquet").is_file()]
    if "meta" in missing:
        raise WarehouseError(f"{source} is not an export: there is no {TABLES}/meta.parquet")
    stated, ours = (
        dict(session.execute(f"SELECT key, value FROM {place}").fetchall())  # noqa: S608 - the two places below
        for place in (f"read_parquet({quote(source / TABLES / 'meta.parquet')})", "meta")
    )
    if stated.get("format") != ours["format"]:
        raise WarehouseError(f"{source} is not an export of claimwatch")
    if stated["schema_version"] != ours["schema_version"]:
        raise WarehouseError(
            f"{source} has schema version {stated['schema_version']}, this release {ours['schema_version']}: "
            "import it with the release that wrote it, then upgrade"
        )
    if missing:
        raise WarehouseError(f"{source} is not a whole export: there is no {TABLES}/{missing[0]}.parquet")
    for name in wanted:
        if name not in _OWN and session.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall():  # noqa: S608 - our own tables
            raise WarehouseError(f"{warehouse.path} holds data already: import into a new folder")


def _list(session: Session, kind: str) -> list[str]:
    query = (
        f"SELECT {kind}_name FROM duckdb_{kind}s() "  # noqa: S608 - "view" or "table"
        "WHERE NOT internal AND database_name = current_database() ORDER BY 1"
    )
    return [name for (name,) in session.execute(query).fetchall()]


def _write(session: Session, name: str, folder: Path) -> int:
    statement = f"COPY (FROM {name}) TO {quote(folder / f'{name}.parquet')} (FORMAT parquet, COMPRESSION zstd)"
    ((rows,),) = session.execute(statement).fetchall()
    return int(rows)


def _read(session: Session, name: str, source: Path) -> int:
    statement = f"INSERT INTO {name} BY NAME FROM read_parquet({quote(source / TABLES / f'{name}.parquet')})"
    ((rows,),) = session.execute(statement).fetchall()
    return int(rows)
