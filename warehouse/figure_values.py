"""Whether two figures are one: rounding, hedges, ranges, units and currencies."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from math import floor, inf, log10

from extractors.records import Kind, Qualifier
from warehouse.claim_rules import to_dollars, unit_sizes
from warehouse.slots import Known, is_money

_ROUNDING = 0.02
"""Relative: "303 million" is what "300 million" rounds."""
_HEDGED = 0.035
"""The same beside "about": "almost tripled" is a growth of 194 percent; 312 million is more than "about 300 million"."""
_EXCHANGE = 0.10
"""The same between two currencies, whose rate is only known for the year."""
_EXACT_BELOW = 1000
"""Whole numbers below are counted one by one: 101 dead are not 102."""
_WEAKER = 0.7
"""A bound that keeps this close to a known value says less of it: "over half a million" of 700,000."""
_WEAKER_IF_EXACT = 0.9
"""The same for a bound with two digits or more: "more than 44 million" was counted, and not said loosely of 60 million."""
_ROUNDEST = 10
"""A number of one digit is less than ten times its last digit's place."""
_WEAKER_THAT_DAY = 0.5
"""The same if both speak of one day: "more than a million" of 1.72 million. Further off it is another count."""

_POINTS = (Qualifier.EXACT, Qualifier.ABOUT)
"""Qualifiers of one value, not of a range of them."""


class Relation(StrEnum):
    """What a figure says beside a known one."""

    SAME = "same"
    WEAKER = "weaker"
    """True if the known one is: "over half a million" of 700,000."""
    SHARPER = "sharper"
    """Inside what was known: 45 billion, of "40 to 50 billion"."""
    OTHER = "other"


def in_one_dimension(fact: Known, prior: Known) -> bool:
    """Whether two figures can be compared: counts with counts, lengths with lengths, sums whose rate is known."""
    return fact.unit == prior.unit or _have_one_dimension(fact.unit, prior.unit)


@lru_cache(maxsize=4096)
def _have_one_dimension(one: str | None, other: str | None) -> bool:
    if is_money(one) or is_money(other):
        return (
            is_money(one)
            and is_money(other)
            and to_dollars(1.0, one or "", 0) is not None
            and to_dollars(1.0, other or "", 0) is not None
        )
    return _dimension(one) == _dimension(other)


def _dimension(unit: str | None) -> str:
    return unit_sizes().get(unit or "", ("count", 1.0))[0]


def relate(fact: Known, prior: Known) -> Relation:
    """Return how the figure of `fact` stands to that of `prior`; both in one dimension."""
    if fact.value is None or prior.value is None:
        return Relation.SAME if fact.value is prior.value else Relation.OTHER
    if fact.unit == prior.unit and not is_money(fact.unit) and fact.qualifier in _POINTS and prior.qualifier in _POINTS:
        return Relation.SAME if _agree(fact, prior, fact.value, prior.value) else Relation.OTHER  # most pairs: no bounds
    mine, theirs = _bounds(fact), _bounds(prior)
    if Qualifier.BETWEEN in (fact.qualifier, prior.qualifier):
        return _relate_ranges(fact, prior, mine, theirs)
    if {fact.qualifier, prior.qualifier} == {Qualifier.OVER, Qualifier.UNDER}:
        return Relation.OTHER
    if _agree(fact, prior, fact.value, prior.value):
        return Relation.SAME
    if mine[0] <= theirs[0] and theirs[1] <= mine[1]:
        return Relation.WEAKER if _is_near_enough(fact, prior) else Relation.OTHER
    return Relation.SHARPER if theirs[0] <= mine[0] and mine[1] <= theirs[1] else Relation.OTHER


def _relate_ranges(fact: Known, prior: Known, mine: tuple[float, float], theirs: tuple[float, float]) -> Relation:
    lows, highs = _agree(fact, prior, mine[0], theirs[0]), _agree(fact, prior, mine[1], theirs[1])
    if fact.qualifier is prior.qualifier:
        if lows and highs:
            return Relation.SAME
        # A range around the known one says less; a range that shares one end with it has moved the other.
        around = mine[0] < theirs[0] and theirs[1] < mine[1] and not lows and not highs
        within = theirs[0] <= mine[0] and mine[1] <= theirs[1]
        return Relation.WEAKER if around else Relation.SHARPER if within else Relation.OTHER
    if prior.qualifier is Qualifier.BETWEEN and mine[0] == mine[1] and (lows or highs):
        return Relation.WEAKER  # one end of a known range
    if mine[0] <= theirs[0] and theirs[1] <= mine[1]:
        return Relation.WEAKER
    return Relation.SHARPER if theirs[0] <= mine[0] and mine[1] <= theirs[1] else Relation.OTHER


