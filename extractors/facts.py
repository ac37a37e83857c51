"""An article's facts: every sentence through every rule, doubles removed, evidence and ids attached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.attributes import find_attributes
from extractors.drafts import Draft
from extractors.events import find_events
from extractors.figures import find_figures
from extractors.measures import compile_measures
from extractors.name_words import is_teller
from extractors.plain_events import find_plain_events
from extractors.quantities import Form
from extractors.quotations import join_quotes, thin_colour
from extractors.rankings import find_rankings
from extractors.reader import read_sentences
from extractors.reading import Reading
from extractors.records import Article, Fact, Kind, Miss, Sentence, make_id
from extractors.statements import find_statements
from extractors.telling import tell_once
from extractors.topic import Topic
from extractors.triggers import compile_actions
from extractors.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article says, and what it seemed to say that no rule could read."""

    facts: tuple[Fact, ...]
    misses: tuple[Miss, ...]


def extract_facts(article: Article, vocabulary: Vocabulary) -> Extraction:
    """Return the facts of an article in reading order, and its misses; none of an article that is about something else."""
    facts: list[Fact] = []
    misses: list[Miss] = []
    last: Draft | None = None
    speaker: str | None = None
    spoke_in = 0
    doers: dict[str, Draft] = {}
    ranked = False
    rules = compile_measures(vocabulary.topic)
    actions = compile_actions(vocabulary.topic)
    for reading in read_sentences(article, vocabulary):
        if not reading.before.on_topic:
            break
        figures = tuple(find_figures(reading, rules, last, doers))
        rankings = tuple(find_rankings(reading, ranked))
        told = (*figures, *rankings, *find_attributes(reading))
        statements = tuple(find_statements(reading, speaker if reading.sentence.paragraph - spoke_in <= 1 else None, bool(told)))
        events = tuple(find_events(reading, actions))
        if not (told or statements or events):
            events = tuple(find_plain_events(reading, actions))
        drafts = tell_once(reading, told, events, statements)
        facts += [make_fact(_speak_of_what_is_meant(draft, vocabulary.topic), reading.sentence, article) for draft in drafts]
        misses += _find_misses(reading, figures, article)
        ranked = bool(rankings)
        doers |= {event.predicate: event for event in events}
        last = figures[-1] if figures else last
        if reading.source and not is_teller(reading.source.speaker):
            speaker, spoke_in = reading.source.speaker, reading.sentence.paragraph
    kept = sorted(thin_colour(join_quotes(facts, article.text)), key=lambda fact: fact.start_char)
    return Extraction(tuple({_identify(fact): fact for fact in reversed(kept)}.values())[::-1], tuple(misses))


def _identify(fact: Fact) -> object:
    """What makes a fact the same as another of its article: what somebody is, is said once however often it is told."""
    return (fact.subject, fact.predicate, fact.object) if fact.kind is Kind.ATTRIBUTE else fact.fact_id


def _speak_of_what_is_meant(draft: Draft, topic: Topic) -> Draft:
    """Give a company's figures to the app it exists for, and the day on which a law takes effect to what it bans.

    "The company is worth $26 billion" is said of either, and "the law takes effect on Sunday" says what happens to the app.
    """
    subject = topic.subject(draft.subject)
    meant = None
    if subject is not None and draft.kind is Kind.QUANTITY:
        meant = subject.operates
    elif subject is not None and draft.kind is Kind.EVENT and draft.predicate in _deeds_to_come(topic):
        meant = subject.bans
    return replace(draft, subject=meant, object=None if draft.object == meant else draft.object) if meant else draft


@lru_cache(maxsize=8)
def _deeds_to_come(topic: Topic) -> frozenset[str]:
    """The actions that only mean what is still to come."""
    actions = (trigger.action for found in compile_actions(topic).values() for trigger in found)
    return frozenset(action.name for action in actions if action.planned)


def make_fact(draft: Draft, sentence: Sentence, article: Article) -> Fact:
    """Return a fact with its evidence, and an id made of its version, place and slots."""
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
            draft.as_of,
            draft.modality,
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
