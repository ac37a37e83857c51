"""Tells a thing once: of the drafts of one sentence, those that say the same in another kind go."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.drafts import Draft
from extractors.reading import Reading
from extractors.records import Kind
from extractors.speech import Force, Source
from extractors.statements import QUOTE_RULE, is_person

_TOLD_BY_ATTRIBUTE = frozenset({"established", "launched", "bought", "overseen", "appointed", "won"})
"""Actions that an attribute beside them tells already: "was set up in 2013 by Miranda Qu"."""


def tell_once(
    reading: Reading, told: tuple[Draft, ...], events: tuple[Draft, ...], statements: tuple[Draft, ...]
) -> Iterator[Draft]:
    """Yield the drafts of one sentence in order of place, without those that tell the same thing twice.

    A quotation is a statement and nothing else. Of a person's reported speech the statement stays and deeds inside it
    go; of a firm's ("ByteDance said it would not sell") the deed is the news.
    """
    source = reading.source
    events = tuple(draft for draft in events if not _same_clause(reading, draft, told))
    if any(draft.rule == QUOTE_RULE for draft in statements):
        if source is None and events and events[0].start < reading.quotes[0][0]:
            statements = ()  # "signed an order that tells officials “not to take any action”": nobody speaks
        else:
            events = ()
    elif statements and source and source.force is not Force.REPORT and is_person(reading, source.speaker):
        events = tuple(draft for draft in events if not _inside_speech(draft, source))
    elif events or any(draft.kind is Kind.ATTRIBUTE for draft in told):
        statements = ()
    yield from sorted((*told, *events, *statements), key=lambda draft: draft.start)


def _same_clause(reading: Reading, event: Draft, told: tuple[Draft, ...]) -> bool:
    """Whether an attribute in the event's clause tells the same ("was set up in 2013 by Miranda Qu")."""
    if event.predicate not in _TOLD_BY_ATTRIBUTE:
        return False
    low, high = reading.clause_at(event.start)
    return any(draft.kind is Kind.ATTRIBUTE and low <= draft.start < high for draft in told)


def _inside_speech(draft: Draft, source: Source) -> bool:
    return draft.start >= source.verb_end if source.leads else draft.start < source.start
