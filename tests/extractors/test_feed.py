"""Feeds to entries: one fixture per family of formats, then what real feeds get wrong."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.feed import FeedFailure, FeedReason, ParsedFeed, parse_feed
from extractors.records import Entry

FEEDS = Path(__file__).parent.parent / "feeds"
MORNING = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)


def read_feed(name: str, url: str) -> ParsedFeed:
    feed = parse_feed((FEEDS / name).read_bytes(), url, None)
    assert isinstance(feed, ParsedFeed), feed
    return feed


def rss(item: str, channel: str = "", head: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    return f'{head}<rss version="2.0"><channel><title>T</title>{channel}<item>{item}</item></channel></rss>'.encode()


def only_entry(body: bytes, content_type: str | None = None, url: str = "https://site.example/feed") -> Entry:
    feed = parse_feed(body, url, content_type)
    assert isinstance(feed, ParsedFeed), feed
    (entry,) = feed.entries
    return entry


def test_an_aggregators_feed():
    feed = read_feed("aggregator.xml", "https://search.example/rss")
    assert (feed.title, feed.ttl, feed.skipped) == ('"tea app" - Search', timedelta(minutes=45), 1)
    google, bing, burned, again = feed.entries
    assert google.title == "Kettle passes a million users"
    assert google.publisher == "The Harbor Post"
    assert google.entry_id == "CBMiOpaqueToken"
    assert google.url == "https://news.search.example/rss/articles/CBMiOpaqueToken?oc=5"
    assert google.summary == "Kettle passes a million users The Harbor Post"
    assert google.published_at == MORNING
    assert bing.title == "Kettle & Cup: what we know"
    assert bing.url == "https://ledger.example/tech/kettle?id=7"
    assert bing.publisher == "Ledger"
    assert bing.published_at == MORNING
    assert burned.url == "https://site.example/2026/burned?utm_source=feed"
    # Two stories under one id: told apart by their addresses.
    assert (burned.entry_id, again.entry_id) == (burned.url, "https://site.example/2026/other")
    assert burned.published_at == MORNING


def test_an_atom_feed():
    feed = read_feed("atom.xml", "https://cdn.example/atom.xml")
    assert feed.title == "The Daily Leaf"
    first, second = feed.entries
    assert first.url == "https://daily.example/news/leaf-grows"
    assert first.published_at == MORNING - timedelta(hours=5, minutes=30)
    assert first.author == "Ida Moss"
    assert first.summary == "Short."
    assert "The leaf grew." in first.content
    assert second.entry_id == second.url == "https://daily.example/no-id"
    # No zone of its own, but every other date of the feed is in +05:30.
    assert second.published_at == MORNING - timedelta(hours=5, minutes=30)


def test_an_rdf_feed():
    feed = read_feed("rdf.xml", "https://old.example/rss")
    assert feed.ttl == timedelta(hours=6)
    (entry,) = feed.entries
    assert (entry.url, entry.author, entry.published_at) == ("https://old.example/1", "A. Reed", MORNING)


def test_a_json_feed():
    feed = read_feed("feed.json", "https://leaf.example/feed.json")
    assert (feed.title, feed.skipped) == ("Leaf Notes", 1)
    seven, eight = feed.entries
    assert (seven.entry_id, seven.url, seven.author) == ("7", "https://leaf.example/notes/7", "Ida Moss")
    assert seven.summary == "One.\nTwo."
    assert seven.published_at == MORNING - timedelta(hours=5, minutes=30)
    assert (eight.url, eight.author) == ("https://leaf.example/8", "B. Twig")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", FeedReason.EMPTY),
        (b" \r\n\t ", FeedReason.EMPTY),
        (b"\xef\xbb\xbf", FeedReason.EMPTY),
        (b"<!DOCTYPE html><html><head><title>Log in</title></head><body></body></html>", FeedReason.HTML),
        (b"<!-- cached --><HTML><body>rss feed</body></HTML>", FeedReason.HTML),
        (b"404 page not found", FeedReason.NOT_A_FEED),
        (b"\x89PNG\r\n\x1a\n\x00\x00", FeedReason.NOT_A_FEED),
        (b"<urlset><url><loc>https://a.example/</loc></url></urlset>", FeedReason.NOT_A_FEED),
        (b'{"error": "not found"}', FeedReason.NOT_A_FEED),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', FeedReason.NOT_A_FEED),
        (b'{"version": "https://jsonfeed', FeedReason.BROKEN),
        (b"[" * 100_000, FeedReason.BROKEN),
        (b"<rss version='2.0'><channel><title>Cut of", FeedReason.BROKEN),
    ],
)
def test_what_is_no_feed_says_so(body: bytes, reason: FeedReason):
    failure = parse_feed(body, "https://site.example/feed", "text/xml")
    assert isinstance(failure, FeedFailure), failure
    assert failure.reason is reason
    assert failure.detail
    assert "\n" not in failure.detail


def test_an_empty_channel_is_a_feed():
    feed = parse_feed(b"<rss version='2.0'><channel><title>Quiet</title></channel></rss>", "https://site.example/f", None)
    assert feed == ParsedFeed("Quiet", ())


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss("<title>Café</title><link>https://site.example/1</link>"), "text/xml"),  # RFC 3023: would be us-ascii
        (rss("<title>Café</title><link>https://site.example/1</link>"), "text/xml; charset=iso-8859-1"),
        (rss("<title>Café</title><link>/1</link>", head="<?xml version='1.0' encoding='iso-8859-1'?>"), None),
        (rss("<title>Café</title><link>/1</link>").decode().replace("utf-8", "iso-8859-1").encode("latin-1"), None),
        (rss("<title>Café</title><link>/1</link>").decode().encode("cp1252"), "application/xml; charset=windows-1252"),
        (rss("<title>Café</title><link>/1</link>").decode().encode("utf-16"), None),
        (b"\xef\xbb\xbf" + rss("<title>Café</title><link>/1</link>"), None),
        (b"\n\n  " + rss("<title>Café</title><link>/1</link>"), None),
        (rss("<title>Café\x0b</title><link>/1</link>"), None),  # a control character XML forbids
    ],
)
def test_text_survives_wrong_declarations(body: bytes, content_type: str | None):
    entry = only_entry(body, content_type)
    assert entry.title.strip() == "Café"
    assert entry.url == "https://site.example/1"


@pytest.mark.parametrize(
    ("item", "title"),
    [
        ("<title><![CDATA[AT&amp;T rises]]></title>", "AT&T rises"),
        ("<title>AT&amp;amp;T rises</title>", "AT&T rises"),
        ("<title>AT&amp;T rises</title>", "AT&T rises"),
        ("<title>&lt;b&gt;Bold&lt;/b&gt; claim</title>", "Bold claim"),
        ("<title>  Two\n   lines </title>", "Two lines"),
        ("<title>5 &lt; 7 and 9 &gt; 8</title>", "5 < 7 and 9 > 8"),
        ("<description>No title</description>", ""),
    ],
)
def test_titles_are_plain_text(item: str, title: str):
    assert only_entry(rss(f"{item}<link>https://site.example/1</link>")).title == title


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>pages/a.html</link>", "https://site.example/pages/a.html"),
        ("<link>//cdn.example/a</link>", "https://cdn.example/a"),
        ("<link>\n  https://site.example/a  \n</link>", "https://site.example/a"),
        ('<guid isPermaLink="true">https://site.example/guid</guid>', "https://site.example/guid"),
        ("<link>https://a.example/x?y=1&z=2</link>", "https://a.example/x?y=1&z=2"),  # a bare & is not well-formed
        ("<link>https://www.google.com/url?rct=j&amp;url=https://a.example/b&amp;ct=ga</link>", "https://a.example/b"),
    ],
)
def test_links_become_addresses(item: str, url: str):
    assert only_entry(rss(f"<title>t</title>{item}")).url == url


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:desk@a.example", "file:///etc/passwd", "http://[", ""])
def test_what_is_no_web_address_is_skipped(link: str):
    feed = parse_feed(
        rss(f"<title>t</title><link>{link}</link><guid isPermaLink='false'>x</guid>"), "https://site.example/f", None
    )
    assert isinstance(feed, ParsedFeed)
    assert (feed.entries, feed.skipped) == ((), 1)


def test_links_of_a_local_feed_stay_local():
    assert only_entry(rss("<link>pages/a.html</link>"), url="file:///feed/sample.xml").url == "file:///feed/pages/a.html"


def test_nothing_outside_is_read(tmp_path: Path):
    """External entities and file names in a body must not open anything."""
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden words")
    doctype = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'
    feed = parse_feed(rss("<title>a &x; b</title><link>/1</link>", head=doctype), "https://site.example/f", None)
    assert "hidden" not in repr(feed)
    assert "hidden" not in repr(parse_feed(str(secret).encode(), "https://site.example/f", None))


def test_entities_do_not_multiply():
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{layers}]>'
    feed = parse_feed(rss("<title>&e11;</title><link>/1</link>", head=bomb), "https://site.example/f", None)
    assert len(repr(feed)) < 10_000


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"<rss><channel><item>", b"<feed><entry>", b'{"version":"https://jsonfeed.org/version/1",']),
)
def test_any_bytes_give_a_value(body: bytes, head: bytes):
    assert isinstance(parse_feed(head + body, "https://site.example/f", None), ParsedFeed | FeedFailure)


SOUND = '<enclosure url="https://cdn.example/ep.mp3" type="audio/mpeg" length="5"/>'


@pytest.mark.parametrize(
    ("item", "urls"),
    [
        (f"<title>Ep</title>{SOUND}", []),
        (f"<title>Ep</title><guid>https://cdn.example/ep.mp3</guid>{SOUND}", []),
        (f"<title>Ep</title><link>https://cdn.example/ep.mp3</link>{SOUND}", []),
        (f"<title>Ep</title><link>https://a.example/ep</link>{SOUND}", ["https://a.example/ep"]),  # it has a page of its own
    ],
)
def test_podcasts_are_passed_over_but_for_their_pages(item: str, urls: list[str]):
    feed = parse_feed(rss(item), "https://site.example/f", None)
    assert isinstance(feed, ParsedFeed)
    assert ([entry.url for entry in feed.entries], feed.skipped) == (urls, 1 - len(urls))


def items(*pairs: tuple[str, str]) -> bytes:
    told = "".join(f"<item><title>t</title><guid>{guid}</guid><link>{link}</link></item>" for guid, link in pairs)
    return f'<rss version="2.0"><channel><title>T</title>{told}</channel></rss>'.encode()


def test_an_id_that_tells_nothing_apart_is_replaced_by_the_address():
    one, two = "https://a.example/1", "https://a.example/2"
    feed = parse_feed(items(("https://a.example/", one), ("https://a.example/", two), ("3", "https://a.example/3")), one, None)
    assert isinstance(feed, ParsedFeed)
    assert [entry.entry_id for entry in feed.entries] == [one, two, "https://a.example/3"]
    twice = parse_feed(items(("1", one), ("1", one)), one, None)
    assert isinstance(twice, ParsedFeed)
    assert (len(twice.entries), twice.skipped) == (1, 1)


OLD_FORMATS = {
    "rss 0.90": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
        <channel><title>T</title></channel><item><title>A</title><link>https://a.example/1</link></item></rdf:RDF>""",
    "rss 0.91": """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
        "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>T</title>
        <item><title>A</title><link>https://a.example/1</link></item></channel></rss>""",
    "rss 0.92": """<rss version="0.92"><channel><title>T</title><item><title>A</title><link>https://a.example/1</link></item>
        </channel></rss>""",
    "rss 1.0": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
        <channel rdf:about="x"><title>T</title></channel><item rdf:about="https://a.example/1"><title>A</title>
        <link>https://a.example/1</link></item></rdf:RDF>""",
    "atom 0.3": """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry><title>A</title>
        <link rel="alternate" href="https://a.example/1"/></entry></feed>""",
    "json feed 1.0": '{"version": "https://jsonfeed.org/version/1", "title": "T", "items": [{"title": "A", "url": "https://a.example/1"}]}',
}  # fmt: skip


@pytest.mark.parametrize("name", OLD_FORMATS)
def test_every_old_format_is_read(name: str):
    entry = only_entry(OLD_FORMATS[name].encode())
    assert (entry.title, entry.url, entry.entry_id) == ("A", "https://a.example/1", "https://a.example/1")
