"""HTTP: what an address answers, or a typed failure. What the network does is never an exception."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urljoin, urlsplit

import httpx2

from extractors.urls import hide_credentials
from flows.addresses import AddressRefusedError, CheckedTransport
from flows.fault_names import NETWORK_FAULTS, name_fault, name_status
from flows.faults import FetchFault
from flows.http_dates import read_retry_after
from flows.local_files import LocalFileMissingError, read_local_file

_KEPT_HEADERS = ("content-type", "etag", "last-modified", "cache-control", "expires", "date", "retry-after", "content-language")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_MEDIA = ("audio/", "video/", "image/", "font/")
_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, text/html;q=0.9, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Validators:
    """What the server said about its last full answer, verbatim; sent back so that it may answer 304."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """What may be fetched and how much of it. Times in seconds, sizes in bytes after decompression."""

    user_agent: str
    allow_private: bool = False
    file_root: Path | None = None
    """The folder that `file:` addresses live in; None: no files at all."""
    max_bytes: int = 10_000_000
    total_s: float = 30.0
    connect_s: float = 10.0
    read_s: float = 15.0
    max_redirects: int = 5
    max_connections: int = 100
    follow_google_news: bool = False
    """Whether links that only Google can open are followed there."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole body."""

    url: str
    """The address after redirects."""
    status: int
    headers: Mapping[str, str]
    """The few that matter to us, names in lower case, values verbatim."""
    body: bytes = field(repr=False)
    moved_to: str | None = None
    """The new address when every redirect was permanent (301, 308)."""

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    @property
    def validators(self) -> Validators:
        return Validators(self.headers.get("etag"), self.headers.get("last-modified"))

    @property
    def body_hash(self) -> str:
        """The same bytes as last time are unmodified whatever the server says."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Unmodified:
    """304: what we have is current."""

    url: str
    headers: Mapping[str, str]
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """No body, and why, in one line for a person; credentials are never in it."""

    url: str
    kind: FetchFault
    detail: str
    status: int | None = None
    retry_after: timedelta | None = None
    """How long the server asks to be left alone (429, 503)."""


@asynccontextmanager
async def open_client(policy: FetchPolicy) -> AsyncIterator[httpx2.AsyncClient]:
    """A client for `fetch`: HTTP/2, no proxies or netrc from the environment, no cookies kept, no redirects of its own."""
    async with httpx2.AsyncClient(
        transport=CheckedTransport(allow_private=policy.allow_private, max_connections=policy.max_connections),
        headers={"user-agent": policy.user_agent, "accept": _ACCEPT, "accept-encoding": "gzip, deflate"},
        timeout=httpx2.Timeout(policy.read_s, connect=policy.connect_s, pool=policy.total_s),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        follow_redirects=False,
        trust_env=False,
    ) as client:
        yield client


Refusal = tuple[FetchFault, str]
"""Why an address may not be asked."""
Admit = Callable[[str], AbstractAsyncContextManager[Refusal | None]]
"""Waits until an address may be asked, gives the reason why it may not (or None), and is left when the answer is read."""


@asynccontextmanager
async def admit_at_once(url: str) -> AsyncIterator[None]:  # noqa: ARG001 - nobody is refused
    """Neither wait nor refuse."""
    yield


async def fetch(
    client: httpx2.AsyncClient, url: str, validators: Validators, policy: FetchPolicy, admit: Admit = admit_at_once
) -> Fetched | Unmodified | FetchFailure:
    """Get what is at `url` within `policy.total_s` seconds, redirects included, waiting to be admitted not.

    Each redirect's address is judged anew and goes through `admit` too. Only http and https lead anywhere; `file:` addresses
    are read inside `policy.file_root` and never reached by a redirect.
    """
    if url.startswith("file:"):
        return _fetch_file(url, validators, policy)
    try:
        async with asyncio.timeout(policy.total_s) as clock:
            return await _follow(client, url, validators, policy, partial(_stop_clock, clock, admit))
    except NETWORK_FAULTS as error:
        return FetchFailure(hide_credentials(url), *name_fault(error))


@asynccontextmanager
async def _stop_clock(clock: asyncio.Timeout, admit: Admit, url: str) -> AsyncIterator[Refusal | None]:
    """Wait at a host's gate off the clock: the time limit is for the site, and a queue of ours is not its fault."""
    loop = asyncio.get_running_loop()
    left = (clock.when() or 0.0) - loop.time()
    clock.reschedule(None)
    async with admit(url) as refusal:
        clock.reschedule(loop.time() + left)
        yield refusal


