"""Which articles are copies of one original: the same words, or many of them and the original's name as a credit.

Candidates come from SQL: an article leaves the hashes of its bands (a MinHash sketch of its word triples) in the table
`article_band`, and a copy shares at least one. What is a copy is then decided on all triples of the two (warehouse/sketches.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from extractors.agency import UNNAMED
from extractors.records import Article
from warehouse.rows import Row
from warehouse.sketches import SHORTEST, Sketch, Triples, pack_triples, share_copied, unpack_triples
from warehouse.store import Transaction

WINDOW = timedelta(days=30)
"""How far apart in publication two copies may be; later it is a recap from the archive, and rare."""
COPIED = 0.5
"""Share of the shorter text's word triples that stand in the other. Measured on 35 stories and seeds: copies from 0.89, with a
paragraph cut 0.95, the same news written twice at most 0.17."""
COPIED_WITH_CREDIT = 0.3
"""The same where one names the other, or both one wire, as its source: a paper that rewrote every other sentence."""


@dataclass(frozen=True, slots=True)
class BandRow(Row):
    """One band of the sketch of an article's text."""

    TABLE: ClassVar[str] = "article_band"
    KEY: ClassVar[tuple[str, ...]] = ("band", "article_id")

    band: int
    """Signed 64 bits."""
    article_id: str
    origin_id: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class SketchRow(Row):
    """The word triples of an article's first wording that has enough of them."""

    TABLE: ClassVar[str] = "article_sketch"
    KEY: ClassVar[tuple[str, ...]] = ("article_id",)

    article_id: str
    triples: str
    """As sketches.pack_triples writes them."""


@dataclass(frozen=True, slots=True)
class Origins:
    """Where a batch of wordings comes from, with the rows by which copies of them will be found."""

    by_version: Mapping[str, str]
    """The origin of every wording, by version_id: the id of the earliest article that it is a copy of, else its own."""
    bands: Sequence[BandRow]
    sketches: Sequence[SketchRow]


@dataclass(frozen=True, slots=True)
class _Story:
    """An article as far as its origin is concerned."""

    article_id: str
    origin_id: str
    published_at: datetime
    triples: Triples
    sources: frozenset[str]
    """Who may have written it: its publisher, its author, the wire it credits."""


def find_origins(transaction: Transaction, stories: Sequence[tuple[Article, Sketch]], now: datetime) -> Origins:
    """Return the origin of every wording.

    A later wording keeps the origin of the first. `stories` stand in order of publication; one without a date came `now`.
    """
    sharing: dict[int, list[_Story]] = {}
    for story, shared in _read_stories(transaction, stories, now):
        for band in shared:
            sharing.setdefault(band, []).append(story)
    known = {
        row["article_id"]: row["origin_id"]
        for row in transaction.read("article_origins", {"article_ids": sorted({article.article_id for article, _ in stories})})
    }
    origins: dict[str, str] = {}
    bands: list[BandRow] = []
    sketches: list[SketchRow] = []
    for article, sketch in stories:
        sources = _name_sources(article.publisher, article.author, article.agency)
        story = _Story(article.article_id, article.article_id, article.published_at or now, sketch.triples, sources)
        if article.article_id not in known:
            met = {other.article_id: other for band in sketch.bands for other in sharing.get(band, ())}
            known[article.article_id] = _choose_origin(story, list(met.values()))
        if sketch.bands:
            sketches.append(SketchRow(article.article_id, pack_triples(sketch.triples)))
        origins[article.version_id] = known[article.article_id]
        told = replace(story, origin_id=known[article.article_id])
        for band in sketch.bands:
            sharing.setdefault(band, []).append(told)
            bands.append(BandRow(band, told.article_id, told.origin_id, told.published_at))
    return Origins(origins, bands, sketches)


def _choose_origin(story: _Story, others: Sequence[_Story]) -> str:
    """Return the origin of the earliest story that `story` is a copy of, else its own id."""
    originals = [other for other in others if other.article_id != story.article_id and _is_copy(story, other)]
    first = min(originals, key=lambda other: (other.published_at, other.article_id), default=story)
    return first.origin_id


def _is_copy(story: _Story, other: _Story) -> bool:
    if min(len(story.triples), len(other.triples)) < SHORTEST or abs(story.published_at - other.published_at) > WINDOW:
        return False
    needed = COPIED_WITH_CREDIT if story.sources & other.sources else COPIED
    return share_copied(story.triples, other.triples) >= needed


def _name_sources(publisher: str, author: str | None, agency: str | None) -> frozenset[str]:
    """Return who may have written an article; a credit to unnamed agencies names nobody."""
    names = (publisher, author, None if agency == UNNAMED else agency)
    return frozenset(name.strip().casefold() for name in names if name)


def _read_stories(
    transaction: Transaction, stories: Sequence[tuple[Article, Sketch]], now: datetime
) -> list[tuple[_Story, list[int]]]:
    """Return the stored stories that share bands with `stories`, each with the bands shared."""
    asked = sorted({band for _, sketch in stories for band in sketch.bands})
    if not asked:
        return []
    times = [article.published_at or now for article, _ in stories]
    shared: dict[str, list[int]] = {}
    window = {"bands": asked, "since": min(times) - WINDOW, "until": max(times) + WINDOW}
    for row in transaction.read("shared_bands", window):
        shared.setdefault(row["article_id"], []).append(row["band"])
    if not shared:
        return []
    rows = transaction.read("origin_sketches", {"article_ids": sorted(shared)})
    return [
        (
            _Story(
                row["article_id"],
                row["origin_id"],
                row["published_at"],
                unpack_triples(row["triples"]),
                _name_sources(row["publisher"], row["author"], row["agency"]),
            ),
            shared[row["article_id"]],
        )
        for row in rows
    ]
