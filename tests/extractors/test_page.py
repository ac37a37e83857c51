"""Pages to articles or statuses: one fixture per kind of page."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extractors.page import PageFailure, WholePage, read_page, read_whole_page, summarise_entry
from extractors.page_status import PageStatus
from extractors.records import Article, Entry, Page, Quality, make_id

PAGES = Path(__file__).parent.parent / "pages"
NOW = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
URL = "https://harborpost.example/2026/11/kettle-million?utm_source=rss"
ENTRY = Entry(feed_url="https://harborpost.example/feed", entry_id="1", url=URL, title="")
SUMMARY = "Kettle has passed a million users."


def load_page(name: str, url: str = URL, content_type: str = "text/html; charset=utf-8") -> Page:
    return Page(url, (PAGES / name).read_bytes(), content_type)


def read_article(name: str, entry: Entry = ENTRY, url: str = URL) -> Article:
    article = read_page(load_page(name, url), entry, NOW)
    assert isinstance(article, Article), article
    return article


def read_failure(name: str, entry: Entry = ENTRY, url: str = URL) -> PageFailure:
    failure = read_page(load_page(name, url), entry, NOW)
    assert isinstance(failure, PageFailure), failure
    return failure


def test_a_whole_article():
    article = read_article("full.html")
    assert article.text.startswith(("Kettle passes a million users", "Kettle, the tea-tasting app"))
    assert "passed one million users" in article.text
    assert "A hearing is set for 9 December." in article.text
    for noise in ("text_fields", "teapots", "since 1950", "All rights reserved", "weather", "Privacy"):
        assert noise not in article.text
    assert article.url == "https://harborpost.example/2026/11/kettle-million"
    assert article.article_id == make_id("https://harborpost.example/2026/11/kettle-million")
    assert article.title == "Kettle passes a million users"
    assert article.publisher == "The Harbor Post"
    assert article.author == "Ada Quill, Bo Reed"
    assert article.published_at == datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
    assert article.agency == "PTI"
    assert (article.quality, article.language) == (Quality.FULL, "en")
    assert article.feed_url == "https://harborpost.example/feed"


def test_the_feed_knows_best():
    published = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)
    entry = replace(ENTRY, title="A million", author="Cy Dell", publisher="Harbor Wire", published_at=published)
    article = read_article("full.html", entry)
    assert (article.title, article.author, article.publisher, article.published_at) == (
        "A million",
        "Cy Dell",
        "Harbor Wire",
        published,
    )


def test_a_future_date_of_the_feed_is_not_believed():
    article = read_article("full.html", replace(ENTRY, published_at=NOW + timedelta(days=2)))
    assert article.published_at == datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "published", "author"),
    [
        ("meta_date.html", datetime(2026, 11, 16, 8, 0, tzinfo=UTC), "Ada Quill"),  # a full date beats an earlier tag's bare day
        ("time_tag.html", datetime(2026, 11, 16, 8, 0, tzinfo=UTC), None),
        ("future_date.html", datetime(2026, 11, 16, 8, 0, tzinfo=UTC), "Ada Quill, Bo Reed"),  # JSON-LD says 2029
        ("broken_ld.html", datetime(2026, 11, 16, 8, 0, tzinfo=UTC), "Ada Quill"),
    ],
)
def test_where_metadata_comes_from(name: str, published: datetime, author: str | None):
    article = read_article(name)
    assert (article.published_at, article.author) == (published, author)


def test_a_date_that_only_stands_in_the_words_of_the_page_is_guessed():
    page = replace(load_page("time_tag.html"), body=(PAGES / "time_tag.html").read_bytes().replace(b"<time", b"<span"))
    article = read_page(page, ENTRY, NOW)
    assert isinstance(article, Article)
    assert (article.published_at, article.sources) == (datetime(2026, 11, 16, tzinfo=UTC), "title: page, published: htmldate")


def test_without_any_date_it_is_now_and_without_a_name_the_host():
    body = re.sub(rb"<time.*?</time>", b"", (PAGES / "time_tag.html").read_bytes()).replace(b"2026", b"")
    url = "https://harborpost.example/kettle-million"
    article = read_page(Page(url, body), replace(ENTRY, url=url), NOW)
    assert isinstance(article, Article)
    assert (article.published_at, article.publisher) == (NOW, "harborpost.example")
    assert article.sources == "title: page, published: visit"


def test_every_field_says_where_it_comes_from():
    assert read_article("full.html").sources == "title: json-ld, author: json-ld, publisher: meta, published: json-ld"
    told = replace(ENTRY, title="A million", published_at=datetime(2026, 11, 16, 7, 0, tzinfo=UTC))
    assert read_article("full.html", told).sources == "title: feed, author: json-ld, publisher: meta, published: feed"


LIVE_LD = b'"@type":"LiveBlogPosting"'


@pytest.mark.parametrize(
    ("entry", "url", "old", "new"),
    [
        (ENTRY, URL, b'"@type":"NewsArticle"', LIVE_LD),
        (ENTRY, "https://harborpost.example/live/kettle-million", b"", b""),
        (replace(ENTRY, title="Kettle hearing: live updates"), URL, b"", b""),
        (replace(ENTRY, title="LIVE: Kettle before the court"), URL, b"", b""),
    ],
    ids=["by JSON-LD", "by address", "by the end of its title", "by the start of its title"],
)
def test_a_live_page_is_an_article_with_a_status_of_its_own(entry: Entry, url: str, old: bytes, new: bytes):
    body = (PAGES / "full.html").read_bytes()
    assert old in body
    page = read_whole_page(Page(url, body.replace(old, new) if old else body), entry, NOW)
    assert isinstance(page, WholePage)
    assert (page.status, page.article.quality) == (PageStatus.LIVE, Quality.FULL)


def test_a_headline_about_living_is_not_live():
    page = read_whole_page(load_page("full.html"), replace(ENTRY, title="Kettle, where tea lovers live"), NOW)
    assert isinstance(page, WholePage)
    assert (page.status, page.detail) == (PageStatus.FULL, "")


def test_the_text_in_json_ld_when_the_page_draws_itself():
    article = read_article("ld_body.html")
    assert article.text.startswith("Kettle, the tea-tasting app")
    assert article.words > 200


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("paywalled.html", PageStatus.PAYWALLED),
        ("wall_words.html", PageStatus.PAYWALLED),
        ("teaser.html", PageStatus.TEASER),
        ("teaser_wordcount.html", PageStatus.TEASER),
        ("consent.html", PageStatus.CONSENT),
        ("soft404.html", PageStatus.SOFT404),
        ("robot_check.html", PageStatus.SOFT404),
        ("empty.html", PageStatus.EMPTY),
        ("german.html", PageStatus.OTHER_LANGUAGE),
    ],
)
def test_statuses(name: str, status: PageStatus):
    failure = read_failure(name)
    assert failure.status is status, failure
    assert failure.detail


def test_a_paid_page_gives_its_beginning_only():
    summary = read_failure("paywalled.html").summary
    assert summary is not None
    assert summary.quality is Quality.SUMMARY_ONLY
    assert 20 < summary.words <= 100
    assert "million users" in summary.text
    assert summary.publisher == "The Harbor Post"
    assert summary.article_id == read_article("full.html").article_id


@pytest.mark.parametrize("name", ["consent.html", "soft404.html", "empty.html"])
def test_a_failed_page_leaves_the_feeds_own_text(name: str):
    assert read_failure(name).summary is None
    summary = read_failure(name, replace(ENTRY, summary=SUMMARY, title="Kettle")).summary
    assert summary is not None
    assert (summary.text, summary.title, summary.quality) == (SUMMARY, "Kettle", Quality.SUMMARY_ONLY)
    assert summary.publisher == "harborpost.example"  # never the consent page's
    assert summary.published_at == NOW


def test_the_feeds_content_is_better_than_its_summary():
    content = f"<p>{SUMMARY}</p><p>More follows in <b>bold</b>.</p><script>x()</script>"
    summary = summarise_entry(replace(ENTRY, summary=SUMMARY, content=content), NOW)
    assert summary is not None
    assert summary.text == f"{SUMMARY}\nMore follows in bold."
    assert summarise_entry(ENTRY, NOW) is None


def test_a_page_that_shows_a_fraction_of_the_feeds_content_is_a_teaser():
    content = "".join(f"<p>Sentence {number} of a long story about tea and its makers in many towns.</p>" for number in range(60))
    failure = read_failure("wall_words.html", replace(ENTRY, content=content))
    assert failure.summary is not None
    assert failure.summary.words > 500


@pytest.mark.parametrize(
    ("final_url", "title", "status"),
    [
        ("https://consent.harborpost.example/collect", "", PageStatus.CONSENT),
        ("https://consent.google.com/m", "", PageStatus.CONSENT),
        ("https://harborpost.example/", "", PageStatus.INDEX),
    ],
)
def test_where_a_redirect_ends_tells(final_url: str, title: str, status: PageStatus):
    assert read_failure("full.html", replace(ENTRY, title=title), final_url).status is status


def test_a_list_in_place_of_the_article():
    assert read_failure("index.html", replace(ENTRY, title="Kettle passes a million users")).status is PageStatus.INDEX


@pytest.mark.parametrize(
    ("url", "canonical", "kept"),
    [
        ("https://a.example/x?ref=1", "https://a.example/x", "https://a.example/x"),
        ("https://m.a.example/x", "https://www.a.example/x", "https://www.a.example/x"),
        ("https://a.example/x", "https://wire.example/x", "https://a.example/x"),  # a copy names its original
        ("https://a.example/x", "https://a.example/", "https://a.example/x"),  # every page names the front page
        ("https://a.example/x", "javascript:void(0)", "https://a.example/x"),
        ("file:///feed/pages/x.html", "https://a.example/x", "https://a.example/x"),
        ("file:///feed/pages/x.html", "x.html", "file:///feed/pages/x.html"),
    ],
)
def test_the_canonical_link(url: str, canonical: str, kept: str):
    body = (PAGES / "full.html").read_bytes().replace(b"https://harborpost.example/2026/11/kettle-million", canonical.encode())
    article = read_page(Page(url, body), replace(ENTRY, url=url), NOW)
    assert isinstance(article, Article)
    assert article.url == kept


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "text/html", PageStatus.EMPTY),
        (b"  \n ", "", PageStatus.EMPTY),
        (b"%PDF-1.7", "application/pdf", PageStatus.ERROR),
        (b"\x89PNG", "image/png", PageStatus.ERROR),
        (b"\x00\x01\x02\x03", "text/html", None),
        (b"<html", "text/html", None),
        (b"<" * 50_000, "text/html", None),
        (b"<div>" * 20_000, "text/html", None),
        ("Kettle".encode("utf-16"), "text/html; charset=utf-16", None),
        (b"<html><body><p>x</p></body></html>", "text/html; charset=no-such-thing", None),
    ],
)
def test_what_is_no_page_fails_politely(body: bytes, content_type: str, status: PageStatus | None):
    failure = read_page(Page(URL, body, content_type), ENTRY, NOW)
    assert isinstance(failure, PageFailure)
    assert status in (None, failure.status)


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-8", "iso-8859-1"), ("cp1252", "iso-8859-1"), ("cp1252", ""), ("utf-8", "")]
)
def test_character_sets(encoding: str, declared: str):
    markup = (PAGES / "full.html").read_text().replace('<meta charset="utf-8">', "")
    header = f"text/html; charset={declared}" if declared else "text/html"
    article = read_page(Page(URL, markup.encode(encoding, "xmlcharrefreplace"), header), ENTRY, NOW)
    assert isinstance(article, Article)
    assert "“We never thought that so many people would argue about oolong,”" in article.text


def test_reading_twice_gives_the_same():
    assert read_article("full.html") == read_article("full.html")
