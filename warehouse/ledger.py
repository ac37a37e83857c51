"""Writes articles and their facts into the ledger: versions, origins, verdicts and pending alerts, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extractors.records import ALERT_WORTHY, Article, Quality, make_id
from warehouse.edits import add_wording, find_removed, fold_corrections, read_told, settle_edit
from warehouse.judgements import JudgementRow
from warehouse.novelty import judge
from warehouse.origins import Origins, find_origins
from warehouse.priors import read_known, read_priors
from warehouse.readings import Prepared, Reading, prepare
from warehouse.rows import AlertRow, ArticleRow, FactRow, MissRow, article_row, fact_row
from warehouse.slots import make_claim_id
from warehouse.store import Transaction
from warehouse.versions import number_versions


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
    versions, stored = number_versions(transaction, [reading.article for reading in ordered])
    fresh = {r.article.version_id: r for r in ordered if r.article.version_id not in stored}
    prepared = [(reading.article, reading.prepared or prepare(reading, topic, now)) for reading in fresh.values()]
    origins = find_origins(transaction, [(article, known.sketch) for article, known in prepared], now)
    articles = [_article_row(article, versions, origins, topic=topic, source=source, now=now) for article, _ in prepared]
    facts, alerts = _judge_all(transaction, prepared, versions, topic=topic, run_id=run_id, now=now)
    added = transaction.insert(articles)
    transaction.insert(origins.bands)
    transaction.insert(origins.sketches)
    transaction.insert(facts)
    transaction.insert([row for reading in fresh.values() for row in _miss_rows(reading, versions)])
    raised = transaction.insert(alerts) if alerting else 0
    return Recorded(added, len(facts), raised, dict(Counter(row.verdict.value for row in facts)))


def _article_row(
    article: Article,
    versions: dict[tuple[str, str], int],
    origins: Origins,
    *,
    topic: str,
    source: str,
    now: datetime,
) -> ArticleRow:
    version = versions[article.article_id, article.version_id]
    origin_id = origins.by_version[article.version_id]
    return article_row(article, version, topic=topic, source=source, origin_id=origin_id, first_seen_at=now)


def _judge_all(
    transaction: Transaction,
    readings: Sequence[tuple[Article, Prepared]],
    versions: dict[tuple[str, str], int],
    *,
    topic: str,
    run_id: str,
    now: datetime,
) -> tuple[list[FactRow], list[AlertRow]]:
    told = read_told(transaction, (article.article_id for article, _ in readings))
    new_facts = [fact.known for _, prepared in readings for fact in prepared.facts]
    priors = read_priors(transaction, topic, new_facts, stored=told)
    facts: list[FactRow] = []
    alerts: list[AlertRow] = []
    for article, prepared in readings:
        before, version = told.get(article.article_id), versions[article.article_id, article.version_id]
        withdrawn = frozenset(row.fact_id for row in before.facts if row.sentence not in article.text) if before else frozenset()
        rows: list[FactRow] = []
        for fact in prepared.facts:
            new = fact.known
            verdict = settle_edit(fact.fact, judge(new, priors.find(new), withdrawn), before)
            verdict = replace(verdict, claim_id=verdict.claim_id or fact.claim_id)
            priors.add(replace(new, claim_id=verdict.claim_id))
            rows.append(
                fact_row(
                    fact.fact,
                    verdict,
                    version=version,
                    published_at=new.published_at,
                    topic=topic,
                    run_id=run_id,
                    judged_at=now,
                    line=fact.line,
                    slot_hash=fact.slot_hash,
                    other_hash=fact.other_hash,
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
    return facts, alerts


def _miss_rows(reading: Reading, versions: dict[tuple[str, str], int]) -> Iterator[MissRow]:
    version = versions[reading.article.article_id, reading.article.version_id]
    for miss in reading.misses:
        yield MissRow(miss.article_id, version, miss.sentence, miss.start_char, miss.end_char, miss.reason)


def _is_alerting(row: FactRow) -> bool:
    """Side figures and words of unnamed people too: the topic's policy decides what becomes of them."""
    return row.verdict in ALERT_WORTHY


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
