"""Local articles as the known baseline: facts and verdicts, no alerts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.article_file import FileFailure
from extractors.vocabulary import compile_topic
from flows.local_articles import read_local_articles
from flows.progress import ShowProgress
from flows.runs import Run, log_local_run, read_article, record
from flows.second_reader import NO_MODEL, ModelCosts, add_model_facts
from flows.topics import LocatedTopic
from warehouse.ledger import Recorded
from warehouse.publish import publish
from warehouse.readings import Reading
from warehouse.store import Transaction, open_warehouse

if TYPE_CHECKING:
    from flows.model import ModelPolicy


@dataclass(frozen=True, slots=True)
class LocalRun:
    """What reading local articles came to."""

    articles: int
    """Articles read, known ones included."""
    recorded: Recorded
    """What was new to the warehouse."""
    failures: tuple[FileFailure, ...]
    costs: ModelCosts = NO_MODEL


def seed(
    folder: Path, located: LocatedTopic, paths: Sequence[Path], run: Run, show: ShowProgress, *, model: ModelPolicy | None = None
) -> LocalRun:
    """Read the articles below `paths` into the baseline of the warehouse in `folder`, in one transaction.

    `model`: a language model to ask as well. Seeding twice adds nothing. Raises UserError, WarehouseError.
    """
    found = read_local_articles(paths, run.now)
    vocabulary = compile_topic(located.topic)
    readings: list[Reading] = []
    with show("reading articles", len(found.articles)) as advance:
        for article in found.articles:
            readings.append(read_article(article, vocabulary))
            advance()
    readings, costs = asyncio.run(add_model_facts(model, readings, vocabulary, show))

    def write(tx: Transaction) -> Recorded:
        recorded = record(tx, readings, run, source="seed", alerting=False)
        if recorded.articles or not tx.read("seed_runs", {"topic": run.topic})[0]["runs"]:
            tx.insert([log_local_run(run, "seed", recorded, costs)])
        return recorded

    with open_warehouse(folder) as warehouse:
        recorded = warehouse.write(write)
        publish(warehouse)
    return LocalRun(len(found.articles), recorded, found.failures, costs)


def is_seeded(folder: Path, topic: str) -> bool:
    """Say whether the topic of that name has its baseline in the warehouse in `folder`. Raises WarehouseError."""
    with open_warehouse(folder) as warehouse:
        return bool(warehouse.read("seed_runs", {"topic": topic})[0]["runs"])
