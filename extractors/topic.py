"""What a story is about: feeds to read, subjects to follow, how they are named, what is measured of them.

A topic is one folder under `seeds/` with a `topic.toml`; this module turns its text into a Topic and refuses
whatever it does not know. Nothing else in the code knows what any story is about.
"""

from __future__ import annotations

import re
from dataclasses import field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, Field, StringConstraints, field_validator
from pydantic.dataclasses import dataclass

from extractors.alert_policy import AlertPolicy, ZoneName
from extractors.quantities import Form
from extractors.strict_toml import STRICT, FileMistake, parse_toml


class SubjectType(StrEnum):
    """What sort of thing a subject is; decides which words may refer back to it ("the app", "he", "the law")."""

    APP = "app"
    COMPANY = "company"
    FUND = "fund"
    """An investor: owns stakes, but is not "the company"."""
    PERSON = "person"
    BODY = "body"
    """Courts, parliaments, governments, agencies."""
    COUNTRY = "country"
    LAW = "law"
    ORDER = "order"
    DEAL = "deal"
    HASHTAG = "hashtag"
    PRODUCT = "product"
    OTHER = "other"


_UNNAMED_OWNERS = ("event", "job", "post")
"""Owners of figures that are no subjects: a rule names them after whoever holds, offers or writes them."""


def _check_owner(kind: str) -> str:
    known = (*SubjectType, *_UNNAMED_OWNERS)
    if kind not in known:
        raise ValueError(f"no type of owner: {kind!r} (known: {', '.join(known)})")
    return kind


def _check_name(name: str) -> str:
    if not any(character.isalnum() for character in name):
        raise ValueError(f"no letter or digit in {name!r}")
    return name


NameText = Annotated[str, AfterValidator(_check_name)]
OwnerType = Annotated[str, AfterValidator(_check_owner)]


@dataclass(frozen=True, config=STRICT)
class Subject:
    """Somebody or something the topic follows."""

    name: NameText
    type: SubjectType
    aliases: tuple[NameText, ...] = ()
    """Other names that always mean it."""
    contextual: tuple[NameText, ...] = ()
    """Names that mean it only in an article that also names it in full ("Red")."""
    nominals: tuple[NameText, ...] = ()
    """Descriptions that may mean it when it is the nearest fitting subject ("the Shanghai app")."""
    excluded: tuple[NameText, ...] = ()
    """Longer names that contain one of its names and mean something else ("red note head")."""
    operates: str | None = None
    """What a company exists for: its figures are told of either, and are kept as that one's."""
    bans: str | None = None
    """What a law or order is to end: that it takes effect, and that the thing is banned, are one claim."""
    core: bool = True
    """Whether news about it is what the owner wants; others only help to read the sentence."""


@dataclass(frozen=True, config=STRICT)
class Measure:
    """What a figure measures: one [[measures]] of a topic or of lexicon/measures.toml, which explains the fields."""

    name: str
    forms: Annotated[tuple[Form, ...], Field(min_length=1)]
    unit: str | None = None
    nouns: tuple[Annotated[str, StringConstraints(min_length=0)], ...] = ()
    cues: tuple[str, ...] = ()
    types: tuple[OwnerType, ...] = ()
    subject: str | None = None
    """The subject it is always about, when the story has only one such thing."""
    narrowed: tuple[str, ...] = ()
    """Groups of scopes that tell its claims apart: users by country, downloads by span of time."""
    dated: bool = False
    """Whether each month's is a claim of its own (a series of orders)."""
    terms: bool = False
    """Whether its figures may be terms of a plan: then "planned" and "possible" are kept."""
    least: float = 0.0
    """The smallest value it can have: "170 million people" are users, "60 people" work there."""
    most: float = float("inf")
    """The largest value it can have: a president puts things off four times, not 75."""
    doer: str | None = None
    """The action whose latest actor owns the figure when its sentence names nobody ("bid" for a price)."""


@dataclass(frozen=True, config=STRICT)
class Action:
    """Something that is done: one [[actions]] of a topic or of lexicon/actions.toml, which explains the fields."""

    name: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    actors: tuple[SubjectType, ...] = ()
    objects: tuple[SubjectType, ...] = ()
    dated: bool = False
    about: bool = False
    planned: bool = False
    impersonal: bool = False
    transitive: bool = False


