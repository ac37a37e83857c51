"""Which articles are copies of one original: the same words, or many of them and the original's name as a credit.

Candidates come from SQL: an article leaves the hashes of its bands (a MinHash sketch of its word triples) in the table
`article_band`, and a copy shares at least one. What is a copy is then decided on the texts themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from extractors.agency import UNNAMED
from extractors.records import Article
from extractors.sentences import split_sentences
from warehouse.rows import Row
from warehouse.store import Transaction

WINDOW = timedelta(days=30)
"""How far apart in publication two copies may be; later it is a recap from the archive, and rare."""
COPIED = 0.5
"""Share of the shorter text's word triples that stand in the other. Measured on 35 stories and seeds: copies from 0.89, with a
paragraph cut 0.95, the same news written twice at most 0.17."""
COPIED_WITH_CREDIT = 0.3
"""The same where one names the other, or both one wire, as its source: a paper that rewrote every other sentence."""
SHORTEST = 40
"""Word triples below which a text (a teaser, a headline) is like too many others."""

_WORD = re.compile(r"\w+")
_BINS = 64
_ROWS = 2
"""Bins in a band. 32 bands of 2 find a text that shares half its triples 9,999 times in 10,000, a fifth 7 times in 10."""

Triples = frozenset[int]


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
class _Story:
    """An article as far as its origin is concerned."""

    article_id: str
    origin_id: str
    published_at: datetime
    triples: Triples
    sources: frozenset[str]
    """Who may have written it: its publisher, its author, the wire it credits."""


def find_origins(transaction: Transaction, articles: Sequence[Article], now: datetime) -> tuple[dict[str, str], list[BandRow]]:
    """Return the origin of every wording, by version_id: the id of the earliest article that it is a copy of, else its own;
    with the rows by which copies of these articles will be found.

    A later wording keeps the origin of the first. `articles` stand in order of publication; one without a date came `now`.
    """
    triples = {article.version_id: cut_triples(article.text) for article in articles}
    bands = {version_id: hash_bands(cut) for version_id, cut in triples.items()}
    sharing: dict[int, list[_Story]] = {}
    for story, shared in _read_stories(transaction, articles, bands, now):
        for band in shared:
            sharing.setdefault(band, []).append(story)
    known = {
        row["article_id"]: row["origin_id"]
        for row in transaction.read("article_origins", {"article_ids": sorted({article.article_id for article in articles})})
    }
    origins: dict[str, str] = {}
    rows: list[BandRow] = []
    for article in articles:
        sources = _name_sources(article.publisher, article.author, article.agency)
        story = _Story(article.article_id, article.article_id, article.published_at or now, triples[article.version_id], sources)
        if article.article_id not in known:
            met = {other.article_id: other for band in bands[article.version_id] for other in sharing.get(band, ())}
            known[article.article_id] = _choose_origin(story, list(met.values()))
        origins[article.version_id] = known[article.article_id]
        told = replace(story, origin_id=known[article.article_id])
        for band in bands[article.version_id]:
            sharing.setdefault(band, []).append(told)
            rows.append(BandRow(band, told.article_id, told.origin_id, told.published_at))
    return origins, rows


def share_copied(one: Triples, other: Triples) -> float:
    """Return which share of the shorter text stands in the other, 0 to 1: copies are cut from the end."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def cut_triples(text: str) -> Triples:
    """Return the hashes of every three words in a row, sentence by sentence, boilerplate left out."""
    triples: set[int] = set()
    for sentence in split_sentences(text):
        words = _WORD.findall(sentence.text.casefold())
        triples |= {_hash(" ".join(words[at : at + 3])) for at in range(len(words) - 2)}
    return frozenset(triples)


def hash_bands(triples: Triples) -> tuple[int, ...]:
    """Return the band hashes, signed 64-bit; none for a text too short to be told from others.

    One-permutation MinHash (Li, Owen and Zhang 2012, "One Permutation Hashing"): one hash per triple, the smallest in each of 64
    bins; bins that are empty in a short text make no band.
    """
    if len(triples) < SHORTEST:
        return ()
    least: dict[int, int] = {}
    for hashed in triples:
        number = hashed % _BINS
        least[number] = min(hashed, least.get(number, hashed))
    groups = [[(number, least.get(number)) for number in range(first, first + _ROWS)] for first in range(0, _BINS, _ROWS)]
    return tuple(_hash(repr(group)) for group in groups if all(value is not None for _, value in group))


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


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
    transaction: Transaction, articles: Sequence[Article], bands: Mapping[str, tuple[int, ...]], now: datetime
) -> list[tuple[_Story, list[int]]]:
    """Return the stored stories that share bands with `articles`, each with the bands shared."""
    asked = sorted({band for hashes in bands.values() for band in hashes})
    if not asked:
        return []
    times = [article.published_at or now for article in articles]
    shared: dict[str, list[int]] = {}
    window = {"bands": asked, "since": min(times) - WINDOW, "until": max(times) + WINDOW}
    for row in transaction.read("shared_bands", window):
        shared.setdefault(row["article_id"], []).append(row["band"])
    rows = transaction.read("origin_texts", {"article_ids": sorted(shared)})
    return [
        (
            _Story(
                row["article_id"],
                row["origin_id"],
                row["published_at"],
                cut_triples(row["text"]),
                _name_sources(row["publisher"], row["author"], row["agency"]),
            ),
            shared[row["article_id"]],
        )
        for row in rows
    ]
