"""What can go wrong between us and a body."""

from __future__ import annotations

from enum import StrEnum


class FetchFault(StrEnum):
    """What went wrong between us and a body."""

    BAD_ADDRESS = "bad_address"
    """No http, https or permitted file: address."""
    REFUSED = "refused"
    """The address leads into a private or forbidden network, or a file out of its folder."""
    NO_SUCH_HOST = "no_such_host"
    CONNECT = "connect"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"
    """Cut off in the middle, or not HTTP."""
    REDIRECTS = "redirects"
    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    """Compressed in a way we did not ask for, or damaged."""
    MEDIA = "media"
    """Sound, pictures or fonts: not loaded."""
    GONE = "gone"
    """410: meant for good."""
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    """401, 402, 403, 451."""
    RATE_LIMITED = "rate_limited"
    DISALLOWED = "disallowed"
    """The site's robots.txt does not want us there."""
    NO_RULES = "no_rules"
    """Its robots.txt cannot be read for now, which forbids everything (RFC 9309)."""
    UNRESOLVED = "unresolved"
    """A link that only an aggregator can follow."""
    HTTP_CLIENT = "http_client"
    HTTP_SERVER = "http_server"
