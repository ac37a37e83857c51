"""The types that travel down the pipeline, one per stage, and how their ids are made.

    Feed -> Entry -> Page -> Article -> Sentence -> Fact -> Verdict -> Alert -> Delivery

Every type is frozen and complete when it is made. All datetimes are timezone-aware UTC.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing a fact is."""

    QUANTITY = "quantity"
    RANKING = "ranking"
    ATTRIBUTE = "attribute"
    EVENT = "event"
    STATEMENT = "statement"


class Qualifier(StrEnum):
    """How exactly a value is meant."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    UP_TO = "up_to"
    BETWEEN = "between"


class Modality(StrEnum):
    """How surely a fact is told."""

    ACTUAL = "actual"
    PLANNED = "planned"
    POSSIBLE = "possible"
    DENIED = "denied"
    ALLEGED = "alleged"


class Quality(StrEnum):
    """How much of an article could be read. Only full text makes facts that alert."""

    FULL = "full"
    SUMMARY_ONLY = "summary_only"
    QUARANTINED = "quarantined"


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Novelty(StrEnum):
    """What a fact adds to what was known."""

    NEW = "new"
    RESTATED = "restated"
    CHANGED = "changed"
    CONTRADICTED = "contradicted"
    RETRACTED = "retracted"
    UNSURE = "unsure"


ALERT_WORTHY = frozenset({Novelty.NEW, Novelty.CHANGED, Novelty.CONTRADICTED, Novelty.RETRACTED})


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, before its page is read."""

    feed_url: str
    entry_id: str
    """The feed's own id, else the link: identity inside this feed only."""
    url: str
    """Absolute address of the article."""
    title: str
    summary: str = ""
    """Plain text."""
    content: str = ""
    """Full HTML content when the feed carries it, else empty."""
    author: str | None = None
    publisher: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes behind an article's address."""

    url: str
    """The address after redirects."""
    body: bytes
    content_type: str = "text/html"


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one article's text. `article_id` names the article, `version_id` this wording of it."""

    article_id: str
    version_id: str
    url: str
    publisher: str
    title: str
    text: str
    published_at: datetime | None
    language: str = "en"
    author: str | None = None
    quality: Quality = Quality.FULL
    agency: str | None = None
    """The wire that the text credits ("With PTI inputs"), for counting independent origins."""
    feed_url: str | None = None
    sources: str | None = None
    """Where title, author, publisher and date come from: "title: feed, author: json-ld, ..."; None for local files."""

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Sentence:
    """A verbatim stretch of an article: `article.text[start:end] == text`."""

    text: str
    start: int
    end: int
    paragraph: int
    """Number of the paragraph it stands in, from 0."""


@dataclass(frozen=True, slots=True)
class When:
    """A date with its precision: day is the first day of the month or year that was meant."""

    day: date
    precision: Precision = Precision.DAY

    def __str__(self) -> str:
        return self.day.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision.value]]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing an article says, with the sentence that says it."""

    fact_id: str
    article_id: str
    version_id: str
    kind: Kind
    subject: str
    predicate: str
    sentence: str
    start_char: int
    end_char: int
    rule: str
    """Name of the rule that made it."""
    object: str | None = None
    value: float | None = None
    """In base units: 300 million is 3e8, 54 percent is 54; a rank is its number."""
    value_high: float | None = None
    unit: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    scope: str | None = None
    """What narrows the claim, parts joined by ", ": "US, monthly"."""
    as_of: When | None = None
    speaker: str | None = None
    modality: Modality = Modality.ACTUAL
    core: bool = True
    """Whether it is about one of the topic's own subjects (else a side figure or an unnamed person's words)."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A sentence with a known subject and a figure that no rule took."""

    article_id: str
    version_id: str
    sentence: str
    start_char: int
    end_char: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a fact adds to what was known, and why."""

    novelty: Novelty
    claim_id: str
    reason: str
    """One sentence for a person."""
    rule: str
    """Name of the rule that decided."""
    prior_fact_id: str | None = None


def make_id(*parts: object) -> str:
    """Return a 16-digit hex id of what identifies a thing.

    The first 64 bits of a sha256: among ten million ids two agree with a probability of about 3 in a million.
    """
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
