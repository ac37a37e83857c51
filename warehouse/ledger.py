"""Writes articles and their facts into the ledger: versions, origins, verdicts and pending alerts, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extractors.records import ALERT_WORTHY, Article, Fact, Kind, Miss, Modality, Precision, Qualifier, Quality, make_id
from warehouse.edits import add_wording, find_removed, fold_corrections, read_told, settle_edit
from warehouse.novelty import judge
from warehouse.origins import find_origins, make_band_rows
from warehouse.rows import AlertRow, ArticleRow, FactRow, MissRow, article_row, fact_row
from warehouse.slots import Known, hash_slots, in_family_terms, make_claim_id, to_known
from warehouse.store import Transaction
from warehouse.versions import number_versions


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with what was read in it."""

    article: Article
    facts: tuple[Fact, ...]
    misses: tuple[Miss, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a batch added to the ledger."""

    articles: int
    facts: int
    alerts: int
    verdicts: dict[str, int]


def record_readings(
    transaction: Transaction, readings: Sequence[Reading], *, topic: str, run_id: str, source: str, now: datetime, alerting: bool
) -> Recorded:
    """Judge and store the facts of `readings`; with `alerting`, put what is new into the outbox. Idempotent.

    Facts are judged in order of (published, address, offset), each against everything stored and everything earlier in
    the batch, so two equal claims in one batch alert once. To be called inside one write transaction.
    """
    ordered = sorted(readings, key=lambda reading: (reading.article.published_at or now, reading.article.url))
    versions = number_versions(transaction, [reading.article for reading in ordered])
    stored = {
        row["version_id"]
        for row in transaction.read("article_versions", {"article_ids": sorted({r.article.article_id for r in ordered})})
    }
    fresh = list({r.article.version_id: r for r in ordered if r.article.version_id not in stored}.values())
    wordings = [reading.article for reading in fresh]
    origins = find_origins(transaction, wordings, now)
    articles = [_article_row(article, versions, origins, topic=topic, source=source, now=now) for article in wordings]
    facts, alerts, misses = _judge_all(transaction, fresh, versions, topic=topic, run_id=run_id, now=now)
    added = transaction.insert(articles)
    transaction.insert(make_band_rows(wordings, origins, now))
    transaction.insert(facts)
    transaction.insert(misses)
    raised = transaction.insert(alerts) if alerting else 0
    return Recorded(added, len(facts), raised, dict(Counter(row.verdict.value for row in facts)))


def _article_row(
    article: Article,
    versions: dict[tuple[str, str], int],
    origins: dict[str, str],
    *,
    topic: str,
    source: str,
    now: datetime,
) -> ArticleRow:
    version = versions[article.article_id, article.version_id]
    return article_row(article, version, topic=topic, source=source, origin_id=origins[article.version_id], first_seen_at=now)


def _judge_all(
    transaction: Transaction,
    readings: Sequence[Reading],
    versions: dict[tuple[str, str], int],
    *,
    topic: str,
    run_id: str,
    now: datetime,
) -> tuple[list[FactRow], list[AlertRow], list[MissRow]]:
    known = {
        fact.fact_id: to_known(fact, reading.article.published_at or now)
        for reading in readings
        for fact in _judged_facts(reading)
    }
    hashes = {fact_id: hash_slots(topic, new) for fact_id, new in known.items()}
    ledger = _read_priors(transaction, sorted(set(hashes.values())))
    told = read_told(transaction, (reading.article.article_id for reading in readings))
    facts: list[FactRow] = []
    alerts: list[AlertRow] = []
    for reading in readings:
        article = reading.article
        before, version = told.get(article.article_id), versions[article.article_id, article.version_id]
        rows: list[FactRow] = []
        for fact in _judged_facts(reading):
            new = known[fact.fact_id]
            priors = ledger.setdefault(hashes[fact.fact_id], [])
            verdict = settle_edit(fact, judge(new, priors), before)
            verdict = replace(verdict, claim_id=verdict.claim_id or make_claim_id(topic, new))
            priors.append(replace(new, claim_id=verdict.claim_id))
            rows.append(
                fact_row(
                    fact,
                    verdict,
                    version=version,
                    published_at=new.published_at,
                    topic=topic,
                    run_id=run_id,
                    judged_at=now,
                    slot_hash=hashes[fact.fact_id],
                    wording=new.wording,
                )
            )
        removed = (
            find_removed(before, article, rows, run_id=run_id, now=now) if before and article.quality is Quality.FULL else []
        )
        alerting = fold_corrections([row for row in rows if _is_alerting(row)], before)
        alerts += [_alert_row(row, now) for row in (*alerting, *removed)]
        facts += [*rows, *removed]
        if article.quality is Quality.FULL:
            told[article.article_id] = add_wording(before, article, version, article.published_at or now, (*rows, *removed))
    misses = [
        MissRow(
            m.article_id, versions[r.article.article_id, r.article.version_id], m.sentence, m.start_char, m.end_char, m.reason
        )
        for r in readings
        for m in r.misses
    ]
    return facts, alerts, misses


def _judged_facts(reading: Reading) -> list[Fact]:
    """Only what was read in full makes facts."""
    return sorted(reading.facts, key=lambda fact: fact.start_char) if reading.article.quality is Quality.FULL else []


def _is_alerting(row: FactRow) -> bool:
    """Side figures and words of unnamed people are stored and can be queried; alerts are about the topic's own subjects."""
    return row.verdict in ALERT_WORTHY and row.core


def _alert_row(row: FactRow, now: datetime) -> AlertRow:
    alert_id = make_id("alert", row.topic, row.claim_id, row.fact_id)
    return AlertRow(alert_id, row.topic, row.run_id, row.claim_id, row.fact_id, row.verdict, row.line, now)


def _read_priors(transaction: Transaction, hashes: list[int]) -> dict[int, list[Known]]:
    priors: dict[int, list[Known]] = {}
    for row in transaction.read("facts_by_slot", {"hashes": hashes}):
        priors.setdefault(int(row["slot_hash"]), []).append(
            in_family_terms(
                Known(
                    row["fact_id"],
                    row["claim_id"],
                    row["article_id"],
                    Kind(row["kind"]),
                    row["subject"],
                    row["predicate"],
                    row["object"],
                    row["value"],
                    row["value_high"],
                    row["unit"],
                    Qualifier(row["qualifier"]),
                    row["scope"],
                    row["as_of"],
                    Precision(row["as_of_precision"]) if row["as_of_precision"] else None,
                    row["speaker"],
                    Modality(row["modality"]),
                    row["wording"],
                    row["published_at"],
                )
            )
        )
    return priors
