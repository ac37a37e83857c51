"""How long to wait before trying again."""

from __future__ import annotations

import random
from collections.abc import Iterator

_random = random.SystemRandom()


def delays(first_s: float = 0.01, longest_s: float = 0.5) -> Iterator[float]:
    """Yield waits in seconds without end: doubling up to `longest_s`, spread by half so that two losers do not meet again."""
    delay = first_s
    while True:
        yield delay * _random.uniform(0.5, 1.5)
        delay = min(delay * 2, longest_s)