@dataclass(frozen=True, slots=True)
class _Asked:
    shown: str
    """The address that was asked for, without credentials."""
    conditional: bool


async def _follow(
    client: httpx2.AsyncClient, url: str, validators: Validators, policy: FetchPolicy, admit: Admit
) -> Fetched | Unmodified | FetchFailure:
    conditions = _write_conditions(validators)  # on every hop: they belong to the body at the end
    asked = _Asked(hide_credentials(url), bool(conditions))
    current, permanent = url, True
    for _ in range(policy.max_redirects + 1):
        if not _is_web(current):
            return FetchFailure(asked.shown, FetchFault.BAD_ADDRESS, f"neither http nor https: {hide_credentials(current)[:100]}")
        async with AsyncExitStack() as hop:
            refusal = await hop.enter_async_context(admit(current))
            if refusal:
                return FetchFailure(asked.shown, *refusal)
            # The client logs addresses, so that a password goes beside its own.
            stream = client.stream("GET", hide_credentials(current), headers=conditions, auth=_find_credentials(current))
            response = await hop.enter_async_context(stream)
            location = response.headers.get("location", "").strip()
            if response.status_code not in _REDIRECTS or not location:
                final = hide_credentials(current)
                return await _read_answer(response, final, final if permanent and current != url else None, asked, policy)
            permanent = permanent and response.status_code in _PERMANENT
            current = _join(current, location)
    return FetchFailure(asked.shown, FetchFault.REDIRECTS, f"more than {policy.max_redirects} redirects")


def _join(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError:  # "http://[": refused as no address in the next round
        return location


async def _read_answer(
    response: httpx2.Response, final: str, moved_to: str | None, asked: _Asked, policy: FetchPolicy
) -> Fetched | Unmodified | FetchFailure:
    status = response.status_code
    headers = MappingProxyType({name: value for name in _KEPT_HEADERS if (value := response.headers.get(name)) is not None})
    if status == 304 and asked.conditional:
        return Unmodified(final, headers, moved_to)
    if not 200 <= status < 300:
        return FetchFailure(asked.shown, name_status(status), f"HTTP {status}", status, read_retry_after(headers))
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in _ENCODINGS:
        return FetchFailure(asked.shown, FetchFault.ENCODING, f"compressed as {encoding[:40]!r}, not asked for", status)
    kind = headers.get("content-type", "").strip().lower()
    if kind.startswith(_MEDIA):
        return FetchFailure(asked.shown, FetchFault.MEDIA, f"{kind[:40]}: nothing to read in it", status)
    body = await _read_body(response, policy.max_bytes)
    if body is None:
        return FetchFailure(asked.shown, FetchFault.TOO_LARGE, f"more than {policy.max_bytes:,} bytes", status)
    return Fetched(final, status, headers, body, moved_to)


async def _read_body(response: httpx2.Response, most: int) -> bytes | None:
    """The decompressed body, or None as soon as it is too large. httpx2 inflates in pieces of 1 MiB, so a bomb stops here."""
    declared = response.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        return None
    body = bytearray()
    async for part in response.aiter_bytes():
        body += part
        if len(body) > most:
            return None
    return bytes(body)


def _fetch_file(url: str, validators: Validators, policy: FetchPolicy) -> Fetched | Unmodified | FetchFailure:
    try:
        body, content_type = read_local_file(url, policy.file_root, policy.max_bytes)
    except AddressRefusedError as error:
        return FetchFailure(url, FetchFault.REFUSED, str(error))
    except LocalFileMissingError as error:
        return FetchFailure(url, FetchFault.NOT_FOUND, str(error))
    if len(body) > policy.max_bytes:
        return FetchFailure(url, FetchFault.TOO_LARGE, f"more than {policy.max_bytes:,} bytes")
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = MappingProxyType({"content-type": content_type, "etag": etag})
    return Unmodified(url, headers) if validators.etag == etag else Fetched(url, 200, headers, body)


def _write_conditions(validators: Validators) -> dict[str, str]:
    conditions = {"if-none-match": validators.etag, "if-modified-since": validators.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _find_credentials(url: str) -> tuple[str, str] | None:
    parts = urlsplit(url)
    return (unquote(parts.username or ""), unquote(parts.password or "")) if "@" in parts.netloc else None


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
