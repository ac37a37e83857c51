"""robots.txt (RFC 9309): asked once per site and run, respected for pages. Feeds are published for programs to fetch.

Reading the rules is Protego's business (Scrapy's parser); here is what their absence means.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from flows.faults import FetchFault
from flows.fetch import Fetched, FetchFailure, Refusal, Unmodified

ROBOTS_BYTES = 1_000_000
"""RFC 9309 2.5 wants at least 500 KiB to be read. What is larger is no robots.txt, and forbids nothing."""
LONGEST_DELAY_S = 5.0
"""Crawl-delay is in no standard; it is respected up to here, or forty pages of one site would take a run's whole half hour."""
_UNREACHABLE = frozenset(
    {FetchFault.TIMEOUT, FetchFault.CONNECT, FetchFault.PROTOCOL, FetchFault.HTTP_SERVER, FetchFault.RATE_LIMITED}
)
"""Faults of the site that RFC 9309 2.3.1.4 takes for "disallow everything"; ours lasts until the next run asks again.

429 is meant so too, as by the large search engines. What will fail the page itself (a name that is unknown, an address that is
refused) is left to it.
"""

FetchRobots = Callable[[str], Awaitable[Fetched | Unmodified | FetchFailure]]


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What one site allows us."""

    rules: Protego | None = None
    """None: everything."""
    unreachable: str | None = None
    """Why the rules could not be had, which forbids everything for now."""
    delay_s: float = 0.0


EVERYTHING = SiteRules()


def read_rules(answer: Fetched | Unmodified | FetchFailure, agent: str) -> SiteRules:
    """Return the rules that an answer for /robots.txt stands for; `agent` is our product token."""
    match answer:
        case FetchFailure(kind=kind, detail=detail):
            return SiteRules(unreachable=detail) if kind in _UNREACHABLE else EVERYTHING
        case Fetched(body=body):
            rules = Protego.parse(body.decode("utf-8", "replace"))
            return SiteRules(rules, delay_s=min(rules.crawl_delay(agent) or 0.0, LONGEST_DELAY_S))
    return EVERYTHING


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of every site that a run asks."""

    agent: str
    """Our product token, which sites name in their rules."""
    fetch: FetchRobots
    _sites: dict[str, asyncio.Task[SiteRules]] = field(default_factory=dict)

    async def find_rules(self, url: str) -> SiteRules:
        """Return the rules of the site of `url`, asked for if nobody has yet."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        if origin not in self._sites:
            self._sites[origin] = asyncio.create_task(self._ask(f"{origin}/robots.txt"))
        return await asyncio.shield(self._sites[origin])  # whoever else waits for it is not cancelled with us

    def refuse(self, url: str, site: SiteRules) -> Refusal | None:
        """Return why a page may not be fetched, None when it may."""
        if site.unreachable is not None:
            return FetchFault.NO_RULES, f"robots.txt cannot be read, which forbids all pages for now: {site.unreachable}"
        if site.rules is not None and not site.rules.can_fetch(url, self.agent):
            return FetchFault.DISALLOWED, "robots.txt does not allow this page"
        return None

    async def _ask(self, url: str) -> SiteRules:
        return read_rules(await self.fetch(url), self.agent)


def product_token(user_agent: str) -> str:
    """Return the name that robots.txt files know us by: "claimwatch" of "claimwatch/1.0 (+mail)"."""
    return user_agent.partition("/")[0].split(" ")[0]
