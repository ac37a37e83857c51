"""Work that runs ahead of whoever uses its results, in order, and never further ahead than a fixed number of things."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

A = TypeVar("A")
T = TypeVar("T")


class Stream(Generic[T]):
    """Results in the order of their items. Memory does not grow with the number of items."""

    def __init__(self, most: int) -> None:
        self._places = asyncio.Semaphore(most)
        self._begun: asyncio.Queue[asyncio.Task[T] | None] = asyncio.Queue()
        self._next: asyncio.Task[T] | None = None
        self._ended = False
        self.feeding: asyncio.Task[None]

    async def take(self, most: int, within_s: float) -> list[T]:
        """Return the next results, up to `most`; fewer when `within_s` seconds are over and there is one, or at the end.

        An empty list is the end. What an item or the source raises is raised here.
        """
        end = asyncio.get_running_loop().time() + within_s
        taken: list[T] = []
        while len(taken) < most and not self._ended:
            left = max(0.0, end - asyncio.get_running_loop().time()) if taken else None
            if self._next is None:
                try:
                    self._next = await asyncio.wait_for(self._begun.get(), left)
                except TimeoutError:
                    break
            if self._next is None:
                self._ended = True
                await self.feeding  # raises what the source raised
                break
            await asyncio.wait([self._next], timeout=left)
            if not self._next.done():
                break
            task, self._next = self._next, None
            self._places.release()
            taken.append(task.result())
        return taken

    async def __aiter__(self) -> AsyncIterator[T]:
        while taken := await self.take(1, 0.0):
            yield taken[0]

    async def _feed(self, items: AsyncIterator[A], work: Callable[[A], Coroutine[None, None, T]]) -> None:
        try:
            async for item in items:
                await self._places.acquire()
                self._begun.put_nowait(asyncio.create_task(work(item)))
        finally:
            self._begun.put_nowait(None)

    async def _stop(self) -> None:
        begun = [self._next] if self._next else []
        while not self._begun.empty():
            task = self._begun.get_nowait()
            begun += [task] if task else []
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)


@asynccontextmanager
async def open_stream(
    items: AsyncIterator[A], work: Callable[[A], Coroutine[None, None, T]], most: int
) -> AsyncIterator[Stream[T]]:
    """Work on `items` until the block ends, on at most `most` of them at a time, results not yet taken included."""
    stream: Stream[T] = Stream(most)
    stream.feeding = asyncio.create_task(stream._feed(items, work))
    try:
        yield stream
    finally:
        stream.feeding.cancel()
        await asyncio.gather(stream.feeding, return_exceptions=True)
        await stream._stop()


async def each(things: Iterable[A]) -> AsyncIterator[A]:
    """Yield things one by one: an ordinary sequence as the source of a stream."""
    for thing in things:
        yield thing
