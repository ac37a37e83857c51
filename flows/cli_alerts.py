"""The commands about alerts that were raised: `claimwatch alerts list|retry|ack|mute|unmute|mutes`."""

from __future__ import annotations

import getpass
import re
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from flows.display import show_indented, show_table
from flows.listing import JsonOption, TopicOption, print_json, write_time
from flows.messages import count, make_visible
from flows.mistakes import UserError
from flows.settings import Settings, load_settings
from flows.terminal import OUT
from flows.topics import load_topic
from warehouse.outbox_rows import DeliveryRow, MuteRow
from warehouse.publish import publish
from warehouse.store import Warehouse, load_query, open_warehouse, read_snapshot

app = typer.Typer(help="Alerts that were raised: what became of them, and what you do not want to hear of.", no_args_is_help=True)

MOST_LISTED = 50
_SPAN = re.compile(r"([1-9]\d{0,3})([mhdw])")
_SPAN_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_TO_RETRY = frozenset({"failed", "unknown", "dead"})
_TO_ACKNOWLEDGE = frozenset({"pending", "failed", "unknown", "dead"})


class State(StrEnum):
    """States of an alert at a target; `open` is all that a target has not got and that was not suppressed."""

    OPEN = "open"
    PENDING = "pending"
    SENT = "sent"
    DIGESTED = "digested"
    SUPPRESSED = "suppressed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DEAD = "dead"


class Muted(StrEnum):
    """What can be muted."""

    SUBJECT = "subject"
    PREDICATE = "predicate"
    PUBLISHER = "publisher"


Ids = Annotated[list[str] | None, typer.Argument(metavar="[ALERT]...", help="Ids of alerts, or their beginnings.")]
TargetOption = Annotated[str | None, typer.Option("--target", metavar="NAME", help="Only at this target.")]


@app.command("list")
def list_alerts(
    state: Annotated[State | None, typer.Option(help="Only alerts in this state.")] = None,
    target: TargetOption = None,
    as_json: JsonOption = False,
    topic: TopicOption = None,
) -> None:
    """List alerts and what became of them at each target, the latest first."""
    settings = load_settings(topic=topic)
    name = load_topic(settings.topic, Path.cwd()).topic.name
    found = _ask(settings, "list_deliveries", {"topic": name, "state": state, "target": target, "alert_ids": []})
    if as_json:
        print_json(found)
        return
    for row in found[:MOST_LISTED]:
        when = write_time(row["created_at"], settings.read_clock())
        head = f"{row['alert_id']}  {row['state']:<10}  {row['target'] or '(no target yet)'}  {when}"
        OUT.print(Text(head, style="bold"))
        show_indented(OUT, make_visible(row["line"]), "")
        if row["reason"]:
            show_indented(OUT, make_visible(row["reason"]), "dim")
    left = len(found) - MOST_LISTED
    OUT.print(
        f"{count(len(found), 'delivery').replace('deliverys', 'deliveries')}{f', {left} not shown: --json' if left > 0 else ''}"
    )


@app.command()
def retry(
    alerts: Ids = None,
    dead: Annotated[bool, typer.Option("--dead", help="All that were given up.")] = False,
    unknown: Annotated[bool, typer.Option("--unknown", help="All that may have arrived.")] = False,
    target: TargetOption = None,
    topic: TopicOption = None,
) -> None:
    """Try alerts again with the next delivery: these, or all that failed, were given up, or may have arrived."""
    wanted = _TO_RETRY - (set() if dead or alerts else {"dead"}) - (set() if unknown or alerts else {"unknown"})
    _change(
        alerts, target, topic, wanted,
        lambda row, now: _copy(row, "failed" if row["unknowns"] else "pending", row["reason"] or None, now, attempts=0),
        "{} will be tried with the next delivery: claimwatch alert",
    )  # fmt: skip


@app.command()
def ack(
    alerts: Annotated[list[str], typer.Argument(metavar="ALERT...", help="Ids of alerts, or their beginnings.")],
    target: TargetOption = None,
    topic: TopicOption = None,
) -> None:
    """Acknowledge alerts: what is still open of them is not sent any more."""
    reason = f"acknowledged by {_name_user()}"
    _change(
        alerts, target, topic, _TO_ACKNOWLEDGE, lambda row, now: _copy(row, "suppressed", reason, now), "{} acknowledged"
    )  # fmt: skip


@app.command()
def mute(
    what: Annotated[Muted, typer.Argument(help="What it is.")],
    name: Annotated[str, typer.Argument(help="Its name, as in the facts.")],
    span: Annotated[str | None, typer.Option("--for", metavar="8h|3d|2w", help="For how long; without it, for ever.")] = None,
    topic: TopicOption = None,
) -> None:
    """Hear nothing of a subject, a predicate or a publisher for a time; its alerts are suppressed with that reason."""
    settings = load_settings(topic=topic)
    now = settings.read_clock()
    until = now + _parse_span(span) if span else None
    _write_mute(settings, what, name, until, now)
    OUT.print(f"Muted: {what} {name}, {f'until {until:%-d %b %Y %H:%M} UTC' if until else 'until it is unmuted'}")


