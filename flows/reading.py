"""Reads pages in worker processes, so that a page that hangs, crashes or eats memory costs itself and nothing else.

Processes and never threads: trafilatura 2.3.1 in two threads aborted the interpreter in 5 of 9 measured runs, and a thread
cannot be stopped. The other side of the pipe is flows/reading_worker.py.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self, TypeVar

from extractors.page import DEFAULT_LANGUAGES, PageFailure, read_page, summarise_entry
from extractors.page_status import PageStatus
from extractors.records import Article, Entry, Page
from flows.reading_worker import LENGTH

T = TypeVar("T")

_START_S = 60.0  # importing trafilatura and the language model: about 1 s on an idle core, and the machine may be busy
_END_S = 2.0  # between closing its pipe and being gone
_PAGES_PER_WORKER = 500  # lxml's and trafilatura's caches grow; a new process costs about a second


@dataclass(frozen=True, slots=True)
class WorkerLost:
    """A job that its process did not survive, and why, in one line."""

    reason: str
    killed: bool = False
    """By a signal, and not for time: it may have been the system's, short of memory, and nothing of the job's."""


class _Worker:
    """One child process with a pipe each way; one job at a time."""

    def __init__(self, process: asyncio.subprocess.Process, errors: IO[bytes]) -> None:
        self._process = process
        self._errors = errors
        self.jobs = 0

    @classmethod
    async def start(cls, memory_bytes: int, time_limit_s: float) -> _Worker:
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        project = str(Path(__file__).resolve().parent.parent)
        search_path = os.pathsep.join([project, *(entry for entry in sys.path if entry)])
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "flows.reading_worker", str(memory_bytes), str(time_limit_s),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=errors,
            env={**os.environ, "PYTHONPATH": search_path}, limit=2**20,
        )  # fmt: skip
        return cls(process, errors)

    async def run(self, function: Callable[..., T], arguments: tuple[object, ...], limit_s: float) -> T | WorkerLost:
        """Call `function` in the child. After WorkerLost the process is dead."""
        job = pickle.dumps((function, arguments), protocol=pickle.HIGHEST_PROTOCOL)
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("a worker is started with pipes")
        self.jobs += 1
        finished = False
        try:
            async with asyncio.timeout(limit_s):
                stdin.write(LENGTH.pack(len(job)) + job)
                await stdin.drain()
                (size,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
                answer: T = pickle.loads(await stdout.readexactly(size))  # noqa: S301 - our own child wrote it
            finished = True
        except TimeoutError:
            return WorkerLost(f"not read within {limit_s:g} s")
        except (asyncio.IncompleteReadError, ConnectionError):
            reason = await self._describe_end()
            return WorkerLost(reason, killed=(self._process.returncode or 0) < 0)
        finally:
            if not finished:  # also when cancelled: the answer would come to the next job
                await self.kill()
        return answer

    async def kill(self) -> None:
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):  # it ended by itself just now
                self._process.kill()
        await self._process.wait()

    async def _describe_end(self) -> str:
        """What the process said last and how it ended; it has closed its pipe, so it is ending or gone."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_END_S):
                await self._process.wait()
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 2_000))
        said = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        code = self._process.returncode
        if code is None:
            how = "closed its pipe"
        else:
            how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        return f"the reader {how}" + (f": {said[-1][:200]}" if said else "")


class ReaderPool:
    """A few processes that read pages. `async with ReaderPool(...) as pool: await pool.read(page, entry, now)`.

    A worker is started when first needed, replaced when it dies, is stopped for time, or has read 500 pages. `memory_bytes`
    caps the address space of each (not on macOS, which has no such cap).
    """

    def __init__(
        self,
        workers: int = 2,
        time_limit_s: float = 20.0,
        memory_bytes: int = 2 * 2**30,
        languages: tuple[str, ...] = DEFAULT_LANGUAGES,
    ) -> None:
        self._time_limit_s = time_limit_s
        self._memory_bytes = memory_bytes
        self._languages = languages
        self._places: asyncio.LifoQueue[_Worker | None] = asyncio.LifoQueue()  # last used first: a quiet hour needs one process
        self._size = workers

    async def __aenter__(self) -> Self:
        for _ in range(self._size):
            self._places.put_nowait(None)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        while not self._places.empty():
            worker = self._places.get_nowait()
            if worker:
                await worker.kill()

    async def read(self, page: Page, entry: Entry, now: datetime) -> Article | PageFailure:
        """`read_page` in a worker; a lost reader is a failure of status error, with the feed's own text if there is some."""
        outcome = await self.call_again(read_page, page, entry, now, self._languages)
        if isinstance(outcome, WorkerLost):
            return PageFailure(PageStatus.ERROR, outcome.reason, summarise_entry(entry, now, self._languages))
        return outcome

    async def call(self, function: Callable[..., T], *arguments: object) -> T | WorkerLost:
        """Run any importable function in a worker: for other parsers of hostile input (feeds)."""
        worker = await self._places.get()
        kept: _Worker | None = None
        try:
            if worker is None:
                started = await self._start()
                if isinstance(started, WorkerLost):
                    return started
                worker = started
            outcome = await worker.run(function, arguments, self._time_limit_s)
            if not isinstance(outcome, WorkerLost):
                if worker.jobs < _PAGES_PER_WORKER:
                    kept = worker
                else:
                    await worker.kill()
            return outcome
        finally:
            self._places.put_nowait(kept)

    async def call_again(self, function: Callable[..., T], *arguments: object) -> T | WorkerLost:
        """`call`, once more when the worker was killed."""
        outcome = await self.call(function, *arguments)
        return await self.call(function, *arguments) if isinstance(outcome, WorkerLost) and outcome.killed else outcome

    async def _start(self) -> _Worker | WorkerLost:
        """A worker that has said that it is ready, so that importing does not count against the first page's time."""
        worker = await _Worker.start(self._memory_bytes, self._time_limit_s)
        ready = await worker.run(os.getpid, (), _START_S)
        worker.jobs = 0
        return ready if isinstance(ready, WorkerLost) else worker
