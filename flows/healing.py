"""Heals what a crash leaves in Prefect: runs that say they run and have no process, runs that came due while nobody was there.

Prefect 3.8 leaves a run RUNNING for ever when runner and child are killed together, or when the runner gets a SIGTERM, and its
limit of one run then holds up the schedule. On one machine `reap_dead_runs` finds such runs at once, when `claimwatch serve`
starts and when it ends; the automation finds them within `SILENT_FOR` on any number of machines.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prefect import get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.states import Cancelled, Crashed

TAG = "claimwatch"
"""Every deployment of ours carries it, and with it every run."""
SILENT_FOR = timedelta(seconds=90)
"""A run that sent no heartbeat for so long is dead: three times the frequency that we set."""
AUTOMATION = "claimwatch: runs without a heartbeat have crashed"

_UNFINISHED = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
_MARK = b"PREFECT__FLOW_RUN_ID="


async def reap_dead_runs(deployments: Sequence[str], message: str) -> tuple[int, int]:
    """Mark unfinished runs of these deployments that have no process on this machine as crashed.

    Returns how many were dead, and how many are alive.

    Liveness is looked up in the environments of the running processes: `infrastructure_pid` is None under serve(). Does nothing
    off Linux. Only for deployments that no other machine serves.
    """
    if not sys.platform.startswith("linux"):
        return 0, 0
    async with get_client() as client:
        unfinished = await _read_runs(client, deployments, _UNFINISHED)
        alive = live_run_ids()  # looked up after the list was read: a run that just began has its process
        dead = [run for run in unfinished if str(run.id) not in alive]
        for run in dead:
            await client.set_flow_run_state(run.id, Crashed(message=message), force=True)
    return len(dead), len(unfinished) - len(dead)


def live_run_ids() -> set[str]:
    """Return the ids of the flow runs that have a process on this machine."""
    ids = set()
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            environment = path.read_bytes().split(b"\0")
        except OSError:  # ended in the meantime, or another user's
            continue
        ids |= {entry.removeprefix(_MARK).decode() for entry in environment if entry.startswith(_MARK)}
    return ids


async def drop_missed_runs(deployments: Sequence[str]) -> int:
    """Cancel scheduled runs that came due while nobody ran them, but for the latest of each deployment; return how many.

    One run reads whatever all the missed ones would have read.
    """
    dropped, kept = 0, Counter[object]()
    async with get_client() as client:
        for run in await _read_runs(client, deployments, [StateType.SCHEDULED]):
            due = run.next_scheduled_start_time
            if not run.auto_scheduled or due is None or due > datetime.now(UTC):
                continue
            kept[run.deployment_id] += 1
            if kept[run.deployment_id] > 1:
                await client.set_flow_run_state(run.id, Cancelled(message="missed; a later run reads what it would have read"))
                dropped += 1
    return dropped


async def ensure_automation() -> None:
    """Have the server mark our runs as crashed when their heartbeats stop.

    To be used without a notification: it fires on healthy runs too, for about five minutes after a deployment
    (github.com/PrefectHQ/prefect/issues/21932); the server then refuses the change of a state that is final.
    """
    ended = ("Completed", "Failed", "Cancelled", "Crashed")
    wanted = AutomationCore(
        name=AUTOMATION,
        description="A run that stops sending heartbeats is dead, and would hold up its deployment.",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.heartbeat", *(f"prefect.flow-run.{state}" for state in ended)},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            match_related=ResourceSpecification({"prefect.resource.id": [f"prefect.tag.{TAG}"]}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENT_FOR,
        ),
        actions=[
            ChangeFlowRunState(
                name="Crashed", state=StateType.CRASHED, force=False, message=f"no heartbeat for {SILENT_FOR.seconds} s"
            )
        ],
    )
    async with get_client() as client:
        present = await client.read_automations_by_name(AUTOMATION)
        if present:
            await client.update_automation(present[0].id, wanted)
        else:
            await client.create_automation(wanted)


async def _read_runs(client: PrefectClient, deployments: Sequence[str], states: Sequence[StateType]) -> list[FlowRun]:
    """Return runs in these states, the latest first."""
    return await client.read_flow_runs(
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=list(deployments))),
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states)))),
        sort=FlowRunSort.EXPECTED_START_TIME_DESC,
    )
