"""Manners towards one host: how many requests at once, and how far apart they begin."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Manners:
    """What one host is asked to bear."""

    at_once: int
    """Requests under way."""
    gap_s: float
    """Seconds between the beginnings of two requests."""


STRANGERS = Manners(at_once=2, gap_s=0.25)
"""What a browser opening one page does to a host many times over."""
OWN_MACHINE = Manners(at_once=64, gap_s=0.0)
"""A server on loopback belongs to whoever runs us."""


@dataclass(slots=True)
class _Host:
    places: asyncio.Semaphore
    gap_s: float
    next_start: float = 0.0
    """By the event loop's clock."""


@dataclass(frozen=True, slots=True)
class HostGates:
    """One gate per host, for as long as a run lasts."""

    strangers: Manners = STRANGERS
    own_machine: Manners = OWN_MACHINE
    _hosts: dict[str, _Host] = field(default_factory=dict)

    @asynccontextmanager
    async def enter(self, url: str) -> AsyncIterator[None]:
        """Wait until the host of `url` may be asked, and hold a place there for as long as the block lasts."""
        host = self._find(url)
        async with host.places:
            loop = asyncio.get_running_loop()
            start = max(host.next_start, loop.time())
            host.next_start = start + host.gap_s
            await asyncio.sleep(start - loop.time())
            yield

    def slow_down(self, url: str, gap_s: float) -> None:
        """Leave at least `gap_s` seconds between requests to the host of `url` from now on."""
        host = self._find(url)
        host.gap_s = max(host.gap_s, gap_s)

    def _find(self, url: str) -> _Host:
        name = _name_host(url)
        if name not in self._hosts:
            manners = self.own_machine if _is_loopback(name) else self.strangers
            self._hosts[name] = _Host(asyncio.Semaphore(manners.at_once), manners.gap_s)
        return self._hosts[name]


def _name_host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:  # no address; the fetch says so
        return ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
