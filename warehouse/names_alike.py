"""Whether two names mean one person, place, firm or thing: by their words, never by shared letters alone."""

from __future__ import annotations

import re
from enum import StrEnum

from rapidfuzz import fuzz

from warehouse.claim_rules import claim_rules

_SPELLING = 85.0
"""rapidfuzz.ratio of two last words above which one is a spelling of the other: "Lenz", "Lentz"."""
_ARTICLES = frozenset({"the", "a", "an", "of", "and", "mostly", "mainly", "largely"})


class Sameness(StrEnum):
    """How two objects stand to each other."""

    SAME = "same"
    MORE = "more"
    """A list with a member that was not known."""
    DOUBTFUL = "doubtful"
    OTHER = "other"


def compare_names(new: str | None, old: str | None) -> Sameness:
    """Return how an object stands to a known one; members of a list stand between semicolons. What is left out agrees."""
    if not new or not old:
        return Sameness.SAME
    mine, theirs = _members(new), _members(old)
    found = [max((_compare(member, other) for other in theirs), key=_RANK.index) for member in mine]
    if all(one is Sameness.SAME for one in found):
        return Sameness.SAME
    if len(mine) > 1 and any(one is Sameness.SAME for one in found):
        return Sameness.MORE
    return Sameness.DOUBTFUL if Sameness.DOUBTFUL in found else Sameness.OTHER


_RANK = (Sameness.OTHER, Sameness.DOUBTFUL, Sameness.SAME)


def _members(text: str) -> list[str]:
    return [member for member in text.split(";") if member.strip()]


def _compare(new: str, old: str) -> Sameness:
    mine, theirs = _words(new), _words(old)
    if mine == theirs or not mine or not theirs:
        return Sameness.SAME
    regions = claim_rules().names.regions
    only_mine, only_theirs = set(mine) - set(theirs), set(theirs) - set(mine)
    if only_mine and only_theirs and only_mine | only_theirs <= regions:
        return Sameness.DOUBTFUL  # "Greater Altona", "Altona North"
    short, long = sorted((mine, theirs), key=len)
    if set(short) <= set(long):
        return Sameness.SAME  # "Voss", "Maria Voss"; "Shanghai", "Shanghai, China"
    if len(mine) == len(theirs) and all(_is_one_word(one, other) for one, other in zip(mine, theirs, strict=True)):
        return Sameness.SAME
    return Sameness.OTHER


def _words(text: str) -> list[str]:
    words = [word for word in re.findall(r"\w+", text.casefold()) if word not in _ARTICLES]
    return [word for word in words if word not in claim_rules().names.forms] or words


def _is_one_word(one: str, other: str) -> bool:
    """The same word, its initial, or another spelling of it."""
    if one == other or (len(one) == 1 and other.startswith(one)) or (len(other) == 1 and one.startswith(other)):
        return True
    return min(len(one), len(other)) > 3 and one.isalpha() and fuzz.ratio(one, other) >= _SPELLING
