"""Checks the set-up, one line per part."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import httpx2

from extractors.strict_toml import FileMistake
from flows import __version__
from flows.delivery import check_target, send_test
from flows.messages import count
from flows.settings import Settings
from flows.topics import load_topic
from warehouse.errors import WarehouseError
from warehouse.publish import publish
from warehouse.store import open_warehouse

PACKAGES = ("prefect", "fastapi", "sqlalchemy", "duckdb", "feedparser", "trafilatura", "apprise", "httpx2")
BOUNDS = {"fastapi": (0, 151), "sqlalchemy": (2, 1)}
"""First versions that break Prefect 3.8.8: no deployments with that fastapi, no scheduled runs with that SQLAlchemy."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at and what was found."""

    name: str
    finding: str
    failed: bool = False


def check_set_up(settings: Settings, here: Path, *, send_tests: bool) -> Iterator[Check]:
    """Yield one check after the other. Sends messages only with `send_tests`."""
    yield Check("versions", f"claimwatch {__version__}, Python {sys.version.split()[0]}")
    yield from _check_packages()
    yield _check_topic(settings, here)
    yield _check_warehouse(settings)
    yield _check_server(os.environ.get("PREFECT_API_URL"))
    yield from _check_targets(settings, send_tests=send_tests)


def _check_packages() -> Iterator[Check]:
    found: list[str] = []
    for package in PACKAGES:
        try:
            number = version(package)
        except PackageNotFoundError:
            yield Check(package, "is not installed", failed=True)
            continue
        found.append(f"{package} {number}")
        bound = BOUNDS.get(package)
        if bound and tuple(int(part) for part in number.split(".")[:2]) >= bound:
            yield Check(package, f"{number} breaks Prefect's server; install a version below {bound[0]}.{bound[1]}", failed=True)
    yield Check("packages", ", ".join(found))


def _check_topic(settings: Settings, here: Path) -> Check:
    try:
        located = load_topic(settings.topic, here)
    except FileMistake as mistake:
        return Check("topic", str(mistake), failed=True)
    topic = located.topic
    return Check("topic", f"{topic.name}: {count(len(topic.subjects), 'subject')}, {count(len(topic.feeds), 'feed')}")


def _check_warehouse(settings: Settings) -> Check:
    try:
        with open_warehouse(settings.warehouse, wait_s=5) as warehouse:
            path = publish(warehouse)
            faults = warehouse.read("ledger_faults")
    except WarehouseError as error:
        return Check("warehouse", str(error), failed=True)
    if faults:
        found = ", ".join(f"{row['found']} {row['fault']}" for row in faults)
        return Check("warehouse", f"{path} holds {found}: restore a backup (docs/operating.md)", failed=True)
    return Check("warehouse", f"{path} can be written and read")


def _check_server(url: str | None) -> Check:
    if not url:
        return Check("Prefect server", "PREFECT_API_URL is not set: claimwatch serve starts a server of its own")
    try:
        answer = httpx2.get(f"{url.rstrip('/')}/health", timeout=10)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        return Check("Prefect server", f"{url} does not answer: {error}", failed=True)
    healthy = answer.status_code == httpx2.codes.OK
    finding = "is healthy" if healthy else f"answers HTTP {answer.status_code}"
    return Check("Prefect server", f"{url} {finding}", failed=not healthy)


def _check_targets(settings: Settings, *, send_tests: bool) -> Iterator[Check]:
    if not settings.alert_urls:
        yield Check("alert targets", "none set: alerts are printed on the terminal")
    for target in settings.alert_urls:
        mistake = send_test(target, settings.read_clock()) if send_tests else check_target(target)
        fine = "got a test message" if send_tests else "is a URL that Apprise understands"
        yield Check(f"target {target.name}", mistake or fine, failed=mistake is not None)
