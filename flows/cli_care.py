"""The commands that take care of the warehouse: tidy, export, import."""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from flows.messages import count
from flows.settings import load_settings
from flows.terminal import OUT


def tidy() -> None:
    """Drop log lines that nothing needs, close gaps in the file, back it up, keep the last few backups."""
    from warehouse.tidy import tidy as tidy_warehouse

    settings = load_settings()
    OUT.print(f"{tidy_warehouse(settings.warehouse, settings.read_clock())}")


def export(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder.")],
) -> None:
    """Write the warehouse as Parquet files, one per view; `claimwatch import` makes a warehouse of them again."""
    from warehouse.export import export as export_warehouse

    rows = export_warehouse(load_settings().warehouse, target)
    OUT.print(f"Wrote {count(len(rows), 'view')} to {target}: {', '.join(f'{name} {n}' for name, n in rows.items() if n)}")


def import_export(
    source: Annotated[Path, typer.Argument(metavar="DIR", help="What `claimwatch export` wrote.")],
) -> None:
    """Fill a new warehouse from an export."""
    from warehouse.export import import_tables

    settings = load_settings()
    rows = import_tables(source, settings.warehouse)
    OUT.print(f"Read {count(sum(rows.values()), 'row')} of {count(len(rows), 'table')} into {settings.warehouse}")


COMMANDS: dict[str, Callable[..., None]] = {"tidy": tidy, "export": export, "import": import_export}
