"""What came of an attempt to send a message. What a target does wrong is a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Accepted:
    """The target said that it has the message."""

    note: str | None = None
    """What was wrong all the same: a recipient of several that was refused."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The target did not take the message, for certain: it may be sent again."""

    reason: str
    retry_after: timedelta | None = None
    """How long the target asked to be left alone."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The message was on its way and no answer came: it may have arrived."""

    reason: str


Outcome = Accepted | Refused | Unknown