@dataclass(frozen=True, config=STRICT)
class Feed:
    """A feed to poll: an http(s) address, or a path inside the topic's folder."""

    url: str
    title: str | None = None
    publisher: str | None = None
    expect_per_day: float | None = Field(default=None, gt=0)
    """Entries a day it usually brings; far less is reported as silence."""
    folder: str | None = None
    """Where a feed reader kept it, "World/Asia": only for the way back to one."""


_SPAN = re.compile(r"([1-9]\d{0,3})([smhd])")
_SPAN_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def parse_span(when: str) -> timedelta | None:
    """Return the time between two runs for "90s", "15m", "2h", "1d"; None for anything else."""
    span = _SPAN.fullmatch(when)
    return timedelta(**{_SPAN_UNITS[span[2]]: int(span[1])}) if span else None


def _check_when(when: str) -> str:
    if parse_span(when) is None:
        try:
            CronSim(when, datetime(2025, 1, 1, tzinfo=UTC))
        except CronSimError as error:
            raise ValueError(f"neither a cron line nor a span such as 15m: {when!r} ({str(error).lower()})") from None
    return when


When = Annotated[str, AfterValidator(_check_when)]
"""A cron line of five fields, or the span between two runs: "15m"."""


@dataclass(frozen=True, config=STRICT)
class Schedule:
    """When the flows of a topic run; cron lines are in `timezone`."""

    poll: When = "*/30 * * * *"
    alert: When = "*/10 * * * *"
    recheck: When = "23 * * * *"
    tidy: When = "17 3 * * *"
    timezone: ZoneName = "UTC"


@dataclass(frozen=True, config=STRICT)
class Topic:
    """A story and how to read it."""

    name: str
    title: str
    subjects: tuple[Subject, ...]
    feeds: tuple[Feed, ...] = ()
    language: str = "en"
    schedule: Schedule = field(default_factory=Schedule)
    alerts: AlertPolicy = field(default_factory=AlertPolicy)
    measures: tuple[Measure, ...] = ()
    actions: tuple[Action, ...] = ()

    @field_validator("name")
    @classmethod
    def _is_a_plain_word(cls, name: str) -> str:
        if not name.replace("-", "").replace("_", "").isalnum():
            raise ValueError(f"not a plain word: {name!r}")
        return name

    def subject(self, name: str) -> Subject | None:
        """Return the subject of that canonical name, if the topic has it."""
        return next((subject for subject in self.subjects if subject.name == name), None)


def parse_topic(text: str, where: str = "topic.toml") -> Topic:
    """Read a topic file. Raises FileMistake naming the file and the key."""
    topic = parse_toml(text, Topic, where)
    if not topic.subjects:
        raise FileMistake(f"{where}: subjects: a topic needs at least one")
    _refuse_shared_names(topic, where)
    known = {subject.name for subject in topic.subjects}
    for subject in topic.subjects:
        for does, other in (("operates", subject.operates), ("bans", subject.bans)):
            if other is not None and other not in known:
                raise FileMistake(f"{where}: subjects: {subject.name} {does} {other!r}, which is no subject")
    for place, selection in (("alerts", topic.alerts), *((f"alerts.routes.{n}", r) for n, r in enumerate(topic.alerts.routes))):
        for name in selection.subjects:
            if name not in known:
                raise FileMistake(f"{where}: {place}.subjects: {name!r} is no subject of the topic")
    for number, measure in enumerate(topic.measures):
        if measure.subject is not None and measure.subject not in known:
            raise FileMistake(f"{where}: measures.{number}.subject: {measure.subject!r} is no subject of the topic")
    return topic


def _refuse_shared_names(topic: Topic, where: str) -> None:
    """Raise FileMistake where two subjects share a name or description: only the first would ever be found by it."""
    names = [subject.name for subject in topic.subjects]
    for name in names:
        if names.count(name) > 1:
            raise FileMistake(f"{where}: subjects: {name!r} stands twice")
    owners: dict[str, str] = {}
    for subject in topic.subjects:
        for text in (subject.name, *subject.aliases, *subject.contextual, *subject.nominals):
            other = owners.setdefault(text.casefold(), subject.name)
            if other != subject.name:
                raise FileMistake(f"{where}: subjects: {text!r} names both {other} and {subject.name}")
