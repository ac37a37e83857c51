"""An article's facts: every sentence through every rule, doubles removed, evidence and ids attached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.attributes import find_attributes
from extractors.drafts import Draft
from extractors.events import compile_actions, find_events
from extractors.figures import find_figures
from extractors.measures import compile_measures
from extractors.quantities import Form
from extractors.rankings import find_rankings
from extractors.reading import Reading, read_sentences
from extractors.records import Article, Fact, Kind, Miss, make_id
from extractors.sources import Force, Source, find_source
from extractors.statements import QUOTE_RULE, UNNAMED, find_statements
from extractors.topic import SubjectType
from extractors.vocabulary import Vocabulary

_NEAR = 120
"""Characters that may stand between two parts of one quotation: "..., Sun says, adding that ..."."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article says, and what it seemed to say that no rule could read."""

    facts: tuple[Fact, ...]
    misses: tuple[Miss, ...]


def extract_facts(article: Article, vocabulary: Vocabulary) -> Extraction:
    """Return the facts of an article in reading order, and its misses."""
    facts: list[Fact] = []
    misses: list[Miss] = []
    last: Draft | None = None
    speaker: str | None = None
    rules = compile_measures(vocabulary.topic)
    actions = compile_actions(vocabulary.topic)
    for reading in read_sentences(article, vocabulary):
        source = find_source(reading)
        figures = tuple(find_figures(reading, rules, source, last))
        rankings = tuple(find_rankings(reading, source))
        attributes = tuple(find_attributes(reading, source))
        statements = tuple(find_statements(reading, source, speaker, bool(figures or rankings or attributes)))
        events = tuple(find_events(reading, actions, source))
        for draft in _reconcile(reading, source, (*figures, *rankings, *attributes), events, statements):
            facts.append(_make_fact(draft, reading, article))
        misses += _find_misses(reading, figures, article)
        last = figures[-1] if figures else last
        speaker = source.speaker if source else speaker
    kept = _thin_colour(_join_quotes(facts, article.text))
    return Extraction(tuple({fact.fact_id: fact for fact in kept}.values()), tuple(misses))


def _join_quotes(facts: list[Fact], text: str) -> Iterator[Fact]:
    """Yield the facts with the sentences of one quotation, or of one speaker's in one paragraph, as one statement."""
    held: Fact | None = None
    for fact in facts:
        if fact.rule != QUOTE_RULE:
            yield fact
        elif held is None:
            held = fact
        elif "\n" not in text[held.start_char : fact.end_char] and fact.start_char - held.end_char < _NEAR:
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


def _thin_colour(facts: Iterator[Fact]) -> Iterator[Fact]:
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


def _reconcile(
    reading: Reading, source: Source | None, told: tuple[Draft, ...], events: tuple[Draft, ...], statements: tuple[Draft, ...]
) -> Iterator[Draft]:
    """Yield the drafts of one sentence in order of place, without those that tell the same thing twice.

    A quotation is a statement and nothing else. Of a person's reported speech the statement stays and deeds inside it
    go; of a firm's ("ByteDance said it would not sell") the deed is the news.
    """
    events = tuple(draft for draft in events if not _same_clause(reading, draft, told))
    if any(draft.rule == QUOTE_RULE for draft in statements):
        events = ()
    elif statements and source is not None and source.force is not Force.REPORT and _is_person(reading, source):
        events = tuple(draft for draft in events if not _inside_speech(draft, source))
    elif events or any(draft.kind is Kind.ATTRIBUTE for draft in told):
        statements = ()
    yield from sorted((*told, *events, *statements), key=lambda draft: draft.start)


def _same_clause(reading: Reading, event: Draft, told: tuple[Draft, ...]) -> bool:
    """Whether an attribute in the event's clause tells the same ("was set up in 2013 by Miranda Qu")."""
    low, high = reading.clause_at(event.start)
    return any(draft.kind is Kind.ATTRIBUTE and low <= draft.start < high for draft in told)


def _is_person(reading: Reading, source: Source) -> bool:
    return any(mention.name == source.speaker and mention.type is SubjectType.PERSON for mention in reading.mentions)


def _inside_speech(draft: Draft, source: Source) -> bool:
    return draft.start >= source.verb_end if source.leads else draft.start < source.start


def _make_fact(draft: Draft, reading: Reading, article: Article) -> Fact:
    sentence = reading.sentence
    return Fact(
        make_id(
            article.version_id,
            sentence.start,
            draft.kind,
            draft.subject,
            draft.predicate,
            draft.scope,
            draft.object,
            draft.value,
            draft.value_high,
            draft.unit,
        ),
        article.article_id,
        article.version_id,
        draft.kind,
        draft.subject,
        draft.predicate,
        sentence.text,
        sentence.start,
        sentence.end,
        draft.rule,
        draft.object,
        draft.value,
        draft.value_high,
        draft.unit,
        draft.qualifier,
        draft.scope,
        draft.as_of,
        draft.speaker,
        draft.modality,
        draft.core,
    )


def _find_misses(reading: Reading, figures: tuple[Draft, ...], article: Article) -> Iterator[Miss]:
    """Yield the sentence if it has a subject of the topic and a definite figure, and no rule took the figure."""
    if not reading.topical or figures:
        return
    left = [q for q in reading.quantities if not q.vague and q.form in (Form.CARDINAL, Form.MONEY, Form.PERCENT, Form.SHARE)]
    if left:
        sentence = reading.sentence
        yield Miss(
            article.article_id,
            article.version_id,
            sentence.text,
            sentence.start,
            sentence.end,
            f"no rule took {reading.text[left[0].start : left[0].end]!r}",
        )
