"""Registers the deployments of a topic and runs them on schedule, on one machine."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

from flows.server import apply_client_settings, own_server
from flows.settings import Settings
from flows.terminal import ERR
from flows.topics import LocatedTopic, is_file_name

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

MOST_RUNS = 3
"""Flow runs at a time on this machine."""


def serve_topic(settings: Settings, located: LocatedTopic) -> None:
    """Run the deployments until stopped, on the server at PREFECT_API_URL, else on one of our own."""
    apply_client_settings()
    os.environ["CLAIMWATCH_WAREHOUSE"] = str(settings.warehouse.resolve())  # flow runs may start in another folder
    wanted = name_topic(settings)
    if os.environ.get("PREFECT_API_URL"):
        _serve(located, wanted)
        return
    ERR.print("Starting a Prefect server ...")
    with own_server() as url:
        os.environ["PREFECT_API_URL"] = url
        ERR.print(f"Prefect: [bold]{url.removesuffix('/api')}[/bold] (open to everybody on this machine)")
        _serve(located, wanted)


def name_topic(settings: Settings) -> str:
    """Return what flow runs are told as their topic: its name, or its file in full, since they may start in another folder."""
    return str(Path(settings.topic).resolve()) if is_file_name(settings.topic) else settings.topic


def _serve(located: LocatedTopic, wanted: str) -> None:
    from prefect import serve  # noqa: PLC0415 - it reads its settings when it is imported

    from flows.reaper import reap_dead_runs  # noqa: PLC0415

    deployments = make_deployments(located, wanted)
    reaped = asyncio.run(reap_dead_runs([deployment.name for deployment in deployments]))
    if reaped:
        ERR.print(f"Marked {reaped} runs of an earlier serve as crashed: their processes are gone.")
    serve(*deployments, pause_on_shutdown=False, limit=MOST_RUNS)


def make_deployments(located: LocatedTopic, wanted: str) -> tuple[RunnerDeployment, ...]:
    """Return the deployments of a topic, `wanted` by its flows: poll, alert and recheck on the topic's
    schedule, seed on demand.

    One run of each at a time; a run that comes due meanwhile is dropped, since the next one reads what it would have read.
    """
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy  # noqa: PLC0415
    from prefect.deployments.runner import RunnerDeployment  # noqa: PLC0415
    from prefect.schedules import Cron  # noqa: PLC0415
    from prefect.types.entrypoint import EntrypointType  # noqa: PLC0415

    from flows.deployments import alert_flow, poll_flow, recheck_flow, seed_flow  # noqa: PLC0415

    one = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    topic, schedule = located.topic, located.topic.schedule
    schedules = ((poll_flow, schedule.poll), (alert_flow, schedule.alert), (recheck_flow, schedule.recheck), (seed_flow, None))
    return tuple(
        RunnerDeployment.from_flow(
            flow,
            name=f"{topic.name}-{flow.name}",
            schedule=Cron(line, timezone=schedule.timezone) if line else None,
            parameters={"topic": wanted},
            concurrency_limit=one,
            description=f"{flow.name} of {topic.title}",
            tags=["claimwatch", topic.name],
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for flow, line in schedules
    )