def _bounds(known: Known) -> tuple[float, float]:
    """Return the least and the largest value that a figure allows, in the common unit of its dimension."""
    value = _in_common_unit(known, known.value or 0.0)
    match known.qualifier:
        case Qualifier.OVER:
            return value, inf
        case Qualifier.UNDER | Qualifier.UP_TO:
            return -inf, value
        case Qualifier.BETWEEN if known.value_high is not None:
            return value, _in_common_unit(known, known.value_high)
        case _:
            return value, value


def _in_common_unit(known: Known, value: float) -> float:
    return value * _size(known.unit, known.published_at.year)


@lru_cache(maxsize=4096)
def _size(unit: str | None, year: int) -> float:
    """Return a unit in the common one of its dimension: for money the dollar, at the average rate of a year."""
    if is_money(unit):
        dollars = to_dollars(1.0, unit or "", year)
        return 1.0 if dollars is None else dollars
    return unit_sizes().get(unit or "", ("count", 1.0))[1]


def _agree(fact: Known, prior: Known, mine: float, theirs: float) -> bool:
    """Whether two values are one number, told with more or fewer digits or in other units.

    Values that were given in one unit are compared as printed; bounds (in common units) and values both fit, for the
    unit is the same on both sides.
    """
    if mine in (inf, -inf) or theirs in (inf, -inf):
        return mine == theirs
    hedged = Qualifier.ABOUT in (fact.qualifier, prior.qualifier)
    if fact.unit != prior.unit and (is_money(fact.unit) or _dimension(fact.unit) != "count"):
        if mine is fact.value and theirs is prior.value:
            mine, theirs = _in_common_unit(fact, mine), _in_common_unit(prior, theirs)
        return _near(mine, theirs, _EXCHANGE if is_money(fact.unit) else _HEDGED if hedged else _ROUNDING)
    if fact.kind is Kind.RANKING or mine == theirs:
        return mine == theirs
    if not _near(mine, theirs, _HEDGED if hedged else _ROUNDING):
        return False
    if fact.unit == "percent":
        return hedged or abs(mine - theirs) <= 0.5 * 10.0 ** -min(_decimals(mine), _decimals(theirs)) + 1e-9
    if not hedged and max(abs(mine), abs(theirs)) < _EXACT_BELOW and mine == int(mine) and theirs == int(theirs):
        return False
    return abs(mine - theirs) <= 0.5 * max(_step(mine), _step(theirs)) * (1 + 1e-9)


def _near(one: float, other: float, tolerance: float) -> bool:
    return abs(one - other) <= tolerance * max(abs(one), abs(other), 1e-9)


def _decimals(value: float) -> int:
    """Return the decimals a percentage is given with; thirds and sixths count as rounded ("a third" is 33 percent)."""
    if abs(value * 6 - round(value * 6)) < 0.05 and value * 6 % 3:
        return 0
    text = f"{value:.6g}"
    return len(text.partition(".")[2])


def _step(value: float) -> float:
    """Return the size of the last digit that is given: 300 million -> 100 million, 41,327 -> 1."""
    if value == 0:
        return 1.0
    digits = f"{abs(value):.9e}".partition("e")[0].rstrip("0").replace(".", "")
    return float(10.0 ** (floor(log10(abs(value))) - len(digits) + 1))


def _is_near_enough(fact: Known, prior: Known) -> bool:
    if fact.value is None or prior.value is None:
        return False
    low, high = sorted((abs(_in_common_unit(fact, fact.value)), abs(_in_common_unit(prior, prior.value))))
    if fact.as_of is not None and fact.as_of == prior.as_of:
        return low >= _WEAKER_THAT_DAY * high
    round_number = _step(fact.value) * _ROUNDEST > abs(fact.value)
    return low >= (_WEAKER if round_number else _WEAKER_IF_EXACT) * high
