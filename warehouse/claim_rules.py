"""What the names of measures, actions and attributes mean for the identity of a claim: lexicon/claims.toml."""

from __future__ import annotations

from functools import cache

from pydantic.dataclasses import dataclass

from extractors.strict_toml import STRICT, load_lexicon


@dataclass(frozen=True, config=STRICT)
class Mirror:
    """A measure that is another one with its sign changed."""

    name: str
    of: str


@dataclass(frozen=True, config=STRICT)
class FigureRules:
    """[figures]."""

    periodic: frozenset[str]
    daily: frozenset[str]
    moving_ranks: frozenset[str]
    unnamed: frozenset[str]
    mirrors: tuple[Mirror, ...]


@dataclass(frozen=True, config=STRICT)
class AttributeRules:
    """[attributes]."""

    single: frozenset[str]
    lasting: frozenset[str]


@dataclass(frozen=True, config=STRICT)
class EventRules:
    """[events]."""

    opposites: tuple[tuple[str, str], ...]
    one_actor: frozenset[str]
    one_object: frozenset[str]
    alone: frozenset[str]
    directed: frozenset[str]
    presupposed: frozenset[str]


@dataclass(frozen=True, config=STRICT)
class NameRules:
    """[names]."""

    forms: frozenset[str]
    regions: frozenset[str]


@dataclass(frozen=True, config=STRICT)
class StatementRules:
    """[statements]."""

    opposites: tuple[tuple[str, str], ...]
    negations: frozenset[str]
    around: frozenset[str]


@dataclass(frozen=True, config=STRICT)
class ClaimRules:
    """lexicon/claims.toml, which explains the fields."""

    figures: FigureRules
    attributes: AttributeRules
    events: EventRules
    names: NameRules
    statements: StatementRules
    units: dict[str, dict[str, float]]
    rates: dict[int, dict[str, float]]

    def is_periodic(self, measure: str) -> bool:
        """Whether a measure, by its name or the last part of it, is a sum over a stretch of time."""
        return measure.rsplit("_", 1)[-1] in self.figures.periodic


@cache
def claim_rules() -> ClaimRules:
    """Return the rules, read once."""
    return load_lexicon("claims", ClaimRules)


@cache
def unit_sizes() -> dict[str, tuple[str, float]]:
    """Return the dimension of each unit and its size there."""
    return {unit: (dimension, size) for dimension, sizes in claim_rules().units.items() for unit, size in sizes.items()}


@cache
def event_class(action: str) -> str:
    """Return the name under which an action and its opposite are found: that of the first of the pair."""
    return next((first for first, second in claim_rules().events.opposites if action == second), action)


def to_dollars(value: float, currency: str, year: int) -> float | None:
    """Return a sum in US dollars at the average rate of a year, None for a currency without a rate."""
    if currency == "USD":
        return value
    rate = _find_rate(currency, year)
    return None if rate is None else value * rate


@cache
def _find_rate(currency: str, year: int) -> float | None:
    years = [known for known in claim_rules().rates if known <= year] or [min(claim_rules().rates)]
    return claim_rules().rates[max(years)].get(currency)
