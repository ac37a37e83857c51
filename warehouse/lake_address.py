"""The address of a warehouse on DuckLake. It travels as the path of a folder does; nobody but the store tells the two apart.

    ducklake:postgres:dbname=news host=db.example user=claimwatch files=/srv/claimwatch

What follows `postgres:` goes to libpq, but for `files`: a folder that every machine sees, for the data.
"""

from __future__ import annotations

import re
from pathlib import Path

PREFIX = "ducklake:postgres:"
_FILES = re.compile(r"(?:^|\s)files=(\S+)")


def is_lake(address: Path) -> bool:
    """Say whether a warehouse is on DuckLake."""
    return str(address).startswith(PREFIX)


def check_address(address: str) -> str | None:
    """Return what is wrong with the address of a lake, None when nothing is."""
    if re.search(r"\bpassword\s*=", address):
        return "keep the password out of the address: libpq reads it from PGPASSWORD or ~/.pgpass"
    found = _FILES.search(address.removeprefix(PREFIX))
    if not found or not Path(found[1]).is_absolute():
        return "a lake needs files=/a/folder that every machine sees, for the data"
    return None


def split_address(address: Path) -> tuple[str, Path]:
    """Return what DuckLake attaches, and the folder of the data files. Raises ValueError for what `check_address` refuses."""
    rest = str(address).removeprefix(PREFIX)
    found = _FILES.search(rest)
    if found is None:
        raise ValueError(check_address(str(address)))
    return PREFIX + _FILES.sub("", rest).strip(), Path(found[1])
