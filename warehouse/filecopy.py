"""Copies a database file that this process has open, and puts files in place for good."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_COPY = "import shutil, sys; shutil.copyfile(sys.argv[1], sys.argv[2])"


class CopyError(Exception):
    """A file could not be copied; the message is the operating system's."""


def copy_open_file(source: Path, target: Path) -> None:
    """Copy `source` to `target` in a child process.

    POSIX drops all of a process's locks on a file when that process closes any handle to it: a copy made in the process that has
    the database open would let a second writer in. Raises CopyError (disk full, no permission).
    """
    command = [sys.executable, "-I", "-S", "-c", _COPY, str(source), str(target)]
    copied = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program and paths
    if copied.returncode != 0:
        target.unlink(missing_ok=True)
        raise CopyError((copied.stderr.strip().splitlines() or ["the copying process was killed"])[-1])


def replace_durably(temporary: Path, target: Path) -> None:
    """Put `temporary` in the place of `target` at once, so that also after a power cut one of the two is there, whole."""
    _sync(temporary)
    temporary.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
