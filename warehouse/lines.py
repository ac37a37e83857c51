"""Says a fact in one line that a busy person reads once: "RedNote, daily users in the US: 3.4 million (Similarweb)"."""

from __future__ import annotations

from extractors.records import Fact, Kind, Modality, Qualifier
from warehouse.phrases import word_deed, word_label, word_name
from warehouse.sayings import tell_clause, tell_saying

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_CURRENCY_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹"}
_HEDGES = {Qualifier.ABOUT: "about ", Qualifier.OVER: "over ", Qualifier.UNDER: "under ", Qualifier.UP_TO: "up to "}
_THIRDS = {33.333333: "a third", 66.666667: "two thirds"}
"""Shares that the news does not tell in per cent."""
_MOODS = {
    Modality.PLANNED: "Planned: ",
    Modality.POSSIBLE: "Possible: ",
    Modality.ALLEGED: "Reportedly: ",
    Modality.DENIED: "Denied: ",
}
_LONGEST_SOURCE = 40
"""Characters; a longer description of a source is read in the sentence."""


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
        return hedge + (_THIRDS.get(round(value, 6)) or f"{number}%")
    if unit.isupper() and len(unit) == 3:  # an ISO 4217 code
        return f"{hedge}{unit} {number}"
    return f"{hedge}{number} {unit}"


def write_line(fact: Fact) -> str:
    """Return the fact as one line for lists and alerts."""
    match fact.kind:
        case Kind.STATEMENT:
            line = _write_statement(fact)
        case Kind.EVENT:
            line = _write_event(fact)
        case _:
            line = _write_figure(fact)
    first = line.split(" ", 1)[0].rstrip(",:")
    return line[0].upper() + line[1:] if first.isalpha() and first.islower() else line


def write_step(before: str, line: str, *, against: bool = False) -> str | None:
    """Return both lines of a figure or an attribute as one, "RedNote, daily users: 700,000 → 3.4 million"; None when they
    are not about the same thing. `against` is for figures that cannot both be right: "2014, against 2013 before"."""
    mood, before = _split_mood(before)
    head, colon, value = line.partition(": ")
    old_head, old_colon, old = before.partition(": ")
    if not (colon and old_colon) or head != old_head:
        return None
    old = mood + old.removesuffix(")").rpartition(" (")[0] if old.endswith(")") else mood + old
    if old == value:
        return None
    return f"{head}: {value}, against {old} before" if against else f"{head}: {old} → {value}"


def _split_mood(line: str) -> tuple[str, str]:
    for mood in _MOODS.values():
        if line.startswith(mood):
            return mood.rstrip(": ").lower() + " ", line.removeprefix(mood)
    return "", line


def _write_figure(fact: Fact) -> str:
    label = word_label(fact.predicate, fact.scope, fact.unit)
    what = f"{label.words} in {word_name(fact.object)}" if fact.kind is Kind.QUANTITY and fact.object else label.words
    value = _write_complement(fact, label.unit)
    if not value:
        return _write_clause(fact)
    source = _name_source(fact)
    head = f"{fact.subject}, {what}" if what else fact.subject
    return f"{_MOODS.get(fact.modality, '')}{head}: {label.value.replace('{value}', value)}{f' ({source})' if source else ''}"


def _name_source(fact: Fact) -> str | None:
    """A source with a name of its own; "two people who know of it" are read in the sentence."""
    speaker = fact.speaker or ""
    return speaker if speaker[:1].isupper() and speaker != fact.subject and len(speaker) <= _LONGEST_SOURCE else None


def _write_complement(fact: Fact, unit: str | None) -> str:
    if fact.kind is Kind.RANKING and fact.value is not None:
        return f"no. {fact.value:g}"
    if fact.kind is Kind.ATTRIBUTE:
        # A year is not a count: "founded: 2013", not "founded: 2,013".
        return word_name(fact.object) if fact.object else "" if fact.value is None else f"{fact.value:g}"
    return write_value(fact.value, fact.value_high, unit, fact.qualifier)


def _write_statement(fact: Fact) -> str:
    speaker, said = fact.speaker or fact.subject, tell_saying(fact.sentence)
    return said if said.casefold().startswith(speaker.casefold()) else f"{speaker}: {said}"


def _write_event(fact: Fact) -> str:
    deed = word_deed(fact.predicate, fact.modality, fact.subject, fact.object)
    if deed is None:
        return _write_clause(fact)
    value = f", {write_value(fact.value, fact.value_high, fact.unit, fact.qualifier)}" if fact.value is not None else ""
    return f"{_MOODS[Modality.DENIED] if fact.modality is Modality.DENIED else ''}{fact.subject} {deed}{value}"


def _write_clause(fact: Fact) -> str:
    """The words of the sentence itself, under the name they are about where they do not say it."""
    clause = tell_clause(fact.sentence, fact.subject, fact.object)
    return f"“{clause}”" if fact.subject.casefold() in clause.casefold() else f"{fact.subject}: “{clause}”"
