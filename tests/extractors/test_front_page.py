"""Which feeds a page names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.front_page import NamedFeed, find_feeds

RSS = 'rel="alternate" type="application/rss+xml"'


@pytest.mark.parametrize(
    ("html", "urls"),
    [
        (f'<head><link {RSS} href="/rss" title="All"></head>', ["https://paper.example/rss"]),
        (f'<head><LINK {RSS.upper()} HREF="/RSS"></head>', ["https://paper.example/RSS"]),
        (f'<head><base href="https://cdn.example/x/"><link {RSS} href="rss"></head>', ["https://cdn.example/x/rss"]),
        ('<link rel="alternate" type="application/feed+json; charset=utf-8" href="/feed.json">', ["https://paper.example/feed.json"]),
        (f'<link {RSS} href="/rss"><link {RSS} href="/rss"><link {RSS} href="/tech">', ["https://paper.example/rss", "https://paper.example/tech"]),
        (f'<link {RSS} href="/comments/feed/" title="Comments"><link {RSS} href="/feed/">', ["https://paper.example/feed/"]),
        # Announced ones make the rest needless.
        (f'<link {RSS} href="/feed"><a href="/tag/rss">RSS</a>', ["https://paper.example/feed"]),
        ('<a href="/world/rss.xml">RSS</a> <a href="/feedback">Write to us</a> <a href="/a">A</a>', ["https://paper.example/world/rss.xml"]),
        ('<a href="https://feeds.paper.example/world">World</a>', ["https://feeds.paper.example/world"]),
        (f'<link {RSS} href="javascript:alert(1)"><link {RSS} href="file:///etc/passwd"><link {RSS}>', []),
        ('<link rel="alternate" type="text/html" hreflang="de" href="/de">', []),
        ("", []),
        ("<!-- nothing -->", []),
    ],
)  # fmt: skip
def test_the_feeds_that_a_page_names(html: str, urls: list[str]) -> None:
    found = find_feeds(html.encode(), "https://paper.example/", "text/html")
    assert [feed.url for feed in found] == urls


def test_a_feed_has_the_title_that_the_page_gives_it() -> None:
    found = find_feeds(f'<link {RSS} href="/rss" title="World">'.encode(), "https://paper.example/", None)
    assert found == (NamedFeed("https://paper.example/rss", "World"),)


@given(st.binary(max_size=300), st.sampled_from([b"", b"<html><head><link rel=alternate type=application/rss+xml href="]))
def test_any_bytes_name_feeds_or_none(body: bytes, head: bytes) -> None:
    assert all(feed.url.startswith("http") for feed in find_feeds(head + body, "https://paper.example/", None))
