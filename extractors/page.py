"""A page's bytes to an Article, or to a status that says what it is instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from lxml.etree import LxmlError
from lxml.html import HtmlElement
from trafilatura import extract, load_html
from trafilatura.settings import Extractor

from extractors.agency import find_agency
from extractors.charset import decode_body
from extractors.feed_dates import FURTHEST_AHEAD
from extractors.language import detect_language
from extractors.markup import strip_markup
from extractors.page_metadata import PageMetadata, guess_date, read_metadata
from extractors.page_status import HAS_TEASER, READABLE, PageEvidence, PageStatus, judge_page
from extractors.page_tree import parse_page, prune_furniture, prune_icons
from extractors.records import Article, Entry, Page, Quality
from extractors.urls import host_of, identify_article, is_web_url

DEFAULT_LANGUAGES = ("en",)
"""Languages whose text makes facts; the first is assumed for a text too short to tell."""

_SHORT_CHARS = 800  # below, recall mode may have missed the article: the default mode has a try
_LD_BODY_CHARS = 500  # shorter articleBody is a teaser
_WHOLE_SHARE = 0.5
_TEASER_WORDS = 100  # of a paid article we keep no more than a feed would show
_RECALL = Extractor(recall=True, comments=False, tables=False)
_DEFAULT = Extractor(comments=False, tables=False)
# What servers call a web page; an empty type counts too.
_HTML_TYPES = ("text/", "application/xhtml", "application/xml", "application/octet-stream")


@dataclass(frozen=True, slots=True)
class PageFailure:
    """A page that is not the whole article: what it is, why, and what the feed or its beginning still tell."""

    status: PageStatus
    detail: str
    summary: Article | None = None
    """An article of quality summary_only, when there is text for one."""


@dataclass(frozen=True, slots=True)
class WholePage:
    """A page that is the article."""

    article: Article
    status: PageStatus
    """full or live."""
    detail: str
    """Why it is taken for live; else empty."""


def read_page(page: Page, entry: Entry, now: datetime, languages: tuple[str, ...] = DEFAULT_LANGUAGES) -> Article | PageFailure:
    """`read_whole_page` for whom a live page is an article like any other."""
    outcome = read_whole_page(page, entry, now, languages)
    return outcome.article if isinstance(outcome, WholePage) else outcome


def read_whole_page(
    page: Page, entry: Entry, now: datetime, languages: tuple[str, ...] = DEFAULT_LANGUAGES
) -> WholePage | PageFailure:
    """Read the page behind a feed's entry.

    Text by trafilatura: recall mode, default mode when that is short or at odds with JSON-LD or the feed's own text; no readers'
    comments, no tables. Each piece of metadata comes from the first that has it: feed, JSON-LD, meta tags, <time>; the date at
    last from htmldate's guess, else `now`. Times are UTC.
    Run it in a worker process (flows/reading.py): parsers hang and crash on hostile pages.
    """
    parsed = _parse_page(page)
    if isinstance(parsed, PageFailure):
        return replace(parsed, summary=summarise_entry(entry, now, languages))
    markup, tree = parsed
    meta = read_metadata(tree, page.url, now + FURTHEST_AHEAD)
    if entry.published_at is None and meta.published_at is None:
        guessed = guess_date(tree, now)
        meta = replace(meta, published_at=guessed, sources={**meta.sources, "published": "htmldate"}) if guessed else meta
    prune_furniture(tree)
    own = strip_markup(entry.content)
    text = _extract_text(markup, tree, meta, own)
    promised = max(meta.declared_words, len(own.split()))
    status, detail = judge_page(PageEvidence(text, meta, page.url, entry.url, entry.title, promised))
    if status not in READABLE:
        beginning = _cut_words(text, _TEASER_WORDS) if status in HAS_TEASER else ""
        return PageFailure(status, detail, summarise_entry(entry, now, languages, beginning, meta))
    language = detect_language(text, languages[0])
    if language not in languages:
        return PageFailure(PageStatus.OTHER_LANGUAGE, f"the text is in {language}")
    article = _build_article(entry, _Source(page.url, text, language, Quality.FULL), meta, now)
    return WholePage(article, status, detail)


def summarise_entry(
    entry: Entry,
    now: datetime,
    languages: tuple[str, ...] = DEFAULT_LANGUAGES,
    beginning: str = "",
    meta: PageMetadata | None = None,
) -> Article | None:
    """Return an article of quality summary_only from what the feed carries, for a page that could not be fetched or read.

    `beginning` is what could be read of the page (with its `meta`); the longest text wins. None when there is no text, or
    none in one of the languages.
    """
    text = max((strip_markup(entry.content), entry.summary.strip(), beginning), key=len)
    language = detect_language(text, languages[0])
    if not text or language not in languages:
        return None
    stated = meta if meta and beginning else PageMetadata()  # a consent page's own name and date are not the article's
    return _build_article(entry, _Source(entry.url, text, language, Quality.SUMMARY_ONLY), stated, now)


@dataclass(frozen=True, slots=True)
class _Source:
    url: str
    text: str
    language: str
    quality: Quality


def _parse_page(page: Page) -> tuple[str, HtmlElement] | PageFailure:
    kind = page.content_type.strip().lower()
    if kind and not kind.startswith(_HTML_TYPES):
        return PageFailure(PageStatus.ERROR, f"not a web page: {page.content_type[:60]}")
    if not page.body.strip():
        return PageFailure(PageStatus.EMPTY, "the answer is empty")
    markup = decode_body(page.body, page.content_type)
    try:
        tree = parse_page(markup)
    except (LxmlError, ValueError) as error:
        return PageFailure(PageStatus.ERROR, f"cannot be parsed: {error}")
    return PageFailure(PageStatus.ERROR, "no HTML in it") if tree is None else (markup, tree)


def _extract_text(markup: str, tree: HtmlElement, meta: PageMetadata, own: str) -> str:
    """Recall mode first: 1.6 times the default's speed at the same F1. Default mode and JSON-LD when it falls short of what is
    promised by JSON-LD or by the feed's `own` text."""
    text = _run_trafilatura(tree, _RECALL)
    promised = max(len(body) if len(body) >= _LD_BODY_CHARS else 0 for body in (meta.body, own))
    if len(text) < max(_SHORT_CHARS, _WHOLE_SHARE * promised):
        # A fresh tree, with all that was cut out of this one: what looked like furniture may have been the article.
        whole = load_html(markup)
        prune_icons(whole)
        text = max(text, _run_trafilatura(whole, _DEFAULT), key=len)
    return meta.body if len(text) < _WHOLE_SHARE * len(meta.body) and len(meta.body) >= _LD_BODY_CHARS else text


