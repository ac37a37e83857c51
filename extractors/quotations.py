"""Quotations as statements: one for what one speaker says in one stretch, however many sentences it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractors.records import Fact
from extractors.statements import QUOTE_RULE, UNNAMED

_NEAR = 120
"""Characters that may stand between two parts of one quotation: "..., Sun says, adding that ..."."""


def join_quotes(facts: Iterable[Fact], text: str) -> Iterator[Fact]:
    """Yield the facts with the sentences of one quotation, or of one speaker's in one paragraph, as one statement."""
    held: Fact | None = None
    for fact in facts:
        if fact.rule != QUOTE_RULE:
            yield fact
        elif held is None:
            held = fact
        elif (
            "\n" not in text[held.start_char : fact.end_char]
            and fact.start_char - held.end_char < _NEAR
            and (held.subject == fact.subject or UNNAMED in (held.subject, fact.subject))
        ):
            held = replace(
                held,
                sentence=text[held.start_char : fact.end_char],
                end_char=fact.end_char,
                subject=_better_name(held.subject, fact.subject),
                speaker=_better_name(held.subject, fact.subject),
                core=held.core or fact.core,
            )
        else:
            yield held
            held = fact
    if held is not None:
        yield held


def thin_colour(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield the facts with one quotation of each private person: a feature quotes its guest ten times to one effect."""
    quoted: set[str] = set()
    for fact in facts:
        if fact.rule == QUOTE_RULE and not fact.core:
            if fact.subject in quoted:
                continue
            quoted.add(fact.subject)
        yield fact


def _better_name(one: str, other: str) -> str:
    """The name a quotation's later sentences give its speaker, when the first gave none."""
    return other if one == UNNAMED else one
