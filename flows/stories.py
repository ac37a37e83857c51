"""Page -> Article -> Fact, inside a worker process: all that a page brings, worked out to the point of being recorded.

The main process fetches, keeps order and writes; what costs processor time is done here, on as many cores as there are workers.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from extractors.facts import extract_facts
from extractors.page import DEFAULT_LANGUAGES, PageFailure, read_whole_page, summarise_entry
from extractors.page_status import PageStatus
from extractors.records import Article, Entry, Page, Quality
from extractors.topic import Topic
from extractors.vocabulary import Vocabulary, compile_topic
from warehouse.readings import Reading, prepare


@dataclass(frozen=True, slots=True)
class Brief:
    """What a worker has to know of a run."""

    topic: bytes
    """Pickled: compared as bytes, it is compiled once in each worker and not once a page."""
    now: datetime
    languages: tuple[str, ...] = DEFAULT_LANGUAGES


@dataclass(frozen=True, slots=True)
class Story:
    """What an entry came to."""

    status: str
    reading: Reading | None
    """None when neither the page nor the feed had text to read."""
    reason: str | None = None


def write_brief(topic: Topic, now: datetime) -> Brief:
    """Return the brief of a run."""
    return Brief(pickle.dumps(topic, protocol=pickle.HIGHEST_PROTOCOL), now)


def read_story(page: Page, entry: Entry, brief: Brief) -> Story:
    """Read the page behind an entry, and the facts in it."""
    outcome = read_whole_page(page, entry, brief.now, brief.languages)
    if isinstance(outcome, PageFailure):
        return _tell(outcome.status, outcome.summary, brief, outcome.detail)
    return _tell(outcome.status, outcome.article, brief, outcome.detail or None)


def read_summary(entry: Entry, reason: str, brief: Brief) -> Story:
    """Read what the feed itself carries, for a page that could not be had, and why not."""
    return _tell(PageStatus.ERROR, summarise_entry(entry, brief.now, brief.languages), brief, reason)


def _tell(status: PageStatus, article: Article | None, brief: Brief, reason: str | None = None) -> Story:
    if article is None:
        return Story(status, None, reason)
    vocabulary = _load(brief.topic)
    reading = Reading(article, ())
    if article.quality is Quality.FULL:
        extraction = extract_facts(article, vocabulary)
        reading = Reading(article, extraction.facts, extraction.misses)
    return Story(status, replace(reading, prepared=prepare(reading, vocabulary.topic.name, brief.now)), reason)


@lru_cache(maxsize=1)
def _load(topic: bytes) -> Vocabulary:
    return compile_topic(pickle.loads(topic))  # noqa: S301 - written by our own parent
