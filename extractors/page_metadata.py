"""What a page says about itself, and where: JSON-LD first, then meta tags, then the page itself, <time>, at last htmldate."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement
from pydantic.dataclasses import dataclass as pydantic_dataclass

from extractors.feed_dates import parse_date
from extractors.markup import strip_markup, strip_to_line
from extractors.strict_toml import STRICT, load_lexicon
from extractors.urls import absolute_url, is_web_url


@pydantic_dataclass(config=STRICT, frozen=True)
class _MetadataWords:
    article_types: list[str]
    live_types: list[str]
    listing_types: list[str]
    dates: list[str]
    authors: list[str]


_WORDS = load_lexicon("page_metadata", _MetadataWords)
_ARTICLE_TYPES = frozenset(_WORDS.article_types)
_LIVE_TYPES = frozenset(_WORDS.live_types)
_LISTING_TYPES = frozenset(_WORDS.listing_types)
_MOST_LD_NODES = 2_000
_MOST_LD_CHARS = 2_000_000
_BYLINE = re.compile(r"^\s*by\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says about itself; None or "" is what it does not say. Times are UTC."""

    title: str = ""
    author: str | None = None
    publisher: str | None = None
    published_at: datetime | None = None
    canonical: str | None = None
    """The page's own address as it states it, absolute."""
    description: str = ""
    free: bool = True
    """False when the page says that reading it takes a subscription (schema.org isAccessibleForFree)."""
    body: str = ""
    """The article's text in JSON-LD, which some pages carry."""
    declared_words: int = 0
    is_article: bool = False
    is_listing: bool = False
    is_live: bool = False
    """The page says that it is a live blog."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where title, author, publisher and date stand: json-ld, meta, page or time."""


def read_metadata(tree: HtmlElement, url: str, latest: datetime) -> PageMetadata:
    """Read a parsed page; dates after `latest` (aware) are not believed."""
    nodes = list(_read_json_ld(tree))
    articles = [node for node in nodes if _types_of(node) & _ARTICLE_TYPES]
    article = max(articles, key=lambda node: ("datePublished" in node, len(_text(node.get("articleBody")))), default={})
    metas = _read_metas(tree)
    og_type = metas.get("og:type", "")
    headings = tree.xpath("//h1[normalize-space()]")
    heading = " ".join(headings[0].text_content().split()) if len(headings) == 1 else ""
    title, title_source = _first(
        ("json-ld", strip_to_line(_text(article.get("headline")))), ("page", heading), ("meta", metas.get("og:title")),
        ("page", _first_text(tree, "//title")),
    )  # fmt: skip
    author, author_source = _first(("json-ld", _name_people(article.get("author"))), ("meta", _meta_author(metas)))
    publisher, publisher_source = _first(
        ("meta", metas.get("og:site_name")), ("json-ld", _name_people(article.get("publisher")))
    )
    published_at, date_source = _find_date(article, metas, tree, latest)
    sources = {"title": title_source, "author": author_source, "publisher": publisher_source, "published": date_source}
    return PageMetadata(
        title=title or "",
        author=author,
        publisher=publisher,
        published_at=published_at,
        canonical=_find_canonical(tree, metas, url),
        description=strip_to_line(metas.get("og:description") or metas.get("description") or _text(article.get("description"))),
        free=all(_is_free(node) for node in articles),
        body=strip_markup(_text(article.get("articleBody"))),
        declared_words=_whole_number(article.get("wordCount")),
        is_article=bool(articles) or og_type == "article",
        is_listing=not articles and og_type != "article" and any(_types_of(node) & _LISTING_TYPES for node in nodes),
        is_live=any(_types_of(node) & _LIVE_TYPES for node in articles),
        sources={name: source for name, source in sources.items() if source},
    )


def guess_date(tree: HtmlElement, latest: datetime) -> datetime | None:
    """Return the day that htmldate reads out of a page whose date stands in none of the usual places, at midnight UTC.

    Right for nine pages in ten (its own evaluation sets, measured for this project), and slow: the last resort.
    """
    found = find_date(tree, original_date=True, extensive_search=False, outputformat="%Y-%m-%d", max_date=f"{latest:%Y-%m-%d}")
    return datetime.fromisoformat(found).replace(tzinfo=UTC) if found else None


