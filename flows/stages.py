"""Runs the stages of a flow: plainly, or as whatever the caller makes of them (Prefect tasks, in deployments.py).

A stage is a batch, never a single article: a task run costs Prefect's server about 16 ms.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

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


@dataclass(frozen=True, slots=True)
class Batch(Generic[A]):
    """Some things that are worked on together."""

    label: str
    """Which of them all: "26-50"."""
    things: Sequence[A]


def cut_batches(things: Sequence[A], size: int) -> list[Batch[A]]:
    """Cut `things` into batches of `size`."""
    cuts = (things[start : start + size] for start in range(0, len(things), size))
    return [Batch(f"{number * size + 1}-{number * size + len(cut)}", cut) for number, cut in enumerate(cuts)]


async def run_batches(
    run_stage: RunStage, name: str, things: Sequence[A], size: int, work: Callable[[Sequence[A]], Awaitable[Sequence[B]]]
) -> list[B]:
    """Cut `things` into batches of `size`, work on a few batches at a time, return all results in the order of `things`."""
    gate = asyncio.Semaphore(BATCHES_AT_ONCE)

    async def run_batch(batch: Batch[A]) -> Sequence[B]:
        async with gate:
            return await run_stage(name, batch.label, lambda: work(batch.things))

    results = await asyncio.gather(*(run_batch(batch) for batch in cut_batches(things, size)))
    return [result for batch in results for result in batch]
