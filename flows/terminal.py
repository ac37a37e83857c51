"""The two consoles of the command line, and where its log goes."""

from __future__ import annotations

import logging

from rich.console import Console
from rich.text import Text

from flows.progress import ShowProgress, log_progress, show_bars

OUT = Console(highlight=False, soft_wrap=False)
"""Results: what a script reads."""
ERR = Console(stderr=True, highlight=False)
"""Progress, log lines and errors."""


def say_error(message: str) -> None:
    """Print one line on standard error."""
    ERR.print(Text.assemble(("claimwatch: ", "bold red"), message), soft_wrap=True)


def choose_progress() -> ShowProgress:
    """Return bars on a terminal; anywhere else send the log to standard error and return log lines."""
    if ERR.is_terminal:
        return show_bars(ERR)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("claimwatch").setLevel(logging.INFO)
    return log_progress
