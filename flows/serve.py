"""Registers the deployments of a topic and runs them on schedule, on one machine."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.topic import parse_span
from flows.messages import count
from flows.server import apply_client_settings, own_server, wait_for_server
from flows.settings import Settings
from flows.terminal import ERR
from flows.topics import LocatedTopic, is_file_name
from warehouse.lake_address import is_lake

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment
    from prefect.schedules import Schedule

MOST_RUNS = 3
"""Flow runs at a time on this machine."""
LEAVE_S = 20
"""How long the processes of our runs may take to end when we are stopped."""
CANCEL_AGAIN_S = 15
"""Until the runner is told again to stop: longer than it takes to end the processes of its runs."""
_ANCHOR = datetime(2025, 1, 1, tzinfo=UTC)
"""Spans are counted from here, so that a restart does not shift them."""


def serve_topic(settings: Settings, located: LocatedTopic) -> None:
    """Run the deployments until stopped, on the server at PREFECT_API_URL, else on one of our own."""
    apply_client_settings()
    if not is_lake(settings.warehouse):  # flow runs may start in another folder
        os.environ["CLAIMWATCH_WAREHOUSE"] = str(settings.warehouse.resolve())
    wanted = name_topic(settings)
    with _ending_in_order():
        theirs = os.environ.get("PREFECT_API_URL")
        if theirs:
            wait_for_server(theirs)
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


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Make SIGTERM, from a service manager or `docker stop`, end the block as Ctrl-C does: everything that was begun is ended."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    except KeyboardInterrupt:
        ERR.print("Stopped.")
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(number: int, frame: object) -> None:  # noqa: ARG001 - a signal handler's arguments
    signal.raise_signal(signal.SIGINT)


def _serve(located: LocatedTopic, wanted: str) -> None:
    deployments = make_deployments(located, wanted)
    names = [deployment.name for deployment in deployments]
    asyncio.run(_heal(names))
    try:
        asyncio.run(_run_deployments(deployments))
    finally:
        asyncio.run(_leave(names))


async def _run_deployments(deployments: Sequence[RunnerDeployment]) -> None:
    """What prefect.serve() does, but for SIGTERM: that calls sys.exit() inside the event loop, and half of it goes on running."""
    from prefect.runner import Runner  # noqa: PLC0415

    runner = Runner(pause_on_shutdown=False, limit=MOST_RUNS)
    runner.handle_sigterm = _interrupt  # type: ignore[method-assign]
    for deployment in deployments:
        await runner.aadd_deployment(deployment)
    ERR.print(f"Serving {', '.join(deployment.name for deployment in deployments)}; Ctrl-C stops them.")
    running = asyncio.ensure_future(runner.start())
    try:
        await asyncio.wait({running})
    finally:
        while not running.done():  # a cancellation can be lost in Prefect's own waits: serve went on after a SIGTERM, seen twice
            running.cancel()
            await asyncio.wait({running}, timeout=CANCEL_AGAIN_S)
    await running


async def _heal(deployments: Sequence[str]) -> None:
    """Clear away what an earlier serve left behind."""
    from flows.healing import drop_missed_runs, ensure_automation, reap_dead_runs  # noqa: PLC0415

    await ensure_automation()
    dead, _ = await reap_dead_runs(deployments, "found at start-up: its process is gone")
    if dead:
        ERR.print(f"Marked {count(dead, 'run')} of an earlier serve as crashed: no process is left.")
    dropped = await drop_missed_runs(deployments)
    if dropped:
        ERR.print(f"Dropped {count(dropped, 'run')} that came due while nothing was running; one each is made up for.")


async def _leave(deployments: Sequence[str]) -> None:
    """Prefect ends the processes of its runs and leaves the runs as they are."""
    from flows.healing import reap_dead_runs  # noqa: PLC0415

    for _ in range(LEAVE_S):
        _, alive = await reap_dead_runs(deployments, "stopped together with claimwatch serve; the next run does it again")
        if not alive:
            return
        await asyncio.sleep(1)


def make_deployments(located: LocatedTopic, wanted: str) -> tuple[RunnerDeployment, ...]:
    """Return the deployments of a topic, `wanted` by its flows: all on the topic's schedule, but seed on demand.

    One run of each at a time; a run that comes due meanwhile is dropped, since the next one reads what it would have read.
    """
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy  # noqa: PLC0415
    from prefect.deployments.runner import RunnerDeployment  # noqa: PLC0415
    from prefect.types.entrypoint import EntrypointType  # noqa: PLC0415

    from flows import deployments as flows  # noqa: PLC0415
    from flows.healing import TAG  # noqa: PLC0415

    one = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    topic, times = located.topic, located.topic.schedule
    planned: tuple[tuple[Any, str | None], ...] = (
        (flows.poll_flow, times.poll),
        (flows.alert_flow, times.alert),
        (flows.recheck_flow, times.recheck),
        (flows.tidy_flow, times.tidy),
        (flows.seed_flow, None),
    )
    return tuple(
        RunnerDeployment.from_flow(
            flow,
            name=f"{topic.name}-{flow.name}",
            schedule=make_schedule(when, times.timezone) if when else None,
            parameters={"topic": wanted},
            concurrency_limit=one,
            description=f"{flow.name} of {topic.title}",
            tags=[TAG, topic.name],
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for flow, when in planned
    )


def make_schedule(when: str, timezone: str) -> Schedule:
    """Return a line of a topic's [schedule] as Prefect takes it."""
    from prefect.schedules import Cron, Interval  # noqa: PLC0415

    span = parse_span(when)
    return Interval(span, anchor_date=_ANCHOR, timezone=timezone) if span else Cron(when, timezone=timezone)
