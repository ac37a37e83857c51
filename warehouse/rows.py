"""One frozen dataclass per table: what the warehouse stores, and which columns tell two rows apart.

Field order is column order. Datetimes are timezone-aware; the store turns them to UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from extractors.records import Article, Fact, Kind, Modality, Novelty, Precision, Qualifier, Quality, Verdict


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. `KEY` are the columns that make it one and the same: a second row with that key is not stored."""

    TABLE: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RunRow(Row):
    """Written when a run ends, and if wanted when it starts (without `finished_at`)."""

    TABLE: ClassVar[str] = "run"
    KEY: ClassVar[tuple[str, ...]] = ("run_id", "finished_at")

    run_id: str
    kind: str
    topic: str
    started_at: datetime
    finished_at: datetime | None
    feeds_due: int = 0
    feeds_ok: int = 0
    feeds_failing: int = 0
    feeds_silent: int = 0
    entries_seen: int = 0
    entries_new: int = 0
    pages_full: int = 0
    pages_summary_only: int = 0
    pages_quarantined: int = 0
    facts: int = 0
    alerts: int = 0
    model_calls: int = 0
    model_facts: int = 0
    model_refused: int = 0
    model_tokens: int = 0


@dataclass(frozen=True, slots=True)
class EntryRow(Row):
    """A feed entry and what became of it; the latest row of (feed_url, entry_id) counts."""

    TABLE: ClassVar[str] = "entry"
    KEY: ClassVar[tuple[str, ...]] = ("feed_url", "entry_id", "seen_at")

    feed_url: str
    entry_id: str
    url: str
    title: str
    published_at: datetime | None
    seen_at: datetime
    article_id: str | None
    page_status: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleRow(Row):
    """One wording of an article. `source` is feed, seed, replay or recheck."""

    TABLE: ClassVar[str] = "article"
    KEY: ClassVar[tuple[str, ...]] = ("article_id", "version_id")

    article_id: str
    version: int
    version_id: str
    topic: str
    source: str
    feed_url: str | None
    url: str
    publisher: str
    title: str
    author: str | None
    published_at: datetime | None
    first_seen_at: datetime
    language: str
    text: str
    words: int
    quality: Quality
    agency: str | None
    origin_id: str
    field_sources: str | None = None


@dataclass(frozen=True, slots=True)
class FactRow(Row):
    """A fact with its evidence and the verdict on it."""

    TABLE: ClassVar[str] = "fact"
    KEY: ClassVar[tuple[str, ...]] = ("fact_id",)

    fact_id: str
    topic: str
    claim_id: str
    article_id: str
    version: int
    kind: Kind
    subject: str
    predicate: str
    object: str | None
    value: float | None
    value_high: float | None
    unit: str | None
    qualifier: Qualifier
    scope: str | None
    as_of: date | None
    as_of_precision: Precision | None
    speaker: str | None
    modality: Modality
    core: bool
    sentence: str
    start_char: int
    end_char: int
    rule: str
    line: str
    slot_hash: int
    """Signed 64 bits."""
    wording: str
    published_at: datetime
    """When the wording was published, else when it was first read: facts are put in order by it."""
    verdict: Novelty
    reason: str
    verdict_rule: str
    prior_fact_id: str | None
    run_id: str
    judged_at: datetime
    other_hash: int | None = None
    """A second hash under which it is found: what an event was done to, the words of a quotation."""


@dataclass(frozen=True, slots=True)
class MissRow(Row):
    """A sentence with a known subject and a figure that no rule took."""

    TABLE: ClassVar[str] = "miss"
    KEY: ClassVar[tuple[str, ...]] = ("article_id", "version", "start_char", "end_char")

    article_id: str
    version: int
    sentence: str
    start_char: int
    end_char: int
    reason: str


@dataclass(frozen=True, slots=True)
class AlertRow(Row):
    """An alert in the outbox."""

    TABLE: ClassVar[str] = "alert"
    KEY: ClassVar[tuple[str, ...]] = ("alert_id",)

    alert_id: str
    topic: str
    run_id: str
    claim_id: str
    fact_id: str
    verdict: Novelty
    line: str
    created_at: datetime


ROW_TYPES: tuple[type[Row], ...] = (RunRow, EntryRow, ArticleRow, FactRow, MissRow, AlertRow)


def article_row(
    article: Article, version: int, *, topic: str, source: str, origin_id: str, first_seen_at: datetime
) -> ArticleRow:
    """Return the row of one wording of an article; `version` comes from `versions.number_versions`."""
    return ArticleRow(
        article_id=article.article_id,
        version=version,
        version_id=article.version_id,
        topic=topic,
        source=source,
        feed_url=article.feed_url,
        url=article.url,
        publisher=article.publisher,
        title=article.title,
        author=article.author,
        published_at=article.published_at,
        first_seen_at=first_seen_at,
        language=article.language,
        text=article.text,
        words=article.words,
        quality=article.quality,
        agency=article.agency,
        origin_id=origin_id,
        field_sources=article.sources,
    )


def fact_row(
    fact: Fact,
    verdict: Verdict,
    *,
    version: int,
    published_at: datetime,
    topic: str,
    run_id: str,
    judged_at: datetime,
    line: str,
    slot_hash: int,
    other_hash: int | None = None,
    wording: str = "",
) -> FactRow:
    """Return the row of a judged fact; `version` and `published_at` are those of the wording it was read in."""
    return FactRow(
        fact_id=fact.fact_id,
        topic=topic,
        claim_id=verdict.claim_id,
        article_id=fact.article_id,
        version=version,
        kind=fact.kind,
        subject=fact.subject,
        predicate=fact.predicate,
        object=fact.object,
        value=fact.value,
        value_high=fact.value_high,
        unit=fact.unit,
        qualifier=fact.qualifier,
        scope=fact.scope,
        as_of=fact.as_of.day if fact.as_of else None,
        as_of_precision=fact.as_of.precision if fact.as_of else None,
        speaker=fact.speaker,
        modality=fact.modality,
        core=fact.core,
        sentence=fact.sentence,
        start_char=fact.start_char,
        end_char=fact.end_char,
        rule=fact.rule,
        line=line,
        slot_hash=slot_hash,
        other_hash=other_hash,
        wording=wording,
        published_at=published_at,
        verdict=verdict.novelty,
        reason=verdict.reason,
        verdict_rule=verdict.rule,
        prior_fact_id=verdict.prior_fact_id,
        run_id=run_id,
        judged_at=judged_at,
    )
