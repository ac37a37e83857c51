"""The open line to the outside world: an HTTP client with manners, and worker processes that read what it brings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx2

from extractors.feed_links import is_sealed_link
from flows.faults import FetchFault
from flows.fetch import NO_VALIDATORS, Fetched, FetchFailure, FetchPolicy, Refusal, Unmodified, Validators, fetch, open_client
from flows.hosts import HostGates
from flows.reading import ReaderPool
from flows.robots import ROBOTS_BYTES, Robots, product_token
from flows.settings import Settings


@dataclass(frozen=True, slots=True)
class Wire:
    """Open for as long as one poll lasts."""

    client: httpx2.AsyncClient
    readers: ReaderPool
    policy: FetchPolicy
    hosts: HostGates
    robots: Robots

    async def fetch(self, url: str, validators: Validators = NO_VALIDATORS) -> Fetched | Unmodified | FetchFailure:
        """Get the page at `url`, as far as the robots.txt of every site on the way there allows; see flows/fetch.py."""
        if is_sealed_link(url) and not self.policy.follow_google_news:
            return FetchFailure(url, FetchFault.UNRESOLVED, "a Google News link, which only Google can follow")
        return await fetch(self.client, url, validators, self.policy, self._admit_page)

    async def fetch_feed(self, url: str, validators: Validators = NO_VALIDATORS) -> Fetched | Unmodified | FetchFailure:
        """Get the feed at `url`: published for programs, so that robots.txt does not speak of it."""
        return await fetch(self.client, url, validators, self.policy, self.hosts.enter)

    @asynccontextmanager
    async def _admit_page(self, url: str) -> AsyncIterator[Refusal | None]:
        site = await self.robots.find_rules(url)
        self.hosts.slow_down(url, site.delay_s)
        async with self.hosts.enter(url):
            yield self.robots.refuse(url, site)


def choose_policy(settings: Settings, folder: Path) -> FetchPolicy:
    """Return what may be fetched for a topic that lives in `folder`."""
    return FetchPolicy(
        settings.introduction,
        settings.allow_private_hosts,
        folder,
        follow_google_news=settings.follow_google_news,
    )


@asynccontextmanager
async def open_wire(policy: FetchPolicy, hosts: HostGates | None = None) -> AsyncIterator[Wire]:
    """Open the client and the workers, and close both at the end."""
    async with open_client(policy) as client, ReaderPool() as readers:
        gates = hosts or HostGates()
        small = replace(policy, max_bytes=ROBOTS_BYTES)
        robots = Robots(product_token(policy.user_agent), lambda url: fetch(client, url, NO_VALIDATORS, small, gates.enter))
        yield Wire(client, readers, policy, gates, robots)
