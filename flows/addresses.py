"""Which network addresses may be connected to, and a transport that connects to nothing else.

A name is resolved once, every address it gives is judged, and the connection goes to the judged address: a name that resolves
differently a second later (DNS rebinding) gains nothing. TLS still checks the certificate against the name.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpcore2
import httpx2

IPAddress = IPv4Address | IPv6Address

# Cloud metadata services; the IPv6 one and Alibaba's and Oracle's look like ordinary private or public addresses.
_METADATA = frozenset(
    map(ip_address, ("169.254.169.254", "169.254.170.2", "fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "192.0.0.192"))
)
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_THIS_NETWORK = IPv4Network("0.0.0.0/8")  # Linux takes 0.0.0.0 for loopback
_MOST_TRIED = 4  # addresses of one name


class Reach(StrEnum):
    """Where an address leads."""

    PUBLIC = "public"
    PRIVATE = "private"
    """This machine or its network: only with ALLOW_PRIVATE_HOSTS."""
    FORBIDDEN = "forbidden"
    """Link-local, cloud metadata, multicast, unspecified, reserved: never."""


class AddressRefusedError(Exception):
    """The name leads where we do not go; the message is one line."""


class NameUnknownError(Exception):
    """The name does not resolve; the message is one line."""


def judge_address(address: IPAddress) -> Reach:
    """Say where an address leads; IPv4 inside IPv6 (mapped, 6to4, Teredo, NAT64) is judged as the IPv4 address it is."""
    inner = _unwrap(address)
    if inner is not None:
        return judge_address(inner)
    if address.is_loopback:  # before is_reserved: ::1 is both
        return Reach.PRIVATE
    nowhere = address.is_link_local or address.is_multicast or address.is_unspecified or address.is_reserved
    if nowhere or address in _METADATA or address in _THIS_NETWORK:
        return Reach.FORBIDDEN
    return Reach.PUBLIC if address.is_global else Reach.PRIVATE


def _unwrap(address: IPAddress) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if any(address in network for network in _NAT64):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


async def resolve_host(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Return the addresses of a host that may be connected to, in the resolver's order.

    One forbidden or private address among public ones refuses the whole name: that is how rebinding names look.
    Raises AddressRefusedError or NameUnknownError.
    """
    try:
        answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # UnicodeError: a label longer than 63 bytes
        raise NameUnknownError(f"{host} does not resolve: {error}") from None
    found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    for text in found:
        reach = judge_address(ip_address(text))
        if reach is Reach.FORBIDDEN or (reach is Reach.PRIVATE and not allow_private):
            raise AddressRefusedError(f"{host} leads to {text}, a {reach} address")
    return found[:_MOST_TRIED]


class _CheckedBackend(httpcore2.AsyncNetworkBackend):
    """Resolves and judges before it connects; sockets and TLS are httpcore's own."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._plain = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        fault: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in await resolve_host(host, port, allow_private=self._allow_private):
            try:
                return await self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                fault = error
        raise fault

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's signature
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore2.AsyncNetworkStream:
        raise AddressRefusedError(f"no unix sockets: {path}")

    async def sleep(self, seconds: float) -> None:
        await self._plain.sleep(seconds)


class CheckedTransport(httpx2.AsyncBaseTransport):
    """httpx2's transport over judged addresses, HTTP/1.1 and HTTP/2, no proxies.

    httpx2's own transport takes no network backend, so this drives the httpcore2 pool directly. Faults come as httpcore2's
    exceptions, AddressRefusedError and NameUnknownError; flows/fetch.py makes values of them.
    """

    def __init__(self, *, allow_private: bool, max_connections: int = 100) -> None:
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            max_connections=max_connections,
            max_keepalive_connections=max_connections // 4,
            keepalive_expiry=10.0,
            http1=True,
            http2=True,
            network_backend=_CheckedBackend(allow_private=allow_private),
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        address = request.url
        answer = await self._pool.handle_async_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(scheme=address.raw_scheme, host=address.raw_host, port=address.port, target=address.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(answer.status, headers=answer.headers, stream=_PoolStream(answer), extensions=answer.extensions)

    async def aclose(self) -> None:
        await self._pool.aclose()


class _PoolStream(httpx2.AsyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._answer.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._answer.aclose()
