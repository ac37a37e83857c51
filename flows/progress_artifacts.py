"""Shows on Prefect's pages how far a long stage of a run has come."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from uuid import UUID

from prefect.artifacts import acreate_progress_artifact, aupdate_progress_artifact

from flows.artifacts import name_artifact
from flows.progress import Advance, ShowProgress, log_progress

LOG = logging.getLogger("claimwatch")
LONG_S = 10.0
"""A stage that takes less has no need of one: an artifact is two calls to the server."""


@asynccontextmanager
async def progress_artifacts(topic: str) -> AsyncIterator[ShowProgress]:
    """Give what logs the stages of a run, and keeps a progress artifact for each that is long and knows its end."""
    reports: list[asyncio.Task[None]] = []

    @contextmanager
    def show(stage: str, total: int | None) -> Iterator[Advance]:
        done, ended = 0, asyncio.Event()

        def advance() -> None:
            nonlocal done
            done += 1
            log_advance()

        with log_progress(stage, total) as log_advance:
            if total:
                key = name_artifact(topic, stage)
                reports.append(asyncio.create_task(_report(key, stage, lambda: 100 * done / total, ended)))
            try:
                yield advance
            finally:
                ended.set()

    try:
        yield show
    finally:
        for failure in await asyncio.gather(*reports, return_exceptions=True):
            if isinstance(failure, Exception):  # a page without its bar is no reason for a run to fail
                LOG.warning("progress could not be shown: %s", failure)


async def _report(key: str, stage: str, percent: Callable[[], float], ended: asyncio.Event) -> None:
    artifact: UUID | None = None
    while not await _wait(ended, LONG_S):
        if artifact is None:
            artifact = await acreate_progress_artifact(percent(), key=key, description=f"How far {stage} has come.")
        else:
            await aupdate_progress_artifact(artifact, percent())
    if artifact is not None:
        await aupdate_progress_artifact(artifact, percent())


async def _wait(event: asyncio.Event, seconds: float) -> bool:
    """Wait so long at most; say whether the event came."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
