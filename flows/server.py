"""A Prefect server of our own on this machine, for as long as `claimwatch serve` runs."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2

from flows.mistakes import UserError

HOST = "127.0.0.1"
USUAL_PORT = 4200
START_S = 300
"""It takes 6 to 9 s on an idle machine."""
_PR_SET_PDEATHSIG = 1  # linux/prctl.h

SERVER_SETTINGS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # Leases on disk and short: with the defaults a power loss wedged a deployment for good (51 of 51 runs cancelled).
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "60",
}
CLIENT_SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "claimwatch",
}


def apply_client_settings() -> None:
    """Set what our flows need of Prefect, unless a person set it otherwise. To be called before Prefect is imported."""
    for name, value in CLIENT_SETTINGS.items():
        os.environ.setdefault(name, value)


@contextmanager
def own_server() -> Iterator[str]:
    """Start a server on loopback and give the address of its API; stop it at the end. Raises UserError when it does not start."""
    port = _choose_port()
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    environment = SERVER_SETTINGS | CLIENT_SETTINGS | os.environ
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C ends us first: our last words to it are the states of our runs
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - one thread, and nothing but a system call
    )
    try:
        url = f"http://{HOST}:{port}/api"
        _wait_until_healthy(url, process)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _die_with_parent() -> None:
    """Linux: get a SIGTERM when the parent is gone, killed even. Two servers on one database would schedule everything twice."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _choose_port() -> int:
    usual = f"http://{HOST}:{USUAL_PORT}/api"
    if is_healthy(usual):
        raise UserError(f"a Prefect server runs here already; to use it: PREFECT_API_URL={usual} claimwatch serve")
    for port in (USUAL_PORT, 0):
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:  # taken
                continue
            return int(probe.getsockname()[1])
    raise UserError(f"no port is free on {HOST}")


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise UserError(f"the Prefect server ended at once with code {process.returncode}; try: prefect server start")
        if is_healthy(url):
            return
        time.sleep(0.2)
    raise UserError(f"the Prefect server at {url} was not healthy within {START_S} s")


def wait_for_server(url: str, seconds: float = START_S) -> None:
    """Wait until somebody else's server answers: a service manager starts it and us together. Raises UserError."""
    end = time.monotonic() + seconds
    while not is_healthy(url.rstrip("/")):
        if time.monotonic() > end:
            raise UserError(f"no Prefect server answers at PREFECT_API_URL={url}")
        time.sleep(0.5)


def is_healthy(url: str) -> bool:
    """Say whether a Prefect server answers at this address of an API."""
    try:
        return httpx2.get(f"{url}/health", timeout=5, trust_env=False).status_code == httpx2.codes.OK
    except httpx2.HTTPError:
        return False
