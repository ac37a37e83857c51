"""Says a fact in one readable line: "RedNote: daily users (US) 3.4 million"."""

from __future__ import annotations

from extractors.records import Fact, Kind, Modality, Qualifier

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_CURRENCY_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹"}
_HEDGES = {Qualifier.ABOUT: "about ", Qualifier.OVER: "over ", Qualifier.UNDER: "under ", Qualifier.UP_TO: "up to "}
_LONGEST_QUOTE = 200
"""Characters of a sentence in a line; the whole sentence is in the fact."""


def write_number(value: float) -> str:
    """Return a number as news writes it, without loss: 3400000 -> "3.4 million", 1234567 -> "1,234,567"."""
    for scale, name in _SCALES:
        scaled = round(value / scale, 2)
        if abs(value) >= scale and abs(scaled * scale - value) < 0.5:
            return f"{scaled:g} {name}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"


def write_value(
    value: float | None, value_high: float | None = None, unit: str | None = None, qualifier: Qualifier = Qualifier.EXACT
) -> str:
    """Return a figure with its unit and hedge: "over $17 billion", "4 to 5 million views", "54%"; "" without a value."""
    if value is None:
        return ""
    sign = _CURRENCY_SIGNS.get(unit or "", "")
    number = sign + write_number(value)
    if value_high is not None and value_high != value:
        number += f" to {sign}{write_number(value_high)}"
    hedge = _HEDGES.get(qualifier, "")
    if unit is None or sign:
        return f"{hedge}{number}"
    if unit == "percent":
        return f"{hedge}{number}%"
    if unit.isupper() and len(unit) == 3:  # an ISO 4217 code
        return f"{hedge}{unit} {number}"
    return f"{hedge}{number} {unit}"


def write_line(fact: Fact) -> str:
    """Return the fact as one line for lists and alerts."""
    predicate = fact.predicate.replace("_", " ").replace("-", " ").strip()
    match fact.kind:
        case Kind.STATEMENT:
            return f"{fact.speaker or fact.subject}: “{_shorten(fact.sentence)}”"
        case Kind.EVENT:
            said = " ".join(part for part in (fact.subject, predicate, fact.object) if part)
            if fact.value is not None:
                said += f", {write_value(fact.value, fact.value_high, fact.unit, fact.qualifier)}"
            said += f" ({fact.scope})" if fact.scope else ""
        case _:
            scope = f" ({fact.scope})" if fact.scope else ""
            said = f"{fact.subject}: {predicate}{scope} {_complement(fact, predicate)}".rstrip()
    return said if fact.modality is Modality.ACTUAL else f"{said} [{fact.modality}]"


def _complement(fact: Fact, predicate: str) -> str:
    if fact.kind is Kind.RANKING and fact.value is not None:
        return f"no. {fact.value:g}"
    if fact.kind is Kind.ATTRIBUTE:
        # A year is not a count: "founded 2013", not "founded 2,013".
        return fact.object or ("" if fact.value is None else f"{fact.value:g}")
    named = fact.unit is not None and fact.unit.lower() in predicate.lower().split()
    figure = write_value(fact.value, fact.value_high, None if named else fact.unit, fact.qualifier)
    return " ".join(part for part in (figure, fact.object) if part)


def _shorten(sentence: str) -> str:
    words = " ".join(sentence.split()).strip('“”"')
    return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"
