"""The words of a line as data (extractors/lexicon/predicates.toml): labels of figures, scopes, deeds, names."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from pydantic.dataclasses import dataclass as strict_dataclass

from extractors.records import Modality
from extractors.strict_toml import STRICT, load_lexicon

_UNIT_SUFFIXES = (" pct", " days", " hours")
"""Ends of a predicate that its unit says again."""
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_WILL = {Modality.PLANNED: "will", Modality.POSSIBLE: "may"}


class Stands(StrEnum):
    """Where a scope stands in a line."""

    BEFORE = "before"
    BEHIND = "behind"
    VALUE = "value"


class ObjectUse(StrEnum):
    """What a deed's line does with its object."""

    NEEDED = "needed"
    OPTIONAL = "optional"
    LEFT_OUT = "left_out"


@strict_dataclass(frozen=True, config=STRICT)
class LabelWords:
    """One [[labels]]."""

    name: str
    phrase: str | None = None
    value: str = "{value}"
    moved: bool = False
    unit: str | None = None
    bare: bool = False


@strict_dataclass(frozen=True, config=STRICT)
class ScopeWords:
    """One [[scopes]]."""

    label: str
    words: str
    stands: Stands


@strict_dataclass(frozen=True, config=STRICT)
class DeedWords:
    """One [[deeds]]."""

    name: str
    past: str
    base: str
    object: ObjectUse = ObjectUse.NEEDED
    link: str | None = None
    not_of: frozenset[str] = frozenset()


@strict_dataclass(frozen=True, config=STRICT)
class PredicateWords:
    """lexicon/predicates.toml."""

    definite: frozenset[str]
    titles: frozenset[str]
    labels: tuple[LabelWords, ...]
    scopes: tuple[ScopeWords, ...]
    deeds: tuple[DeedWords, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """How a figure of one measure and scope is put: "monthly users in the US", and "{value} each"."""

    words: str
    value: str
    unit: str | None
    """What is counted, as far as the words do not say it already."""


def word_label(predicate: str, scope: str | None, unit: str | None) -> Label:
    """Return the words around the value of a figure, a rank or an attribute; a new predicate reads as its own words."""
    known = _labels().get(predicate) or LabelWords(predicate)
    stands: dict[Stands, list[str]] = {place: [] for place in Stands}
    behind, core, place = stands[Stands.BEHIND], "", ""
    for part in scope.split(", ") if scope else ():
        words = _scopes().get(part)
        month = _MONTH.fullmatch(part)
        if known.phrase and "{place}" in known.phrase and not place and part[:1].isupper():
            place = f"{part} "
        elif words:
            stands[words.stands].append(words.words)
        elif month and 1 <= int(month[2]) <= 12:
            behind.append(f"in {calendar.month_name[int(month[2])]} {month[1]}")
        elif known.moved and not core:
            core = part
        else:
            behind.append(f"in {part}" if part[:1].isupper() else f"({_plain(part)})")
    phrase = known.phrase or ("" if known.moved else _strip_unit(_plain(predicate)))
    core = core or phrase.replace("{place} ", place)
    # "daily users" of scope "daily": the scope may repeat its measure.
    before = [word for word in stands[Stands.BEFORE] if word not in core.split()]
    said = " ".join(filter(None, (*before, core, *behind)))
    told = known.bare or (unit or "").casefold() in _plain(f"{predicate} {said}").casefold().split()
    if unit and f" {unit}" in _UNIT_SUFFIXES:  # "delay_days" is "delay: 75 days"
        told = False
    return Label(said, " ".join((known.value, *stands[Stands.VALUE])), known.unit or (None if told else unit))


def word_deed(predicate: str, modality: Modality, subject: str, thing: str | None) -> str | None:
    """Return "will ban TikTok": what was, will or may be done; None when only the clause can tell it."""
    deed = _deeds().get(predicate)
    if deed is None or (deed.object is ObjectUse.NEEDED and not thing) or subject.casefold().rpartition(" ")[2] in deed.not_of:
        return None
    verb = f"{_WILL[modality]} {deed.base}" if modality in _WILL else deed.past
    if modality is Modality.ALLEGED:
        verb = f"is reportedly {verb.removeprefix('is ')}" if verb.startswith("is ") else f"reportedly {verb}"
    if not thing or deed.object is ObjectUse.LEFT_OUT:
        return verb
    return " ".join(filter(None, (verb, deed.link, word_name(thing))))


def word_name(name: str) -> str:
    """Return a name as it stands in the middle of a sentence: "the TikTok ban law", "Texas"; of several, "A, B and C"."""
    names = [part.strip() for part in name.split(";")]
    if len(names) > 1:
        return f"{', '.join(map(word_name, names[:-1]))} and {word_name(names[-1])}"
    first, last = name.casefold().partition(" ")[0], name.casefold().rpartition(" ")[2]
    return f"the {name}" if last in _words().definite and first not in ("the", "a", "an") else name


def names_something(word: str) -> bool:
    """Tell whether a quotation behind this word is a name: an order titled "...", a hashtag "..."."""
    return word.casefold() in _words().titles


def _plain(predicate: str) -> str:
    return " ".join(predicate.replace("_", " ").split())


def _strip_unit(phrase: str) -> str:
    for suffix in _UNIT_SUFFIXES:
        phrase = phrase.removesuffix(suffix)
    return phrase


@cache
def _words() -> PredicateWords:
    return load_lexicon("predicates", PredicateWords)


@cache
def _labels() -> dict[str, LabelWords]:
    return {label.name: label for label in _words().labels}


@cache
def _scopes() -> dict[str, ScopeWords]:
    return {scope.label: scope for scope in _words().scopes}


@cache
def _deeds() -> dict[str, DeedWords]:
    return {deed.name: deed for deed in _words().deeds}
