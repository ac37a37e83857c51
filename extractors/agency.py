"""The wire that an article credits, so that ten papers with one wire's story count as one origin."""

from __future__ import annotations

import re

from pydantic.dataclasses import dataclass

from extractors.strict_toml import STRICT, load_lexicon

UNNAMED = "agencies"
"""Stored when a credit names no wire."""


@dataclass(config=STRICT, frozen=True)
class _AgencyWords:
    wires: list[list[str]]
    unnamed: list[str]


_WORDS = load_lexicon("agencies", _AgencyWords)
_NAMES: dict[str, str] = {form.lower(): row[0] for row in _WORDS.wires for form in row}
_ALL = "(?:" + "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True)) + r")(?!\w)"
_WIRE = f"(?:the )?(?P<wire>{_ALL})"
_OTHER_WIRE = f"(?:the )?(?:{_ALL}|agenc(?:y|ies)|staff(?: reports?)?)"
# The whole line is the credit: "With PTI inputs", "(With inputs from AFP)", "— Reuters", "Additional reporting by AP".
_CREDIT_LINE = re.compile(
    rf"\W*(?:(?:with|additional|some) )*(?:(?:inputs?|reports?|reporting|material|contributions?|files?|copy) )*"
    rf"(?:(?:from|by|source|sources|via|credit)\b:? ?)*{_WIRE}"
    rf"(?:(?: ?[,/&]| and)+ ?{_OTHER_WIRE})*(?: (?:inputs?|reports?|contributed(?: to this (?:report|story))?))?\W*",
    re.IGNORECASE,
)
_UNNAMED_LINE = re.compile(r"\W*(?:" + "|".join(re.escape(line) for line in _WORDS.unnamed) + r")\W*", re.IGNORECASE)
# "WASHINGTON (Reuters) - ", "Beijing, Jan 14 (Xinhua) --" at the head of the text; the wire's name is case-sensitive there.
_DATELINE = re.compile(rf"[A-Z][^\n()]{{1,60}}\((?i:{_WIRE})\)\s*[-–—:]")
# The same form with a wire that is not in our list: a place in capitals, a name in brackets, a dash.
_ANY_DATELINE = re.compile(r"(?=[^(]*\b[A-Z]{3,})[A-Z][^\n()]{1,60}\((?P<wire>[A-Z][A-Za-z.&' -]{1,24})\)\s*[-–—]+\s")
_DATELINE_LINES = 4  # a headline, a byline and a caption may stand before it
_LONGEST_CREDIT = 120  # characters


def find_agency(text: str) -> str | None:
    """Return the wire credited by a dateline or by a line of its own, "agencies" when the credit names none, else None.

    A report that only quotes a wire ("Reuters reported") credits nobody.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in reversed(lines):
        wire = read_credit(line)
        if wire:
            return wire
    for line in lines[:_DATELINE_LINES]:
        known = _DATELINE.match(line)
        if known:
            return _NAMES[known["wire"].lower()]
        unknown = _ANY_DATELINE.match(line)
        if unknown:
            return unknown["wire"]
    return None


def read_credit(line: str) -> str | None:
    """Return the wire that a whole line credits, or None when the line is anything else."""
    line = line.strip()
    if not line or len(line) > _LONGEST_CREDIT:
        return None
    credit = _CREDIT_LINE.fullmatch(line)
    if credit:
        return _NAMES[credit["wire"].lower()]
    return UNNAMED if _UNNAMED_LINE.fullmatch(line) else None
