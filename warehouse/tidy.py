"""Keeps the warehouse in a folder small and backed up: drops log lines that nothing needs, closes gaps, rotates backups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from warehouse.connection import log_of
from warehouse.errors import WarehouseError
from warehouse.filecopy import CopyError, copy_open_file, replace_durably
from warehouse.publish import publish
from warehouse.store import Warehouse, open_warehouse, read_last_change

KEEP_POLLS = timedelta(days=90)
"""Attempts to read a feed are kept so long; those that brought something for ever."""
GAPS_WORTH_CLOSING = 0.2
"""Share of the file. A run is a small batch and a checkpoint, which leaves gaps: after 120 runs 5.0 MB held 2.4."""
KEPT_BACKUPS = 3
BACKUPS = "backups"


@dataclass(frozen=True, slots=True)
class Tidied:
    """What tidying came to; sizes in bytes."""

    dropped_polls: int
    size_before: int = 0
    size_after: int = 0
    backup: Path | None = None
    """None for a lake, which is backed up by other means."""

    def __str__(self) -> str:
        if self.backup is None:
            return f"Dropped {self.dropped_polls} old polls; small files merged, old states forgotten"
        sizes = f"{self.size_before / 1e6:.1f} MB" + (f" → {self.size_after / 1e6:.1f} MB" if self.compacted else "")
        return f"Dropped {self.dropped_polls} old polls; {sizes}; backup: {self.backup}"

    @property
    def compacted(self) -> bool:
        return self.size_after < self.size_before


def tidy(folder: Path, now: datetime) -> Tidied:
    """Drop, back up, compact and publish. Raises WarehouseError (disk full, not writable); all data then stays as it was."""
    with open_warehouse(folder) as warehouse:
        dropped = warehouse.write(lambda tx: tx.run("drop_old_polls", {"before": now - KEEP_POLLS}))
        if warehouse.is_lake:
            warehouse.maintain()
            return Tidied(dropped)
        backup = folder / BACKUPS / f"pipeline-{now:%Y-%m-%d}.duckdb"
        try:
            backup.parent.mkdir(exist_ok=True)
            before, after = _back_up(warehouse, backup)
            for old in sorted(backup.parent.glob("pipeline-*.duckdb"))[:-KEPT_BACKUPS]:
                old.unlink()
        except OSError as error:
            raise WarehouseError(f"{backup} could not be written: {error.strerror}") from error
    with open_warehouse(folder) as warehouse:  # anew: the file may be another one
        publish(warehouse)
    return Tidied(dropped, before, after, backup)


def _back_up(warehouse: Warehouse, backup: Path) -> tuple[int, int]:
    """Write the warehouse to `backup`, without its gaps; where that is much smaller, put a copy of it in the place of the file.

    The warehouse is to be closed before anything else then. Returns the sizes of its file before and after.
    """
    temporary, replacement = backup.with_suffix(".tmp"), warehouse.folder / "pipeline.compact.tmp"
    try:
        _remove(temporary)  # left by a killed one
        with warehouse.at_rest() as last_change:
            warehouse.write_compact_copy(temporary)
            _refuse_unequal(warehouse, temporary, last_change)
            replace_durably(temporary, backup)
            before, after = warehouse.path.stat().st_size, backup.stat().st_size
            if after > (1 - GAPS_WORTH_CLOSING) * before:
                return before, before
            copy_open_file(backup, replacement)
            _refuse_unequal(warehouse, replacement, last_change)
            replace_durably(replacement, warehouse.path)
            return before, after
    except CopyError as error:
        raise WarehouseError(f"{replacement} could not be written: {error}") from error
    finally:
        _remove(temporary)
        _remove(replacement)


def _remove(database: Path) -> None:
    database.unlink(missing_ok=True)
    log_of(database).unlink(missing_ok=True)


def _refuse_unequal(warehouse: Warehouse, copy: Path, last_change: int) -> None:
    if read_last_change(copy) != last_change:
        raise WarehouseError(f"{copy} did not become a whole copy of {warehouse.path}")
