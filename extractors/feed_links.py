"""The article behind an aggregator's link, as far as the link itself says it. Nothing is asked.

Bing and Google Alerts write the address into a parameter (urls.resolve_click_link). Google News wrote it into its token until
2024; newer tokens only Google can open, and those links stay as they are.
"""

from __future__ import annotations

import base64
import binascii
import re

from extractors.urls import host_of, is_web_url, resolve_click_link

_GOOGLE_NEWS = "news.google.com"
_TOKEN = re.compile(r"/(?:rss/)?(?:articles|read)/([\w-]{16,})")
_HEAD = b"\x08\x13\x22"  # protobuf: field 1 is 19, field 4 is a text of the length that follows ("CBMi" in base64)


def resolve_feed_link(url: str) -> str:
    """Return the address of the article that a link in a feed leads to when the link says it, else the link."""
    resolved = resolve_click_link(url)
    return _open_token(resolved) or resolved


def is_sealed_link(url: str) -> bool:
    """Say whether only Google can tell where this link leads."""
    return host_of(url) == _GOOGLE_NEWS and _TOKEN.search(url) is not None and _open_token(url) is None


def _open_token(url: str) -> str | None:
    found = _TOKEN.search(url) if host_of(url) == _GOOGLE_NEWS else None
    if found is None:
        return None
    token = found[1]
    try:
        data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    if not data.startswith(_HEAD) or len(data) < 5:
        return None
    length, start = data[3], 4
    if length >= 0x80:  # a varint of two bytes: addresses longer than 127
        length, start = (length & 0x7F) | data[4] << 7, 5
    address = data[start : start + length].decode("ascii", "replace")
    return address if len(address) == length and is_web_url(address) else None
