"""An article with what was read in it, and what recording it takes: worked out in workers, so that the one writer is quick."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from extractors.records import Article, Fact, Miss, Quality
from warehouse.lines import write_line
from warehouse.sketches import Sketch, sketch_text
from warehouse.slots import Known, find_hashes, make_claim_id, to_known


@dataclass(frozen=True, slots=True)
class PreparedFact:
    """A fact in the form that is compared and stored."""

    fact: Fact
    known: Known
    claim_id: str
    """Of the claim that it founds, if it makes none that is known."""
    slot_hash: int
    other_hash: int | None
    line: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """What recording a reading takes. A function of the reading, the topic's name and the time of a run (`prepare`)."""

    sketch: Sketch
    facts: tuple[PreparedFact, ...]
    """In reading order; only what was read in full makes facts."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with what was read in it."""

    article: Article
    facts: tuple[Fact, ...]
    misses: tuple[Miss, ...] = ()
    prepared: Prepared | None = None
    """None: the ledger works it out itself."""


def prepare(reading: Reading, topic: str, now: datetime) -> Prepared:
    """Work out what recording takes; `now` stands for a date that the article does not have."""
    facts = reading.facts if reading.article.quality is Quality.FULL else ()
    ordered = sorted(facts, key=lambda fact: fact.start_char)  # those of one sentence keep the order in which it tells them
    published_at = reading.article.published_at or now
    return Prepared(sketch_text(reading.article.text), tuple(_prepare_fact(fact, topic, published_at) for fact in ordered))


def _prepare_fact(fact: Fact, topic: str, published_at: datetime) -> PreparedFact:
    known = to_known(fact, published_at)
    return PreparedFact(fact, known, make_claim_id(topic, known), *find_hashes(topic, known), write_line(fact))