@app.command()
def unmute(
    what: Annotated[Muted, typer.Argument(help="What it is.")],
    name: Annotated[str, typer.Argument(help="Its name.")],
    topic: TopicOption = None,
) -> None:
    """Hear of it again, from now on."""
    settings = load_settings(topic=topic)
    now = settings.read_clock()
    topic_name = load_topic(settings.topic, Path.cwd()).topic.name
    with open_warehouse(settings.warehouse) as warehouse:
        if not [row for row in _running(warehouse, topic_name, now) if (row["what"], row["name"]) == (what.value, name)]:
            raise UserError(f"{what} {name} is not muted")
    _write_mute(settings, what, name, now, now)
    OUT.print(f"Unmuted: {what} {name}")


@app.command()
def mutes(as_json: JsonOption = False, topic: TopicOption = None) -> None:
    """List what is muted now."""
    settings = load_settings(topic=topic)
    now = settings.read_clock()
    name = load_topic(settings.topic, Path.cwd()).topic.name
    with open_warehouse(settings.warehouse) as warehouse:
        found = _running(warehouse, name, now)
    if as_json:
        print_json(found)
    elif found:
        rows = [(row["what"], row["name"], row["until_at"] or "for ever", row["muted_by"]) for row in found]
        show_table(OUT, ("what", "name", "until (UTC)", "by"), rows)
    else:
        OUT.print("Nothing is muted.")


def _change(alerts: Any, target: str | None, topic: str | None, states: Any, change: Any, said: str) -> None:
    """Append a row to the deliveries in one of these states: those of the alerts named, else all."""
    settings = load_settings(topic=topic)
    name, now = load_topic(settings.topic, Path.cwd()).topic.name, settings.read_clock()
    with open_warehouse(settings.warehouse) as warehouse:
        ids = _complete_ids(warehouse, name, alerts or [])
        found = warehouse.read("list_deliveries", {"topic": name, "state": None, "target": target, "alert_ids": ids})
        rows = [change(row, now) for row in found if row["state"] in states and row["target"]]
        done = warehouse.write(lambda tx: tx.insert(rows))
        publish(warehouse)
    if alerts and not rows:
        raise UserError(f"{', '.join(alerts)}: nothing to change ({', '.join(sorted({row['state'] for row in found}))} already)")
    OUT.print(said.format(count(done, "alert")))


def _copy(row: dict[str, Any], state: str, reason: str | None, now: datetime, attempts: int | None = None) -> DeliveryRow:
    tried = row["attempts"] if attempts is None else attempts
    # What may have arrived stays marked as a repeat, but is not counted towards being given up again.
    unknowns = min(row["unknowns"], 1) if state in ("failed", "pending") else row["unknowns"]
    return DeliveryRow(
        row["alert_id"], row["target"], state, tried, reason, now, row["seq"] + 1, None, row["message_id"], unknowns
    )


def _complete_ids(warehouse: Warehouse, topic: str, beginnings: list[str]) -> list[str]:
    """Return the ids that begin so. Raises UserError for a beginning of none or several."""
    if not beginnings:
        return []
    every = {
        row["alert_id"]
        for row in warehouse.read("list_deliveries", {"topic": topic, "state": None, "target": None, "alert_ids": []})
    }
    ids = []
    for beginning in beginnings:
        found = sorted(alert_id for alert_id in every if alert_id.startswith(beginning))
        if len(found) != 1:
            raise UserError(f"{beginning}: {'no alert' if not found else f'{len(found)} alerts'} with an id that begins so")
        ids += found
    return ids


def _running(warehouse: Warehouse, topic: str, now: datetime) -> list[dict[str, Any]]:
    return [row for row in warehouse.read("mutes", {"topic": topic}) if row["until_at"] is None or row["until_at"] > now]


def _write_mute(settings: Settings, what: Muted, name: str, until: datetime | None, now: datetime) -> None:
    topic = load_topic(settings.topic, Path.cwd()).topic.name
    with open_warehouse(settings.warehouse) as warehouse:
        warehouse.write(lambda tx: tx.insert([MuteRow(topic, what.value, name, until, now, _name_user())]))
        publish(warehouse)


def _parse_span(text: str) -> timedelta:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise UserError(f"--for {text}: not a span such as 8h, 3d or 2w")
    return timedelta(**{_SPAN_UNITS[found[2]]: int(found[1])})


def _name_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a user of that number
        return "somebody"


def _ask(settings: Settings, query: str, params: dict[str, object]) -> list[dict[str, Any]]:
    columns, rows = read_snapshot(settings.warehouse, load_query(query), params)
    return [dict(zip(columns, row, strict=True)) for row in rows]
