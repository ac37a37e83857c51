"""The operating guide is run: its commands as they stand, its services as systemd and Compose read them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from places import ROOT, Place

from flows.server import CLIENT_SETTINGS, SERVER_SETTINGS

GUIDE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
UNITS = sorted((ROOT / "deploy").glob("*.service"))


def test_the_commands_of_the_guide_run(place: Place) -> None:
    here = place("feed/sample.xml")
    programs = here / "bin"
    programs.mkdir()
    (programs / "claimwatch").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m flows "$@"\n')
    (programs / "claimwatch").chmod(0o755)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PATH": f"{programs}:{os.environ['PATH']}"}
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    assert len(blocks) == 5
    done = subprocess.run(
        ["sh", "-eux"], input="".join(blocks), cwd=here, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"pipeline-\d{4}-\d\d-\d\d\.duckdb", done.stdout)
    assert "Wrote" in done.stdout
    assert (here / "moved" / "news.duckdb").exists()


def test_what_runs_is_what_the_guide_says() -> None:
    from extractors.topic import Schedule  # noqa: PLC0415

    table = dict(re.findall(r"\| `<topic>-(\w+)` \|[^|]*\| `([^`]+)` \|", GUIDE))
    assert table == {name: when for name, when in vars(Schedule()).items() if name != "timezone" and name in table}
    assert {"poll", "alert", "recheck", "tidy"} <= table.keys()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze")
def test_units_are_sound(tmp_path: Path) -> None:
    for unit in UNITS:  # systemd looks for the programs
        text = unit.read_text(encoding="utf-8")
        for program in ("claimwatch", "prefect"):
            text = text.replace(f"/opt/claimwatch/.venv/bin/{program}", sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)]
    checked = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")


def compose() -> list[str] | None:
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]) and subprocess.run([*command, "version"], check=False, capture_output=True).returncode == 0:
            return command
    return None


@pytest.mark.skipif(compose() is None, reason="no docker compose")
def test_compose_file_is_sound() -> None:
    command = [*(compose() or []), "--file", str(ROOT / "docker-compose.yml"), "config"]
    checked = subprocess.run(command, check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


def test_every_server_gets_the_settings_that_heal_crashes() -> None:
    service = (ROOT / "deploy" / "claimwatch-prefect.service").read_text(encoding="utf-8")
    container = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]["prefect"]["environment"]
    for name, value in SERVER_SETTINGS.items():
        assert f"{name}={value}" in service
        assert container[name] == value
    pool = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["definitions"]["work_pool"]
    assert pool["job_variables"]["env"] == CLIENT_SETTINGS

