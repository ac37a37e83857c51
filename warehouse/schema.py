"""The schema and its versions: numbered migrations for tables, and the views, which are made anew whenever their text changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Protocol

FORMAT = "claimwatch"


class SchemaError(Exception):
    """The file is not a warehouse that this release can use; the message completes "FILE ..."."""


class Session(Protocol):
    """What the schema needs of a database connection."""

    def execute(self, query: str, parameters: object = None, /) -> Any: ...


def prepare(session: Session, back_up: Callable[[int], None], run_script: Callable[[str], object]) -> None:
    """Bring the tables and views of an open database to this release, in one transaction.

    `back_up` is called with the old schema version before tables of an existing warehouse change, `run_script` with each script
    to execute in `session`. Raises SchemaError when the
    database belongs to something else or to a newer release.
    """
    migrations, views = _read_folder("migrations"), "\n".join(_read_folder("views"))
    digest = hashlib.sha256(views.encode()).hexdigest()[:16]
    version, present = _read_state(session)
    if version > len(migrations):
        raise SchemaError(f"has schema version {version}, this release knows up to {len(migrations)}: upgrade claimwatch")
    if version == len(migrations) and digest == present:
        return
    if 0 < version < len(migrations):
        back_up(version)
    session.execute("BEGIN")
    for migration in migrations[version:]:
        run_script(migration)
    run_script(views)
    session.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", [str(len(migrations))])
    session.execute("UPDATE meta SET value = ? WHERE key = 'views'", [digest])
    session.execute("UPDATE write_fence SET n = n + 1 WHERE name = 'writer'")
    session.execute("COMMIT")


def _read_state(session: Session) -> tuple[int, str]:
    """Return schema version and digest of the views; (0, "") for an empty database."""
    query = "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND database_name = current_database()"
    tables = {name for (name,) in session.execute(query).fetchall()}
    if not tables:
        return 0, ""
    meta = dict(session.execute("SELECT key, value FROM meta").fetchall()) if {"meta", "write_fence"} <= tables else {}
    if meta.get("format") != FORMAT or not meta.get("schema_version", "").isdigit():
        raise SchemaError("is a DuckDB file but not a claimwatch warehouse")
    return int(meta["schema_version"]), meta.get("views", "")


def _read_folder(name: str) -> list[str]:
    """Return the texts of the numbered .sql files of a folder, in order."""
    found = (file for file in files("warehouse.sql").joinpath(name).iterdir() if file.name.endswith(".sql"))
    return [file.read_text("utf-8") for file in sorted(found, key=lambda file: file.name)]
