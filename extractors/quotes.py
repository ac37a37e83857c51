"""Where an article quotes somebody: spans between quotation marks, over as many sentences as a quotation has."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_OPEN = "“„«"
_CLOSE = "”»"
_PLAIN = '"'
_MARK = re.compile(f"[{_OPEN}{_CLOSE}{_PLAIN}]")


def find_quotes(text: str) -> tuple[Span, ...]:
    """Return the spans inside double quotation marks, marks left out.

    Marks pair inside one paragraph. A quotation that its paragraph leaves open ends with the paragraph: in print the
    closing mark is left out where the same speaker goes on in the next one.
    """
    return tuple(span for low, line in _lines(text) for span in _pair(line, low))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line
        start += len(line)


def _pair(line: str, offset: int) -> Iterator[Span]:
    opened: int | None = None
    for mark in _MARK.finditer(line):
        at, character = mark.start(), mark[0]
        if character in _OPEN or (character == _PLAIN and opened is None and _opens(line, at)):
            opened = at + 1 if opened is None else opened
        elif (character in _CLOSE or character == _PLAIN) and opened is not None:
            yield offset + opened, offset + at
            opened = None
    if opened is not None:
        yield offset + opened, offset + len(line.rstrip())


def _opens(line: str, at: int) -> bool:
    """Whether a plain mark can open a quotation; a lone 5" or a closing mark that lost its partner cannot."""
    before = line[at - 1] if at else " "
    after = line[at + 1] if at + 1 < len(line) else " "
    return not after.isspace() and (before.isspace() or before in "([—–-:,'‘")


def slice_quotes(quotes: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """Return the parts of `quotes` inside [start, end), counted from start."""
    return tuple((max(low, start) - start, min(high, end) - start) for low, high in quotes if low < end and high > start)
