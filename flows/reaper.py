"""Marks runs whose process is gone as crashed. For one machine: liveness is looked up in the running processes' environments.

Prefect 3.8 leaves a run RUNNING for ever when runner and child are killed together, and its limit of one run then holds up the
schedule. `infrastructure_pid` does not help: it is None under serve().
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from prefect import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.states import Crashed

_UNFINISHED = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
_MARK = b"PREFECT__FLOW_RUN_ID="


async def reap_dead_runs(deployments: Sequence[str]) -> int:
    """Mark unfinished runs of these deployments that have no process as crashed; return how many. Does nothing off Linux."""
    if not sys.platform.startswith("linux"):
        return 0
    reaped = 0
    async with get_client() as client:
        runs = await client.read_flow_runs(
            deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=list(deployments))),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=_UNFINISHED))),
        )
        alive = live_run_ids()
        for run in runs:
            if str(run.id) not in alive:
                await client.set_flow_run_state(run.id, Crashed(message="found at start-up: its process is gone"), force=True)
                reaped += 1
    return reaped


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
