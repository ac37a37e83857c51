"""Tells when a flow itself failed or crashed, with the run's link: once for a trouble, not for every run it spoils.

A hook of Prefect's, attached to every flow in flows/deployments.py. It runs in the process of the run, or in the runner's after a
crash. What a target refused is told to the other targets: a dead mail server shows in Slack.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from extractors.records import make_id
from flows.delivery import open_target
from flows.messages import Dispatch, FeedNotice, make_visible
from flows.outcomes import Accepted
from flows.settings import Settings, load_settings
from flows.topics import load_topic
from warehouse.errors import WarehouseError
from warehouse.outbox_rows import AlarmRow
from warehouse.store import open_warehouse

LOG = logging.getLogger("claimwatch.alarm")
QUIET_FOR = timedelta(hours=24)
"""A trouble that was told is told again when it lasts longer than this."""
WAIT_FOR_WAREHOUSE_S = 5.0


async def tell_of_failure(flow: Any, flow_run: Any, state: Any) -> None:
    """Send one line about a run that failed or crashed; for Prefect's on_failure and on_crashed."""
    topic = flow_run.parameters.get("topic")
    reason = make_visible((state.message or "no reason given").splitlines()[0], 200)
    await asyncio.to_thread(alarm, load_settings(topic=topic), flow.name, str(flow_run.id), state.name, reason)


def alarm(settings: Settings, flow: str, flow_run: str, state: str, reason: str) -> tuple[str, ...]:
    """Tell every target of the trouble, unless it was told lately; return the names of those that took the message."""
    located, now = load_topic(settings.topic, Path.cwd()), settings.read_clock()
    topic = located.topic.name
    alarm_id = make_id("alarm", topic, flow, reason)
    if _was_told(settings.warehouse, alarm_id, now):
        return ()
    link = _find_link(flow_run)
    line = f"Flow {state.lower()}: {flow} of {topic}: {reason}{f' {link}' if link else ''}"
    notice = FeedNotice(alarm_id, line, now, flow_run)
    took = []
    for target in settings.alert_urls:
        channel = open_target(target)
        parts = channel.render(Dispatch(located.topic.title, (), notices=(notice,)))
        if all(isinstance(channel.send(part, now), Accepted) for part in parts):
            took.append(target.name)
    LOG.error("%s", line)
    _record(settings.warehouse, AlarmRow(alarm_id, topic, flow, flow_run, state, reason, link, " ".join(took), now))
    return tuple(took)


def _was_told(folder: Path, alarm_id: str, now: datetime) -> bool:
    """Whether somebody took a message about it lately; when the warehouse itself is the trouble, nobody is taken to have."""
    try:
        with open_warehouse(folder, wait_s=WAIT_FOR_WAREHOUSE_S) as warehouse:
            return bool(warehouse.read("alarms_told", {"alarm_id": alarm_id, "since": now - QUIET_FOR}))
    except WarehouseError:
        return False


def _record(folder: Path, row: AlarmRow) -> None:
    try:
        with open_warehouse(folder, wait_s=WAIT_FOR_WAREHOUSE_S) as warehouse:
            warehouse.write(lambda tx: tx.insert([row]))
    except WarehouseError as error:
        LOG.warning("the alarm was not recorded: %s", error)


def _find_link(flow_run: str) -> str | None:
    from prefect.settings import PREFECT_UI_URL  # noqa: PLC0415 - reads Prefect's settings

    address = PREFECT_UI_URL.value()
    return f"{address}/runs/flow-run/{flow_run}" if address else None
