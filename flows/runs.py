"""A run of a flow: its id, its one reading of the clock, and what it leaves in the warehouse."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extractors.facts import extract_facts
from extractors.records import Article, Novelty
from extractors.vocabulary import Vocabulary
from flows.messages import count
from flows.second_reader import NO_MODEL, ModelCosts
from warehouse.ledger import Recorded, record_readings
from warehouse.readings import Reading
from warehouse.rows import RunRow
from warehouse.search import index_new
from warehouse.store import Transaction


@dataclass(frozen=True, slots=True)
class Run:
    """One run, as it is when it starts."""

    run_id: str
    """16 hex digits that no other run has."""
    topic: str
    now: datetime


def begin_run(topic: str, now: datetime) -> Run:
    """Return a new run of the topic of that name."""
    return Run(uuid.uuid4().hex[:16], topic, now)


def read_article(article: Article, vocabulary: Vocabulary) -> Reading:
    """Article -> Fact."""
    extraction = extract_facts(article, vocabulary)
    return Reading(article, extraction.facts, extraction.misses)


def record(tx: Transaction, readings: Sequence[Reading], run: Run, *, source: str, alerting: bool) -> Recorded:
    """Fact -> Verdict -> Alert: judge, store and index what was read. Reading the same again adds nothing."""
    recorded = record_readings(tx, readings, topic=run.topic, run_id=run.run_id, source=source, now=run.now, alerting=alerting)
    index_new(tx)
    return recorded


NOTHING_RECORDED = Recorded(articles=0, facts=0, alerts=0, verdicts={})


def add_recorded(one: Recorded, other: Recorded) -> Recorded:
    """Return the sums of two records."""
    verdicts = Counter(one.verdicts) + Counter(other.verdicts)
    return Recorded(one.articles + other.articles, one.facts + other.facts, one.alerts + other.alerts, dict(verdicts))


def log_local_run(run: Run, kind: str, recorded: Recorded, costs: ModelCosts = NO_MODEL) -> RunRow:
    """Return the row of a run that read local articles."""
    row = RunRow(run.run_id, kind, run.topic, run.now, run.now, pages_full=recorded.articles)
    return add_costs(replace(row, facts=recorded.facts, alerts=recorded.alerts), costs)


def add_costs(row: RunRow, costs: ModelCosts) -> RunRow:
    """Return the row of a run with what a language model cost it."""
    return replace(row, model_calls=costs.calls, model_facts=costs.facts, model_refused=costs.refused, model_tokens=costs.tokens)


def describe_recorded(recorded: Recorded) -> str:
    """Return "58 facts: 21 new, 3 changed, 34 restated"."""
    if not recorded.articles:
        return "nothing that was not known"
    verdicts = ", ".join(f"{recorded.verdicts[verdict]} {verdict}" for verdict in Novelty if recorded.verdicts.get(verdict))
    return f"{count(recorded.facts, 'fact')}{f': {verdicts}' if verdicts else ''}"
