"""Watches what Apprise's plugins say to their services over HTTP, since Apprise itself answers only yes or no.

Nearly all plugins use `requests`, each through a session of its own; for the length of a sending we stand in for the session's
`send`. This is the one place where we reach into a library: from here come Retry-After, and whether a request was on its way
when the connection broke.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from flows.outcomes import Outcome, Refused, Unknown


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request: the answer, or the exception that came instead of one."""

    status: int | None = None
    retry_after: str | None = None
    error: requests.RequestException | None = None

    @property
    def accepted(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def may_have_arrived(self) -> bool:
        """Whether the request was on its way and nobody said what became of it."""
        if self.status is not None:
            return self.status == requests.codes.gateway_timeout  # a gateway passed it on, and heard nothing
        return self.error is not None and not _never_left(self.error)


_watched: ContextVar[list[Exchange] | None] = ContextVar("exchanges", default=None)
_send = requests.Session.send


def _watching_send(self: requests.Session, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
    seen = _watched.get()
    if seen is None:
        return _send(self, request, **kwargs)
    try:
        response = _send(self, request, **kwargs)
    except requests.RequestException as error:
        seen.append(Exchange(error=error))
        raise
    seen.append(Exchange(response.status_code, response.headers.get("Retry-After")))
    return response


requests.Session.send = _watching_send  # type: ignore[method-assign]


@contextmanager
def watch_exchanges() -> Iterator[list[Exchange]]:
    """Give the list that the exchanges of this context are written to."""
    seen: list[Exchange] = []
    token = _watched.set(seen)
    try:
        yield seen
    finally:
        _watched.reset(token)


def judge_exchanges(seen: list[Exchange], reason: str, now: datetime) -> Outcome:
    """Return what became of a message that a plugin says was not delivered; `reason` is what the plugin said."""
    if any(exchange.accepted for exchange in seen):
        return Unknown(f"only some of its recipients took it: {reason}")
    if any(exchange.may_have_arrived for exchange in seen):
        return Unknown(f"no answer after it was sent: {reason}")
    waits = [wait for exchange in seen if (wait := parse_retry_after(exchange.retry_after, now)) is not None]
    return Refused(reason, max(waits, default=None))


def parse_retry_after(header: str | None, now: datetime) -> timedelta | None:
    """Return how long to wait by a Retry-After header (seconds or an HTTP date); None when it says nothing usable."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), 30 * 86400))
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(until - now, timedelta())


def _never_left(error: requests.RequestException) -> bool:
    """Whether no byte of the request can have reached the service."""
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.SSLError | requests.exceptions.ProxyError):
        return True
    if isinstance(error, requests.exceptions.ConnectionError):
        cause = error.args[0] if error.args else None
        return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
    return not isinstance(error, requests.exceptions.Timeout | requests.exceptions.ChunkedEncodingError)