def _first(*stated: tuple[str, str | None]) -> tuple[str | None, str | None]:
    """The first that is stated, and where."""
    return next(((text, source) for source, text in stated if text), (None, None))


def _read_json_ld(tree: HtmlElement) -> Iterator[dict[str, object]]:
    """Every object of every JSON-LD script, nested ones included, as far as the scripts can be read."""
    budget = _MOST_LD_NODES
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        source = (
            (script.text or "").strip().removeprefix("<!--").removeprefix("//<![CDATA[").removesuffix("-->").removesuffix("//]]>")
        )
        if len(source) > _MOST_LD_CHARS:
            continue
        try:
            waiting: list[object] = [json.loads(source, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and budget:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, dict):
                budget -= 1
                yield value
                waiting += [
                    inner for name in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart") if (inner := value.get(name))
                ]


def _read_metas(tree: HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = " ".join(element.get("content").split())
        if name and content:
            metas.setdefault(name, content)
    return metas


def _find_date(
    article: dict[str, object], metas: dict[str, str], tree: HtmlElement, latest: datetime
) -> tuple[datetime | None, str | None]:
    """The first date with a zone, else the first without, read as UTC: half a day off is nearer than the hour of our visit."""
    stated = [("json-ld", _text(article.get("datePublished"))), *(("meta", metas.get(name, "")) for name in _WORDS.dates)]
    found = _first_date(stated, None, latest)
    if found:
        return found
    times = [("time", str(text)) for text in _read_times(tree)[:3]]
    if not any(text for _, text in (*stated, *times)):
        times = [("time", str(text)) for text in tree.xpath("//time/@datetime")[:1]]
    return _first_date(times, None, latest) or _first_date([*stated, *times], UTC, latest) or (None, None)


def _first_date(written: list[tuple[str, str]], zone: tzinfo | None, latest: datetime) -> tuple[datetime, str] | None:
    for source, text in written:
        moment = parse_date(text, zone) if text else None
        if moment is not None and moment <= latest:
            return moment, source
    return None


def _find_canonical(tree: HtmlElement, metas: dict[str, str], url: str) -> str | None:
    links = [str(link) for link in tree.xpath("//link[@rel='canonical']/@href")[:1]]
    stated = next((link for link in (*links, metas.get("og:url", "")) if link.strip()), "")
    absolute = absolute_url(url, stated) if stated else None
    return absolute if absolute and is_web_url(absolute) else None


def _types_of(node: dict[str, object]) -> set[str]:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return {str(kind).rsplit("/", 1)[-1] for kind in listed if isinstance(kind, str)}


def _is_free(node: dict[str, object]) -> bool:
    return str(node.get("isAccessibleForFree", True)).strip().lower() not in (
        "false",
        "0",
        "http://schema.org/false",
        "https://schema.org/false",
    )


def _name_people(value: object) -> str | None:
    """Names out of a string, an object with `name`, or a list of these; addresses are no names."""
    people = value if isinstance(value, list) else [value]
    names = []
    for person in people[:10]:
        stated = person.get("name") if isinstance(person, dict) else person
        name = strip_to_line(_text(stated[0] if isinstance(stated, list) and stated else stated))
        if name and not is_web_url(name):
            names.append(_BYLINE.sub("", name))
    return ", ".join(dict.fromkeys(names)) or None


def _meta_author(metas: dict[str, str]) -> str | None:
    return next((name for key in _WORDS.authors if (name := _name_people(metas.get(key)))), None)


_read_times = etree.XPath(
    "//article//time/@datetime | //*[@itemprop='datePublished']/@datetime | //*[@itemprop='datePublished']/@content"
)


def _first_text(tree: HtmlElement, path: str) -> str:
    found = tree.xpath(path)
    return " ".join(found[0].text_content().split()) if found else ""


def _whole_number(value: object) -> int:
    text = _text(value)
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
