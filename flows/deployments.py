"""The flows as Prefect runs them: the same functions as the command line's, with tasks, run names, logs and artifacts.

Async flows and async tasks only: a sync flow run costs a second at its end, a sync task in an async flow 25-50 ms. A task is a
batch; results are neither cached nor persisted.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from prefect import flow, runtime, task
from prefect.artifacts import acreate_link_artifact, acreate_markdown_artifact, acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.alert import DeliveryRound, deliver_alerts, read_items_of_run
from flows.artifacts import describe_news, describe_poll, name_artifact, render_summary
from flows.delivery import LOG_CHANNEL, open_target
from flows.display import write_cell
from flows.flow_alarms import tell_of_failure
from flows.messages import count
from flows.progress import log_progress
from flows.progress_artifacts import progress_artifacts
from flows.recheck import recheck
from flows.runs import begin_run, describe_recorded
from flows.second_reader import ModelCosts
from flows.seed import LocalRun, seed
from flows.settings import Settings, load_settings
from flows.targets import TERMINAL
from flows.topics import LocatedTopic, is_file_name, load_topic
from flows.watch import poll
from warehouse.lake_address import is_lake
from warehouse.store import load_query, read_snapshot
from warehouse.tidy import Tidied, tidy

T = TypeVar("T")
LOG = logging.getLogger("claimwatch")
"""Its lines reach Prefect through PREFECT_LOGGING_EXTRA_LOGGERS (set by flows/serve.py and prefect.yaml)."""


def name_run() -> str:
    """Return a name that a person knows again: "rednote poll 14:30"."""
    wanted = str(runtime.flow_run.parameters["topic"])
    topic = Path(wanted).parent.name if is_file_name(wanted) else wanted
    return f"{topic} {runtime.flow_run.flow_name} {runtime.flow_run.scheduled_start_time:%H:%M}"


@flow(name="poll", flow_run_name=name_run, persist_result=False, on_failure=[tell_of_failure], on_crashed=[tell_of_failure])
async def poll_flow(topic: str = "rednote", feeds: list[str] | None = None, every: bool = False) -> State[None]:
    """Read the feeds that are due (or `feeds`, or `every` one); what is new becomes facts, verdicts and pending alerts."""
    settings, located = _read_set_up(topic)
    run = begin_run(located.topic.name, settings.read_clock())
    async with progress_artifacts(run.topic) as show:
        summary = await poll(settings, located, run, show, only=feeds or (), every=every, run_stage=run_as_task)
    if not summary.coverage.feeds_due:
        LOG.info("no feed is due; the artifacts of the last poll stand")
        return Completed(message=describe_poll(summary))
    LOG.info("%s Found %s.", summary.coverage, describe_recorded(summary.recorded))
    _log_costs(summary.costs)
    items = await asyncio.to_thread(read_items_of_run, settings.warehouse, run.run_id)
    await acreate_markdown_artifact(
        render_summary(located.topic.title, summary, items),
        key=name_artifact(run.topic, "news"),
        description="What the last poll found, and what it read.",
    )
    if items and not is_lake(settings.warehouse):  # a lake has no folder that people could open it from
        await _link_report(settings, located)
    columns, rows = read_snapshot(settings.warehouse, load_query("feed_health"))
    await acreate_table_artifact(
        [dict(zip(columns, map(write_cell, row), strict=True)) for row in rows],
        key=name_artifact(run.topic, "feeds"),
        description="How the feeds stand.",
    )
    return Completed(message=describe_poll(summary))


@flow(name="alert", flow_run_name=name_run, persist_result=False, on_failure=[tell_of_failure], on_crashed=[tell_of_failure])
async def alert_flow(topic: str = "rednote") -> State[None]:
    """Deliver pending alerts to every target; without targets they go to the log."""
    settings, located = _read_set_up(topic)
    targets = {target.name: open_target(target) for target in settings.alert_urls} or {TERMINAL: LOG_CHANNEL}

    async def deliver() -> DeliveryRound:
        done = await asyncio.to_thread(deliver_alerts, settings.warehouse, targets, located.topic, settings.read_clock())
        LOG.info("%d sent, %d failed, %d dead", done.sent, done.failed, done.dead)
        return done

    done = await run_as_task("deliver", ", ".join(targets), deliver)
    if done.errors:
        return Failed(message="; ".join(done.errors))  # what failed is tried again in the next run
    return Completed(message=f"{count(done.sent, 'alert')} sent" if done.sent else "nothing was pending")


@flow(name="recheck", flow_run_name=name_run, persist_result=False, on_failure=[tell_of_failure], on_crashed=[tell_of_failure])
async def recheck_flow(topic: str = "rednote") -> State[None]:
    """Look again at articles a day and a week after they were first read; edits and retractions become pending alerts."""
    settings, located = _read_set_up(topic)
    run = begin_run(located.topic.name, settings.read_clock())
    async with progress_artifacts(run.topic) as show:
        summary = await recheck(settings, located, run, show, run_stage=run_as_task)
    LOG.info("%s Found %s.", summary, describe_recorded(summary.recorded))
    looked = f"{count(summary.looked_at, 'article')} looked at again"
    return Completed(message=f"{looked}, {describe_news(summary.recorded)}" if summary.looked_at else "no article was due")


@flow(name="tidy", flow_run_name=name_run, persist_result=False, on_failure=[tell_of_failure], on_crashed=[tell_of_failure])
async def tidy_flow(topic: str = "rednote") -> State[None]:
    """Drop old log lines, compact the warehouse, back it up; the warehouse may hold other topics too."""
    settings, located = _read_set_up(topic)

    async def care() -> Tidied:
        return await asyncio.to_thread(tidy, settings.warehouse, settings.read_clock())

    tidied = await run_as_task("tidy", located.topic.name, care)
    LOG.info("%s", tidied)
    return Completed(message=str(tidied))


@flow(name="seed", flow_run_name=name_run, persist_result=False, on_failure=[tell_of_failure], on_crashed=[tell_of_failure])
async def seed_flow(topic: str = "rednote", paths: list[Path] | None = None) -> State[None]:
    """Read local articles as the known baseline: the topic's own, or those below `paths`."""
    settings, located = _read_set_up(topic)
    run = begin_run(located.topic.name, settings.read_clock())

    async def read() -> LocalRun:
        wanted = paths or [located.articles]
        result = await asyncio.to_thread(seed, settings.warehouse, located, wanted, run, log_progress, model=settings.model)
        for failure in result.failures:
            LOG.warning("%s: %s", failure.name, failure.detail)
        LOG.info("%d articles read: %s", result.articles, describe_recorded(result.recorded))
        _log_costs(result.costs)
        return result

    result = await run_as_task("seed", run.topic, read)
    return Completed(message=f"{count(result.articles, 'article')}: {describe_recorded(result.recorded)}")


async def run_as_task(name: str, label: str, work: Callable[[], Awaitable[T]]) -> T:
    """Run a stage as a Prefect task (a RunStage, see flows/stages.py)."""

    @task(name=name, task_run_name=f"{name} {label}", cache_policy=NO_CACHE, persist_result=False)
    async def do() -> T:
        return await work()

    return await do()


async def _link_report(settings: Settings, located: LocatedTopic) -> None:
    from flows.reports.written import write_report  # noqa: PLC0415 - no charts are loaded where nothing is new

    path = await asyncio.to_thread(write_report, settings.warehouse, located.topic, settings.read_clock())
    await acreate_link_artifact(
        settings.report_url or path.as_uri(),
        "The story as one page",
        key=name_artifact(located.topic.name, "report"),
        description=f"Written by the last poll that found something: {path.name}",
    )


def _log_costs(costs: ModelCosts) -> None:
    if costs.calls:
        LOG.info("%s", costs)
    if costs.notice:
        LOG.warning("%s", costs.notice)


def _read_set_up(topic: str) -> tuple[Settings, LocatedTopic]:
    LOG.setLevel(logging.INFO)
    settings = load_settings(topic=topic)
    return settings, load_topic(settings.topic, Path.cwd())
