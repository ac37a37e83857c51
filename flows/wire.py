"""The open line to the outside world: an HTTP client, worker processes that read what it brings, and what may be fetched."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx2

from flows.fetch import NO_VALIDATORS, Fetched, FetchFailure, FetchPolicy, Unmodified, Validators, fetch, open_client
from flows.reading import ReaderPool


@dataclass(frozen=True, slots=True)
class Wire:
    """Open for as long as one poll lasts."""

    client: httpx2.AsyncClient
    readers: ReaderPool
    policy: FetchPolicy

    async def fetch(self, url: str, validators: Validators = NO_VALIDATORS) -> Fetched | Unmodified | FetchFailure:
        """Get what is at `url`; see flows/fetch.py."""
        return await fetch(self.client, url, validators, self.policy)

    async def fetch_feed(self, url: str, validators: Validators = NO_VALIDATORS) -> Fetched | Unmodified | FetchFailure:
        """Get a feed: as `fetch`, for what is published to be fetched by programs."""
        return await fetch(self.client, url, validators, self.policy)


@asynccontextmanager
async def open_wire(policy: FetchPolicy) -> AsyncIterator[Wire]:
    """Open the client and the workers, and close both at the end."""
    async with open_client(policy) as client, ReaderPool() as readers:
        yield Wire(client, readers, policy)
