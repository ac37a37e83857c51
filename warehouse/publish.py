"""Publishes the warehouse: the read-only snapshot that people and tools open, replaced as a whole."""

from __future__ import annotations

from pathlib import Path

from warehouse.errors import WarehouseError
from warehouse.filecopy import CopyError, copy_open_file, replace_durably
from warehouse.store import SNAPSHOT, Warehouse, read_last_change


def publish(warehouse: Warehouse) -> Path:
    """Bring the folder's news.duckdb up to date and return its path; nothing is done when nothing changed since the last time.

    Readers keep the snapshot they have open; who opens it next sees the new one. Raises WarehouseError (disk full, not
    writable); the old snapshot then stays. A lake needs no snapshot: its readers block nobody.
    """
    if warehouse.is_lake:
        return warehouse.path
    target = warehouse.folder / SNAPSHOT
    temporary = warehouse.folder / f"{SNAPSHOT}.tmp"
    with warehouse.at_rest() as last_change:
        if read_last_change(target) == last_change:
            return target
        try:
            temporary.unlink(missing_ok=True)  # a publisher was killed half-way
            copy_open_file(warehouse.path, temporary)
            if read_last_change(temporary) != last_change:
                raise WarehouseError(f"{temporary} did not become a whole copy of {warehouse.path}")
            temporary.chmod(0o444)
            # What a tool that opened the old snapshot for writing left behind would be replayed onto the new one.
            target.with_name(f"{SNAPSHOT}.wal").unlink(missing_ok=True)
            replace_durably(temporary, target)
        except CopyError as error:
            raise WarehouseError(f"{target} could not be published: {error}") from error
        except OSError as error:
            raise WarehouseError(f"{target} could not be published: {error.strerror}") from error
    return target
