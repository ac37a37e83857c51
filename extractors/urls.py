"""Addresses: one spelling per article, and the real address behind a click counter."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from pydantic.dataclasses import dataclass

from extractors.records import make_id
from extractors.strict_toml import STRICT, load_lexicon


@dataclass(config=STRICT, frozen=True)
class _ClickLink:
    host: str
    path: str
    parameter: str


@dataclass(config=STRICT, frozen=True)
class _UrlWords:
    tracking: list[str]
    click_link: list[_ClickLink]


_WORDS = load_lexicon("urls", _UrlWords)
_TRACKING_NAMES = frozenset(name for name in _WORDS.tracking if not name.endswith("*"))
_TRACKING_STARTS = tuple(name[:-1] for name in _WORDS.tracking if name.endswith("*"))
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Characters that may stand in a path as they are; "%" because what is already escaped stays escaped.
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"


def canonical_url(url: str) -> str:
    """Return the one spelling of an article's address that its id is made from.

    Drops fragment, tracking parameters, default port, credentials and a trailing slash; lower-cases scheme and host, writes
    the host in ASCII (IDNA). The order of the other parameters is kept: some sites give it a meaning. What is no web address
    comes back stripped.
    """
    parts = _split(url.strip())
    if parts is None:
        return url.strip()
    scheme, host, port, path, query = parts
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _is_tracking(name)]
    path = quote(path, safe=_PATH_SAFE).rstrip("/") or "/"
    return urlunsplit((scheme, host, path, urlencode(kept), ""))


def host_of(url: str) -> str:
    """Return the host of an address in lower case without `www.`, or "" when it has none."""
    parts = _split(url)
    return parts[1].removeprefix("www.") if parts else ""


def is_web_url(url: str) -> bool:
    """Say whether an address is http or https with a host."""
    return _split(url) is not None


def absolute_url(base: str, link: str) -> str | None:
    """Return `link` as an absolute address seen from `base`, or None when it cannot be one (mailto:, javascript:, broken).

    A `file:` result needs a `file:` base: a feed from the web must not point into this machine.
    """
    try:
        joined = urljoin(base, "".join(link.split()))
        scheme = urlsplit(joined).scheme
    except ValueError:  # "http://[" and the like
        return None
    if scheme == "file" and base.startswith("file:"):
        return joined
    return joined if is_web_url(joined) else None


def resolve_click_link(url: str) -> str:
    """Return the address a click counter leads to when the link itself says it (Bing News, Google Alerts), else `url`."""
    parts = _split(url)
    if parts is None:
        return url
    host, path, query = parts[1], parts[3], parts[4]
    for rule in _WORDS.click_link:
        if (host == rule.host or host.endswith("." + rule.host)) and path.lower() == rule.path:
            target = dict(parse_qsl(query)).get(rule.parameter, "")
            if is_web_url(target):
                return target
    return url


def hide_credentials(url: str) -> str:
    """Return the address without user name and password: they are never stored, shown or logged."""
    try:
        parts = urlsplit(url)
        if "@" not in parts.netloc:
            return url
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    except ValueError:
        return "(unreadable address)"


def identify_article(url: str, text: str) -> tuple[str, str]:
    """Return (article_id, version_id) of a text found at an address.

    The version is the wording alone. A publication date is left out: feeds re-date entries that did not change, and a page
    without a date would become a new version with every visit.
    """
    article_id = make_id(canonical_url(url))
    return article_id, make_id(article_id, text)


def _is_tracking(name: str) -> bool:
    lowered = name.lower()
    return lowered in _TRACKING_NAMES or lowered.startswith(_TRACKING_STARTS)


def _split(url: str) -> tuple[str, str, int | None, str, str] | None:
    """(scheme, host, port, path, query) of a web address, or None for anything else."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        if parts.scheme not in _DEFAULT_PORTS or not host:
            return None
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except ValueError:  # bad port, bad IPv6 literal, a host IDNA refuses
        return None
    if ":" in host:
        host = f"[{host}]"
    return parts.scheme, host.rstrip("."), port, parts.path, parts.query
