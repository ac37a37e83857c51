"""Splits one sentence into words, figures and signs with their offsets: what the number and time grammars read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class TokenKind(IntEnum):
    OPAQUE = 1
    """Has digits in it but counts nothing: an address, a clock time, an ISO date, a version, a phone number."""
    WORD = 2
    NUMBER = 3
    """Digits, perhaps with separators and a decimal part; letters stuck to them are the next token."""
    SIGN = 4


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text, as columns. Every column has the same length."""

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    kinds: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def touches(self, i: int) -> bool:
        """Whether token `i` follows the one before it without a space."""
        return 0 < i < len(self.starts) and self.ends[i - 1] == self.starts[i]


# Every repeat is bounded or possessive, so that a hostile line costs linear time. The groups are numbered as TokenKind.
_TOKEN = re.compile(
    r"""
      ( (?:(?:h(?=ttps?://)|w(?=ww\.)) \S++ | [@#](?!\d)\w++
        | (?=[\d+(]) (?: \d{4}-\d\d-\d\d(?:T[\d:.+Z-]{1,24})? | \d{1,2}/\d{1,2}/\d{2,4}(?!\d)
        | \d{1,2}:\d\d(?::\d\d)?(?!\d)(?:\s?[ap]\.?m\b\.?)? | \d{1,2}(?:[.]\d\d)?\s?[ap]\.?m\b\.?(?!\w)
        | (?:\+\d{1,3}[ -])?\(?\d{3}\)?[ -]\d{3}-\d{4}(?!\d)
        | (?!\d{1,3}(?:\.\d{3}){2,6}(?!\d)) \d{1,4}(?:\.\d{1,4}){2,5} )) )
    | ( (?:[^\W\d_]\.){2,8}(?!\w) | [^\W\d_]++(?:['’][^\W\d_]++)?+ )
    | ( (?: \d{1,3}(?:,\d{2,3}){0,6},\d{3}(?!\d)(?:\.\d++)?
        | \d{1,3}(?:[\u00a0\u202f\u2009']\d{3}){1,6}(?!\d)(?:\.\d++)?
        | \d{1,3}(?:\x20\d{3}){2,6}(?!\d)
        | \d{1,3}(?:\.\d{3}){2,6}(?!\d)
        | \d++(?:\.\d++)? | (?<!\w)\.\d++ ) (?: \s?[×x]\s?10\^?[-−–]?\d{1,3} )? )
    | ( \S )
    """,
    re.VERBOSE,
)


def lower_keeping_length(text: str) -> str:
    """Lower-case `text` without moving offsets ("İ".lower() has two characters)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def read_tokens(text: str) -> Tokens:
    """Split `text`. Offsets are in characters."""
    matches = list(_TOKEN.finditer(text))
    words = [match[0] for match in matches]
    return Tokens(
        text,
        words,
        [word.lower() for word in words],
        [match.start() for match in matches],
        [match.end() for match in matches],
        [match.lastindex or 0 for match in matches],
    )
