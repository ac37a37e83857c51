"""Addresses: one spelling per article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.urls import absolute_url, canonical_url, host_of, identify_article, is_web_url, resolve_click_link


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://site.example/a", "https://site.example/a"),
        ("https://site.example/a/", "https://site.example/a"),
        ("https://site.example", "https://site.example/"),
        ("  https://site.example/a ", "https://site.example/a"),
        ("HTTPS://Site.Example/Path", "https://site.example/Path"),
        ("https://site.example:443/a", "https://site.example/a"),
        ("http://site.example:80/a", "http://site.example/a"),
        ("http://site.example:8080/a", "http://site.example:8080/a"),
        ("https://user:secret@site.example/a", "https://site.example/a"),
        ("https://site.example./a", "https://site.example/a"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("https://site.example/a#top", "https://site.example/a"),
        ("https://site.example/a?utm_source=rss&utm_medium=x", "https://site.example/a"),
        ("https://site.example/a?id=7&fbclid=abc&page=2", "https://site.example/a?id=7&page=2"),
        ("https://site.example/a?page=2&id=7", "https://site.example/a?page=2&id=7"),
        ("https://site.example/caf%C3%A9", "https://site.example/caf%C3%A9"),
        ("https://site.example/café", "https://site.example/caf%C3%A9"),
        ("https://site.example/a b", "https://site.example/a%20b"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("file:notes/a.txt", "file:notes/a.txt"),
        ("http://[", "http://["),
        ("", ""),
    ],
)
def test_canonical_url(url: str, canonical: str):
    assert canonical_url(url) == canonical


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://site.example/", "https://site.example/?"]))
def test_canonical_url_is_stable(text: str, head: str):
    once = canonical_url(head + text)
    assert canonical_url(once) == once


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (
            "http://www.bing.com/news/apiclick.aspx?ref=x&url=https%3A%2F%2Fa.example%2Fb%3Fc%3D1&mkt=en",
            "https://a.example/b?c=1",
        ),
        ("https://www.google.com/url?rct=j&url=https://a.example/b&ct=ga", "https://a.example/b"),
        ("https://www.bing.com/news/apiclick.aspx?url=javascript:alert(1)", None),
        ("https://bing.com.evil.example/news/apiclick.aspx?url=https://a.example/", None),
        ("https://a.example/url?url=https://b.example/", None),
        ("https://news.google.com/rss/articles/CBMi?oc=5", None),
    ],
)
def test_click_links(url: str, target: str | None):
    assert resolve_click_link(url) == (target or url)


@pytest.mark.parametrize(
    ("base", "link", "address"),
    [
        ("https://a.example/feed/", "x.html", "https://a.example/feed/x.html"),
        ("https://a.example/feed", "../x", "https://a.example/x"),
        ("https://a.example/feed", "//b.example/x", "https://b.example/x"),
        ("file:///feed/s.xml", "pages/x.html", "file:///feed/pages/x.html"),
        ("https://a.example/feed", "file:///etc/passwd", None),
        ("https://a.example/feed", "data:text/html,x", None),
        ("https://a.example/feed", "http://[bad", None),
    ],
)
def test_absolute_url(base: str, link: str, address: str | None):
    assert absolute_url(base, link) == address


def test_hosts():
    assert host_of("https://www.Site.example:8080/a") == "site.example"
    assert host_of("file:///a") == ""
    assert is_web_url("http://a.example")
    assert not is_web_url("http://a.example:99999/")


def test_identity_is_address_and_wording():
    first = identify_article("https://a.example/x?utm_source=rss", "Old words.")
    again = identify_article("https://A.example/x/", "Old words.")
    edited = identify_article("https://a.example/x", "New words.")
    assert first == again
    assert edited[0] == first[0]
    assert edited[1] != first[1]
    assert identify_article("https://b.example/x", "Old words.")[1] != first[1]
