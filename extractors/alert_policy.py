"""Who is told what, and when: the [alerts] of a topic file, read strictly.

The defaults are what a busy person would keep: what is new about the topic's own subjects at once, in one message per run; side
figures and the words of unnamed people once a day.
"""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, time
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, Field, model_validator
from pydantic.dataclasses import dataclass

from extractors.records import ALERT_WORTHY, Kind, Novelty
from extractors.strict_toml import STRICT


class Way(StrEnum):
    """How an alert reaches a target."""

    NOW = "now"
    """With the next message."""
    DIGEST = "digest"
    """With the others of its day, or whatever the digest's cron line says."""
    OFF = "off"
    """Not at all: it is suppressed, with the reason."""


def check_zone(name: str) -> str:
    """Return the name of a time zone. Raises ValueError."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; not a relative path ("/UTC"); a folder of zones ("America")
        raise ValueError(f"no time zone: {name!r}") from None
    return name


def _check_cron(line: str) -> str:
    try:
        CronSim(line, datetime(2025, 1, 1))  # noqa: DTZ001 - any day will do
    except CronSimError as mistake:
        raise ValueError(f"not a cron line: {line!r} ({mistake})") from None
    return line


def _check_verdict(verdict: Novelty) -> Novelty:
    if verdict not in ALERT_WORTHY:
        raise ValueError(f"{verdict.value!r} is never alerted (known: changed, contradicted, new, retracted)")
    return verdict


CronLine = Annotated[str, AfterValidator(_check_cron)]
ZoneName = Annotated[str, AfterValidator(check_zone)]
AlertVerdict = Annotated[Novelty, AfterValidator(_check_verdict)]


@dataclass(frozen=True, config=STRICT)
class Selection:
    """Which alerts. What is left out does not narrow."""

    verdicts: tuple[AlertVerdict, ...] = ()
    kinds: tuple[Kind, ...] = ()
    subjects: tuple[str, ...] = ()
    """Names of subjects as the topic file gives them."""
    least_origins: int = Field(default=1, ge=1, le=10)
    """Independent sources; what has fewer waits for them, and is suppressed when they do not come."""

    def takes(self, verdict: Novelty, kind: Kind, subject: str) -> bool:
        """Whether an alert of this sort is among them, whatever its sources."""
        return (
            (not self.verdicts or verdict in self.verdicts)
            and (not self.kinds or kind in self.kinds)
            and (not self.subjects or subject in self.subjects)
        )


@dataclass(frozen=True, config=STRICT, kw_only=True)
class Route(Selection):
    """One [[alerts.routes]]: what the targets of a tag get. Of the routes to a tag the first that takes an alert counts."""

    to: str
    """Tag of the targets, as in `tag=URL`."""
    way: Way = Way.NOW
    side: Way = Way.OFF
    """What becomes of side figures and of the words of unnamed people."""
    feeds: Way = Way.OFF
    """What becomes of notices that a feed fails, is silent, or is back."""


@dataclass(frozen=True, config=STRICT)
class QuietHours:
    """Hours in which nothing is sent; what comes up waits for their end. They may go over midnight."""

    start: time
    end: time

    @model_validator(mode="after")
    def _lasts(self) -> QuietHours:
        if self.start.tzinfo or self.end.tzinfo:
            raise ValueError('write times as "22:00"; `timezone` says where')
        if self.start == self.end:
            raise ValueError("start and end are the same: to send nothing, set no target")
        return self


@dataclass(frozen=True, config=STRICT)
class AlertPolicy(Selection):
    """The [alerts] of a topic: what targets get that no route names, and when anything is sent."""

    way: Way = Way.NOW
    side: Way = Way.DIGEST
    feeds: Way = Way.NOW
    digest: CronLine = "0 8 * * *"
    """When digests go out, in `timezone`."""
    empty_digest: bool = False
    """Whether a digest goes out too when there is nothing in it: then its coverage is the news."""
    attach_report: bool = False
    """Whether digests by e-mail carry the whole story as a page."""
    quiet: QuietHours | None = None
    timezone: ZoneName = "UTC"
    most_per_hour: int = Field(default=6, ge=1)
    """Messages a target gets in an hour; what comes up beyond them waits and goes out together."""
    wait_hours: float = Field(default=72, gt=0)
    """How long an alert waits for its `least_origins`."""
    routes: tuple[Route, ...] = field(default_factory=tuple)

    def choose_way_for_feeds(self, tag: str) -> Way:
        """Return how notices about feeds reach targets of this tag: the first of its routes that tells them decides."""
        routes = [route for route in self.routes if route.to == tag]
        return next((route.feeds for route in routes if route.feeds is not Way.OFF), Way.OFF if routes else self.feeds)

    def choose_route(self, tag: str, verdict: Novelty, kind: Kind, subject: str) -> Route | AlertPolicy | None:
        """Return what decides on an alert of this sort for targets of this tag; None when nothing takes it."""
        routes = [route for route in self.routes if route.to == tag]
        if routes:
            return next((route for route in routes if route.takes(verdict, kind, subject)), None)
        return self if self.takes(verdict, kind, subject) else None
