"""Writes articles and their facts into the ledger: versions, origins, verdicts and pending alerts, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extractors.records import ALERT_WORTHY, Article, Fact, Miss, Quality, make_id
from warehouse.edits import add_wording, find_removed, fold_corrections, read_told, settle_edit
from warehouse.judgements import JudgementRow
from warehouse.novelty import judge
from warehouse.origins import find_origins
from warehouse.priors import read_known, read_priors
from warehouse.rows import AlertRow, ArticleRow, FactRow, MissRow, article_row, fact_row
from warehouse.slots import find_hashes, make_claim_id, to_known
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

    Facts are judged in order of (published, article, offset), each against everything stored and everything earlier in
    the batch, so two equal claims in one batch alert once, and it does not matter how articles are cut into batches. An
    article that arrives after later ones is judged against those too: what people were told already is no news, though
    it was published before. To be called inside one write transaction.
    """
    ordered = sorted(
        readings,
        key=lambda reading: (reading.article.published_at or now, reading.article.article_id, reading.article.version_id),
    )
    versions = number_versions(transaction, [reading.article for reading in ordered])
    stored = {
        row["version_id"]
        for row in transaction.read("article_versions", {"article_ids": sorted({r.article.article_id for r in ordered})})
    }
    fresh = list({r.article.version_id: r for r in ordered if r.article.version_id not in stored}.values())
    wordings = [reading.article for reading in fresh]
    origins, bands = find_origins(transaction, wordings, now)
    articles = [_article_row(article, versions, origins, topic=topic, source=source, now=now) for article in wordings]
    facts, alerts, misses = _judge_all(transaction, fresh, versions, topic=topic, run_id=run_id, now=now)
    added = transaction.insert(articles)
    transaction.insert(bands)
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
    told = read_told(transaction, (reading.article.article_id for reading in readings))
    priors = read_priors(transaction, topic, known.values(), stored=told)
    facts: list[FactRow] = []
    alerts: list[AlertRow] = []
    for reading in readings:
        article = reading.article
        before, version = told.get(article.article_id), versions[article.article_id, article.version_id]
        withdrawn = frozenset(row.fact_id for row in before.facts if row.sentence not in article.text) if before else frozenset()
        rows: list[FactRow] = []
        for fact in _judged_facts(reading):
            new = known[fact.fact_id]
            verdict = settle_edit(fact, judge(new, priors.find(new), withdrawn), before)
            verdict = replace(verdict, claim_id=verdict.claim_id or make_claim_id(topic, new))
            priors.add(replace(new, claim_id=verdict.claim_id))
            slot_hash, other_hash = find_hashes(topic, new)
            rows.append(
                fact_row(
                    fact,
                    verdict,
                    version=version,
                    published_at=new.published_at,
                    topic=topic,
                    run_id=run_id,
                    judged_at=now,
                    slot_hash=slot_hash,
                    other_hash=other_hash,
                    wording=new.wording,
                )
            )
        removed = (
            find_removed(before, article, rows, run_id=run_id, now=now) if before and article.quality is Quality.FULL else []
        )
        alerting = fold_corrections([row for row in rows if _is_alerting(row)], before, article)
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
    facts = reading.facts if reading.article.quality is Quality.FULL else ()
    return sorted(facts, key=lambda fact: (fact.start_char, fact.fact_id))


def _is_alerting(row: FactRow) -> bool:
    """Side figures and words of unnamed people are stored and can be queried; alerts are about the topic's own subjects."""
    return row.verdict in ALERT_WORTHY and row.core


def _alert_row(row: FactRow, now: datetime) -> AlertRow:
    alert_id = make_id("alert", row.topic, row.claim_id, row.fact_id)
    return AlertRow(alert_id, row.topic, row.run_id, row.claim_id, row.fact_id, row.verdict, row.line, now)


def record_judgement(transaction: Transaction, fact_id: str, same_as: str | None, now: datetime, by: str) -> JudgementRow:
    """Store an analyst's word on a fact: it makes the claim `same_as`, or (None) a claim of its own. Later verdicts heed it.

    Raises KeyError if the fact or the claim is not in the ledger.
    """
    found = transaction.read("fact_by_id", {"fact_id": fact_id})
    if not found:
        raise KeyError(f"no fact {fact_id}")
    if same_as is not None and not transaction.read("facts_by_claim", {"claim_ids": [same_as]}):
        raise KeyError(f"no claim {same_as}")
    topic = found[0]["topic"]
    row = JudgementRow(fact_id, topic, same_as, make_claim_id(topic, read_known(found[0])), now, by)
    transaction.insert([row])
    return row
