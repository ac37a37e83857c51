"""The gate: whether a page is the article that was asked for, and all of it."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlsplit

from pydantic.dataclasses import dataclass
from rapidfuzz import fuzz

from extractors.page_metadata import PageMetadata
from extractors.strict_toml import STRICT, load_lexicon
from extractors.urls import host_of


class PageStatus(StrEnum):
    """What a page turned out to be. Only `full` and `live` make facts."""

    FULL = "full"
    TEASER = "teaser"
    PAYWALLED = "paywalled"
    CONSENT = "consent"
    SOFT404 = "soft404"
    INDEX = "index"
    LIVE = "live"
    """A whole page that is written on as things happen."""
    EMPTY = "empty"
    ERROR = "error"
    OTHER_LANGUAGE = "other-language"


READABLE = frozenset({PageStatus.FULL, PageStatus.LIVE})
"""Statuses whose text is the article."""
HAS_TEASER = frozenset({PageStatus.TEASER, PageStatus.PAYWALLED})
"""Statuses whose text is the article's own beginning."""


@dataclass(config=STRICT, frozen=True)
class _ConsentWords:
    hosts: list[str]
    host_starts: list[str]
    phrases: list[str]


@dataclass(config=STRICT, frozen=True)
class _MissingWords:
    titles: list[str]
    phrases: list[str]


@dataclass(config=STRICT, frozen=True)
class _WallWords:
    phrases: list[str]


@dataclass(config=STRICT, frozen=True)
class _TeaserWords:
    endings: list[str]


@dataclass(config=STRICT, frozen=True)
class _LiveWords:
    addresses: list[str]
    title_starts: list[str]
    title_ends: list[str]


@dataclass(config=STRICT, frozen=True)
class _PageWords:
    consent: _ConsentWords
    missing: _MissingWords
    wall: _WallWords
    teaser: _TeaserWords
    live: _LiveWords


_WORDS = load_lexicon("pages", _PageWords)
_MISSING_TITLES = frozenset(_WORDS.missing.titles)
_FEWEST_WORDS = 15  # less is a caption or a button, not even a brief
_SHORT_WORDS = 150  # error and consent pages are shorter, so phrases count only below
_TEASER_WORDS = 120  # a text that breaks off is longer than a teaser from here on
_TAIL_CHARS = 400  # where a wall stands: the last lines
_WHOLE_SHARE = 0.5  # of the words that JSON-LD or the feed promise
_SAME_TITLE = 60.0  # token_set_ratio of a feed's title and the page's; below, a listing is not about the entry


@dataclasses.dataclass(frozen=True)
class PageEvidence:
    """What the gate looks at."""

    text: str
    """What was extracted."""
    meta: PageMetadata
    final_url: str
    asked_url: str
    """The feed's, as are the title and the words."""
    asked_title: str = ""
    promised_words: int = 0
    """How long the article is when the feed or the page says so; 0: unknown."""

    @cached_property
    def words(self) -> int:
        return len(self.text.split())

    @cached_property
    def lowered(self) -> str:
        return self.text.lower()

    @property
    def short(self) -> bool:
        return self.words < _SHORT_WORDS


Finding = tuple[PageStatus, str]
"""A status and the reason in a few words."""


def judge_page(page: PageEvidence) -> Finding:
    """Return what a page is: the first check that finds something decides, what passes all is full."""
    for check in (_find_consent, _find_missing, _find_index, _find_wall, _find_emptiness, _find_teaser, _find_live):
        finding = check(page)
        if finding:
            return finding
    return PageStatus.FULL, ""


def _find_consent(page: PageEvidence) -> Finding | None:
    host = host_of(page.final_url)
    elsewhere = host != host_of(page.asked_url)
    if host in _WORDS.consent.hosts or (elsewhere and host.startswith(tuple(_WORDS.consent.host_starts))):
        return PageStatus.CONSENT, f"sent to {host}"
    if page.short and sum(phrase in page.lowered for phrase in _WORDS.consent.phrases) >= 2:
        return PageStatus.CONSENT, "the text asks for consent to cookies"
    return None


def _find_missing(page: PageEvidence) -> Finding | None:
    if page.short and _is_missing_title(page.meta.title):
        return PageStatus.SOFT404, f"titled {page.meta.title[:60]!r}"
    phrase = _find_phrase(_WORDS.missing.phrases, page.lowered)
    if page.short and phrase and not page.meta.is_article:
        return PageStatus.SOFT404, f"says {phrase!r}"
    return None


def _find_index(page: PageEvidence) -> Finding | None:
    if _depth(page.final_url) == 0 and _depth(page.asked_url) > 0:
        return PageStatus.INDEX, "sent to the site's front page"
    alike = fuzz.token_set_ratio(page.asked_title.lower(), page.meta.title.lower()) >= _SAME_TITLE
    if page.meta.is_listing and page.asked_title and not alike:
        return PageStatus.INDEX, f"a list titled {page.meta.title[:60]!r}"
    return None


def _find_wall(page: PageEvidence) -> Finding | None:
    if not page.meta.free:
        return PageStatus.PAYWALLED, "the page says that it is for subscribers"
    phrase = _find_phrase(_WORDS.wall.phrases, page.lowered[-_TAIL_CHARS:])
    if page.short and phrase:
        return PageStatus.PAYWALLED, f"says {phrase!r}"
    return None


def _find_emptiness(page: PageEvidence) -> Finding | None:
    return (PageStatus.EMPTY, f"{page.words} words of text") if page.words < _FEWEST_WORDS else None


def _find_teaser(page: PageEvidence) -> Finding | None:
    ending = _find_ending(page.lowered)
    if page.words < _TEASER_WORDS and ending:
        return PageStatus.TEASER, f"ends with {ending!r}"
    if page.words < _WHOLE_SHARE * page.promised_words:
        return PageStatus.TEASER, f"{page.words} words of {page.promised_words}"
    return None


def _find_live(page: PageEvidence) -> Finding | None:
    if page.meta.is_live:
        return PageStatus.LIVE, "the page says that it is a live blog"
    address, title = page.final_url.lower(), (page.asked_title or page.meta.title).lower().strip()
    named = _find_phrase(_WORDS.live.addresses, address)
    if named:
        return PageStatus.LIVE, f"{named!r} in its address"
    if title.startswith(tuple(_WORDS.live.title_starts)) or title.endswith(tuple(_WORDS.live.title_ends)):
        return PageStatus.LIVE, f"titled {title[:60]!r}"
    return None


def _is_missing_title(title: str) -> bool:
    lowered = title.lower().strip()
    parts = [part.strip() for mark in (" | ", " - ", " – ", " — ", " · ", ": ") for part in lowered.split(mark)]
    return lowered in _MISSING_TITLES or any(part in _MISSING_TITLES for part in parts)


def _find_phrase(phrases: list[str], text: str) -> str | None:
    return next((phrase for phrase in phrases if phrase in text), None)


def _find_ending(text: str) -> str | None:
    text = text.rstrip(" \n>»→")
    return next((ending for ending in _WORDS.teaser.endings if text.endswith(ending)), None)


def _depth(url: str) -> int:
    return len([part for part in urlsplit(url).path.split("/") if part])