def _run_trafilatura(tree: HtmlElement, options: Extractor) -> str:
    text = extract(tree, options=options)
    return text.strip() if isinstance(text, str) else ""


def _build_article(entry: Entry, source: _Source, meta: PageMetadata, now: datetime) -> Article:
    url = _choose_url(source.url, meta.canonical)
    believed = entry.published_at if entry.published_at and entry.published_at <= now + FURTHEST_AHEAD else None
    published_at = believed or meta.published_at or now
    article_id, version_id = identify_article(url, source.text)
    from_feed = {"title": entry.title, "author": entry.author, "publisher": entry.publisher, "published": believed}
    sources = dict(meta.sources) | {name: "feed" for name, stated in from_feed.items() if stated}
    if published_at is now:
        sources["published"] = "visit"
    return Article(
        article_id=article_id,
        version_id=version_id,
        url=url,
        publisher=entry.publisher or meta.publisher or host_of(url) or host_of(entry.feed_url) or "unknown",
        title=entry.title or meta.title or source.text.splitlines()[0][:200],
        text=source.text,
        published_at=published_at,
        language=source.language,
        author=entry.author or meta.author,
        quality=source.quality,
        agency=find_agency(source.text),
        feed_url=entry.feed_url or None,
        sources=", ".join(f"{name}: {sources[name]}" for name in from_feed if name in sources) or None,
    )


def _choose_url(url: str, canonical: str | None) -> str:
    """Return the page's own word for its address if it can be believed (same host, not the front page) or the page is a file.

    A canonical link to another host marks a copy; taking it would make two publishers' texts versions of one article.
    """
    if canonical is None:
        return url
    if not is_web_url(url):
        return canonical
    shallow = urlsplit(canonical).path.strip("/") == "" and urlsplit(url).path.strip("/") != ""
    same_host = _bare_host(canonical) == _bare_host(url)
    return canonical if same_host and not shallow else url


def _bare_host(url: str) -> str:
    host = host_of(url)
    for prefix in ("m.", "amp.", "mobile."):
        host = host.removeprefix(prefix)
    return host


def _cut_words(text: str, most: int) -> str:
    """The first whole lines of a text up to about `most` words; at least one line, cut hard when that is longer."""
    lines: list[str] = []
    words = 0
    for line in text.splitlines():
        count = len(line.split())
        if lines and words + count > most:
            break
        lines.append(line)
        words += count
    return " ".join(lines[0].split()[:most]) if len(lines) == 1 and words > most else "\n".join(lines)
