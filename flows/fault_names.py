"""Which fault an exception of the network or an HTTP status stands for."""

from __future__ import annotations

import httpcore2
import httpx2

from flows.addresses import AddressRefusedError, NameUnknownError
from flows.faults import FetchFault

# What the network can do to a request, most special first. TimeoutError is our own limit on the whole.
_FAULTS: tuple[tuple[type[Exception], FetchFault, str], ...] = (
    (TimeoutError, FetchFault.TIMEOUT, "not done in time"),
    (httpcore2.TimeoutException, FetchFault.TIMEOUT, "no answer in time"),
    (AddressRefusedError, FetchFault.REFUSED, "not allowed"),
    (NameUnknownError, FetchFault.NO_SUCH_HOST, "unknown name"),
    (httpcore2.ConnectError, FetchFault.CONNECT, "cannot connect"),
    (httpcore2.NetworkError, FetchFault.PROTOCOL, "the connection broke"),
    (httpcore2.ProtocolError, FetchFault.PROTOCOL, "the connection broke"),
    (httpcore2.ConnectionNotAvailable, FetchFault.PROTOCOL, "the connection broke"),
    (httpx2.DecodingError, FetchFault.ENCODING, "damaged compression"),
    (httpx2.InvalidURL, FetchFault.BAD_ADDRESS, "no usable address"),
    (httpx2.UnsupportedProtocol, FetchFault.BAD_ADDRESS, "no usable address"),
    (UnicodeError, FetchFault.BAD_ADDRESS, "no usable address"),
)
NETWORK_FAULTS = tuple(fault for fault, _, _ in _FAULTS)


def name_fault(error: Exception) -> tuple[FetchFault, str]:
    """Return what one of NETWORK_FAULTS is to us, and one line that says it."""
    kind, words = next((kind, words) for fault, kind, words in _FAULTS if isinstance(error, fault))
    return kind, f"{words}: {str(error) or type(error).__name__}"


def name_status(status: int) -> FetchFault:
    """Return what a status that brings no body is to us."""
    named = {404: FetchFault.NOT_FOUND, 410: FetchFault.GONE, 429: FetchFault.RATE_LIMITED}
    if status in named:
        return named[status]
    if status in (401, 402, 403, 451):
        return FetchFault.FORBIDDEN
    if status >= 500:
        return FetchFault.HTTP_SERVER
    return FetchFault.HTTP_CLIENT if status >= 400 else FetchFault.PROTOCOL
