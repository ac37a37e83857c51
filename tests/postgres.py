"""A Postgres of a test's own, from the packages of the system; as a user who is not root."""

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def missing():
    """Why there can be no Postgres here; None when there can."""
    if not BINARIES and shutil.which("initdb") is None:
        return "no Postgres is installed (apt-get install postgresql)"
    return None


@contextmanager
def postgres(place):
    """Run a server with its socket in `place`, which must be short (108 bytes); give what libpq needs to reach it."""
    programs = BINARIES[-1].parent if BINARIES else Path(shutil.which("initdb")).parent
    place.mkdir(parents=True, exist_ok=True)
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(place, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data = place / "data"

    def call(program, *arguments):
        command = [*as_user, programs / program, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    call("initdb", "-D", data, "-A", "trust", "-U", "postgres")
    call("pg_ctl", "-D", data, "-l", place / "log", "-w", "-o", f"-k {place} -h '' -c fsync=off", "start")
    try:
        yield f"host={place} user=postgres"
    finally:
        call("pg_ctl", "-D", data, "-m", "immediate", "stop")
