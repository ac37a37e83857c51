"""What a figure is: its form, its part in a change or vote, and the tokens it stands in."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from extractors.nouns import NounPhrase
from extractors.numbers import Numeral
from extractors.records import Qualifier


class Form(StrEnum):
    """What sort of figure it is."""

    CARDINAL = "cardinal"
    MONEY = "money"
    PERCENT = "percent"
    SHARE = "share"
    """A part of a whole told in words; its value is in percent."""
    MULTIPLE = "multiple"
    MEASURE = "measure"
    DURATION = "duration"
    ORDINAL = "ordinal"
    RANK = "rank"
    VOTE = "vote"
    SCORE = "score"
    AGE = "age"
    MEMBER = "member"
    """"One of the best phones": counts nothing."""


class Part(StrEnum):
    """Which of two figures that belong together this one is."""

    FROM = "from"
    TO = "to"
    FOR = "for"
    AGAINST = "against"


class Figure(NamedTuple):
    """A number in its tokens, before hedges are read and neighbours are joined.

    A tuple, not a dataclass: it is copied a few times for every figure, and a frozen dataclass takes five times as long.
    """

    first: int
    """First token, the currency mark included."""
    number: Numeral
    last: int
    """Token behind number, unit, "per" and noun."""
    value: float
    high: float | None = None
    unit: str | None = None
    form: Form = Form.CARDINAL
    per: str | None = None
    noun: NounPhrase | None = None
    qualifier: Qualifier | None = None
    """From words behind the figure: "10 million-plus"."""
    part: Part | None = None
    ranged: bool = False
    prefixed: bool = False
    """Whether the currency stands before it."""

    @property
    def number_last(self) -> int:
        return self.number.last
