"""Links of aggregators: opened where the link says it, left alone where only the aggregator knows."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest

from extractors.feed_links import is_sealed_link, resolve_feed_link

ARTICLE = "https://paper.example/2025/01/14/kettle-recall"
LONG = f"https://paper.example/{'a-rather-long-headline-' * 8}"


def seal(payload: bytes) -> str:
    """A link as Google News writes them: protobuf in base64, without padding."""
    length = bytes([len(payload)]) if len(payload) < 128 else bytes([len(payload) & 0x7F | 0x80, len(payload) >> 7])
    token = urlsafe_b64encode(b"\x08\x13\x22" + length + payload + b"\xd2\x01\x00").decode().rstrip("=")
    return f"https://news.google.com/rss/articles/{token}?oc=5"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        (seal(ARTICLE.encode()), ARTICLE),
        (seal(LONG.encode()), LONG),
        (seal(ARTICLE.encode()).replace("/rss/articles/", "/read/"), ARTICLE),
        ("https://www.bing.com/news/apiclick.aspx?ref=rss&url=https%3a%2f%2fpaper.example%2fa&c=1", "https://paper.example/a"),
        ("https://www.google.com/url?rct=j&url=https://paper.example/b&ct=ga", "https://paper.example/b"),
        ("https://feeds.feedburner.com/~r/paper/~3/abc/a.html", "https://feeds.feedburner.com/~r/paper/~3/abc/a.html"),
        (ARTICLE, ARTICLE),
        ("", ""),
    ],
)
def test_a_link_that_says_where_it_leads_is_opened(link: str, url: str) -> None:
    assert resolve_feed_link(link) == url
    assert not is_sealed_link(link)


@pytest.mark.parametrize(
    "payload",
    [
        b"AU_yqLOpaqueTokenThatOnlyGoogleCanOpen",
        b"javascript:alert(1)//long-enough",
        b"file:///etc/passwd-and-more",
        b"\xff" * 40,
    ],
)
def test_a_token_without_an_address_stays_sealed(payload: bytes) -> None:
    link = seal(payload)
    assert resolve_feed_link(link) == link
    assert is_sealed_link(link)


@pytest.mark.parametrize("token", ["CBMiOpaqueToken0", "CBMi", "CBMigAE", "____________________", "A" * 5000])
def test_damaged_tokens_are_left_alone(token: str) -> None:
    link = f"https://news.google.com/rss/articles/{token}"
    assert resolve_feed_link(link) == link


@pytest.mark.parametrize(
    "link",
    ["https://news.google.com/", "https://news.google.com/rss/search?q=a", "https://a.example/articles/CBMiabcdefghijklmnop"],
)
def test_other_pages_are_no_sealed_links(link: str) -> None:
    assert not is_sealed_link(link)
