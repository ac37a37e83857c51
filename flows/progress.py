"""Shows how far long work has come: a bar on a terminal, log lines anywhere else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Advance = Callable[[], None]
LOG = logging.getLogger("claimwatch")
_EVERY = 100


class ShowProgress(Protocol):
    """Opens a stage of `total` things (None: nobody knows yet) and gives the function to call after each of them."""

    def __call__(self, stage: str, total: int | None) -> AbstractContextManager[Advance]: ...


@contextmanager
def log_progress(stage: str, total: int | None) -> Iterator[Advance]:
    """Write a log line at the start of a stage, at every quarter of it (or every hundred things), and at its end."""
    done = 0
    marks = {total * quarter // 4 for quarter in (1, 2, 3)} if total and total >= 40 else set()

    def advance() -> None:
        nonlocal done
        done += 1
        if done in marks:
            LOG.info("%s: %d of %d", stage, done, total)
        elif total is None and done % _EVERY == 0:
            LOG.info("%s: %d", stage, done)

    if total is not None:
        LOG.info("%s: %d to do", stage, total)
    yield advance
    LOG.info("%s: %d%s done", stage, done, "" if total is None else f" of {total}")


def show_bars(console: Console) -> ShowProgress:
    """Return what draws one bar per stage on this terminal; bars vanish when their stage ends."""

    @contextmanager
    def draw_bar(stage: str, total: int | None) -> Iterator[Advance]:
        columns = (TextColumn("{task.description}"), BarColumn(bar_width=30), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as bars:
            bar = bars.add_task(stage, total=total)
            yield lambda: bars.advance(bar)

    return draw_bar
