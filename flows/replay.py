"""Stored articles through the pipeline again, one after another, each as if it had just come out of a feed: for back-tests."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.vocabulary import compile_topic
from flows.local_articles import read_local_articles
from flows.progress import ShowProgress
from flows.runs import NOTHING_RECORDED, Run, add_recorded, log_local_run, read_article, record
from flows.second_reader import add_model_facts
from flows.seed import LocalRun
from flows.topics import LocatedTopic
from warehouse.ledger import Recorded
from warehouse.publish import publish
from warehouse.readings import Reading
from warehouse.store import Warehouse, open_warehouse

if TYPE_CHECKING:
    from flows.model import ModelPolicy


def replay(
    folder: Path, located: LocatedTopic, paths: Sequence[Path], run: Run, show: ShowProgress,
    *, frozen: bool, alerting: bool, model: ModelPolicy | None = None,
) -> LocalRun:  # fmt: skip
    """Read the articles below `paths` in order of publication, each judged against all before it, in a transaction of its own.

    An article's own publication is its "now", unless the run's clock is `frozen`. `model`: a language model to ask as well.
    Raises UserError, WarehouseError.
    """
    found = read_local_articles(paths, run.now)
    vocabulary = compile_topic(located.topic)
    ours: list[Reading] = []
    with show("reading articles", len(found.articles)) as advance:
        for article in found.articles:
            ours.append(read_article(article, vocabulary))
            advance()
    readings, costs = asyncio.run(add_model_facts(model, ours, vocabulary, show))
    total = NOTHING_RECORDED
    with open_warehouse(folder) as warehouse:
        with show("replaying articles", len(found.articles)) as advance:
            for reading in readings:
                now = run.now if frozen else reading.article.published_at or run.now
                total = add_recorded(total, _judge(warehouse, reading, replace(run, now=now), alerting))
                advance()
        if total.articles:
            warehouse.write(lambda tx: tx.insert([log_local_run(run, "replay", total, costs)]))
        publish(warehouse)
    return LocalRun(len(found.articles), total, found.failures, costs)


def _judge(warehouse: Warehouse, reading: Reading, run: Run, alerting: bool) -> Recorded:
    return warehouse.write(lambda tx: record(tx, [reading], run, source="replay", alerting=alerting))
