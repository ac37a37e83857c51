"""What the system tests share: a Prefect server process, `claimwatch serve` against it, and questions to its API."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx2
from places import ROOT

from flows.server import CLIENT_SETTINGS, SERVER_SETTINGS, is_healthy

T = TypeVar("T")

SERVER_UP_S = 180


@dataclass(frozen=True)
class PrefectServer:
    """A running server, and where it logs."""

    api: str
    log: Path

    def ask(self, path: str, body: dict[str, Any]) -> list[dict[str, Any]]:
        found = httpx2.post(f"{self.api}{path}", json=body, timeout=20, trust_env=False).raise_for_status().json()
        assert isinstance(found, list)
        return found

    def runs(self, flow: str, state: str) -> list[dict[str, Any]]:
        """The runs of a flow that are in this state, the earliest first."""
        wanted = {"flow_runs": {"state": {"type": {"any_": [state]}}}, "flows": {"name": {"any_": [flow]}}}
        return sorted(self.ask("/flow_runs/filter", wanted), key=lambda run: str(run["expected_start_time"]))

    def environment(self, **more: str) -> dict[str, str]:
        """What `claimwatch serve` and its flows are started with."""
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "CLAIMWATCH_"))}
        ours = {
            "PYTHONPATH": str(ROOT),
            "PREFECT_API_URL": self.api,
            "PREFECT_RUNNER_POLL_FREQUENCY": "1",  # the rest of a second counts where a test waits for it
            "PREFECT_RUNNER_PREFETCH_SECONDS": "2",
            "CLAIMWATCH_ALLOW_PRIVATE_HOSTS": "true",
        }
        return outside | ours | more


@contextmanager
def running(command: list[str], here: Path, environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process in a session of its own, and end that whole session afterwards."""
    with (
        log.open("ab") as output,
        subprocess.Popen(
            command, cwd=here, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        ) as process,
    ):
        try:
            yield process
        finally:
            for sign in (signal.SIGINT, signal.SIGKILL):
                try:
                    os.killpg(process.pid, sign)
                    process.wait(timeout=20)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    continue


@contextmanager
def serving(server: PrefectServer, here: Path, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `claimwatch serve` in `here`."""
    command = [sys.executable, "-m", "flows", "serve"]
    with running(command, here, server.environment(**settings), here / "serve.log") as process:
        yield process


@contextmanager
def prefect_server(home: Path, **settings: str) -> Iterator[PrefectServer]:
    """Start a server with our settings and a database of its own."""
    port = free_port()
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "CLAIMWATCH_"))}
    environment = outside | SERVER_SETTINGS | CLIENT_SETTINGS | {"PREFECT_HOME": str(home / "prefect")} | settings
    server = PrefectServer(f"http://127.0.0.1:{port}/api", home / "server.log")
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with running(command, home, environment, server.log):
        wait_for("server", lambda: is_healthy(server.api), SERVER_UP_S, [server.log])
        yield server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: str, look: Callable[[], T | None], seconds: float, logs: list[Path]) -> T:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.3)
    tails = "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-4000:]}" for log in logs)
    raise AssertionError(f"no {what} within {seconds:g} s\n{tails}")
