"""Times in HTTP headers (RFC 9110)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST_RETRY = timedelta(days=31)


def read_retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Read Retry-After (RFC 9110 10.2.3): seconds, or a date counted from the answer's own Date header; at most 31 days."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return min(timedelta(seconds=int(value[:9])), _LONGEST_RETRY)
    until, sent = _read_http_date(value), _read_http_date(headers.get("date", ""))
    if until is None or sent is None:
        return None
    return min(max(until - sent, timedelta()), _LONGEST_RETRY)


def read_freshness(headers: Mapping[str, str]) -> timedelta | None:
    """Read how long an answer stays fresh (RFC 9111 4.2.1): max-age, else Expires counted from Date; None: neither."""
    for directive in headers.get("cache-control", "").lower().split(","):
        name, _, value = directive.strip().partition("=")
        if name in ("no-cache", "no-store"):
            return timedelta()
        if name == "max-age" and value.strip('"').isdecimal():
            return min(timedelta(seconds=int(value.strip('"')[:9])), _LONGEST_RETRY)
    until, sent = _read_http_date(headers.get("expires", "")), _read_http_date(headers.get("date", ""))
    if until is None or sent is None:
        return None
    return min(max(until - sent, timedelta()), _LONGEST_RETRY)


def _read_http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
