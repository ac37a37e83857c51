"""Runs the stages of a flow: plainly, or as whatever the caller makes of them (Prefect tasks, in deployments.py).

A stage is a batch, never a single article: a task run costs Prefect's server about 16 ms.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

A = TypeVar("A")
B = TypeVar("B")
T = TypeVar("T")

BATCHES_AT_ONCE = 4


class RunStage(Protocol):
    """Runs one piece of work under a stage's name ("fetch feeds") and a label that tells its batches apart ("26-50")."""

    async def __call__(self, name: str, label: str, work: Callable[[], Awaitable[T]]) -> T: ...


async def run_plainly(name: str, label: str, work: Callable[[], Awaitable[T]]) -> T:  # noqa: ARG001 - nobody watches
    """Just do it."""
    return await work()


async def run_batches(
    run_stage: RunStage, name: str, things: Sequence[A], size: int, work: Callable[[Sequence[A]], Awaitable[Sequence[B]]]
) -> list[B]:
    """Cut `things` into batches of `size`, work on a few batches at a time, return all results in the order of `things`."""
    gate = asyncio.Semaphore(BATCHES_AT_ONCE)

    async def run_batch(start: int) -> Sequence[B]:
        batch = things[start : start + size]
        async with gate:
            return await run_stage(name, f"{start + 1}-{start + len(batch)}", lambda: work(batch))

    results = await asyncio.gather(*(run_batch(start) for start in range(0, len(things), size)))
    return [result for batch in results for result in batch]
