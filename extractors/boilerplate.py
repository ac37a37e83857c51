"""Lines that are not the article: adverts, newsletters, links, captions, bylines. They never make a claim."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic.dataclasses import dataclass

from extractors.agency import read_credit
from extractors.strict_toml import STRICT, load_lexicon


@dataclass(config=STRICT, frozen=True)
class _BoilerplateWords:
    lines: list[str]
    list_headings: list[str]
    list_heading_starts: list[str]
    link_labels: list[str]
    caption_labels: list[str]
    picture_sources: list[str]
    offers: list[str]
    prices: list[str]
    price_requests: list[str]
    requests: list[str]
    bare_requests: list[str]
    page_notes: list[str]
    byline_starts: list[str]
    roles: list[str]


_WORDS = load_lexicon("boilerplate", _BoilerplateWords)


def _any_of(words: Iterable[str]) -> str:
    """An alternation, longest first so that "read more" wins over "read"; spaces match any run of spaces."""
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)) + ")"


_LONGEST = 320  # characters; what is longer is prose
_LINES = frozenset(_WORDS.lines)
_HEADINGS = frozenset(_WORDS.list_headings)
_HEADING_START = re.compile(rf"{_any_of(_WORDS.list_heading_starts)}\s+(?:[^\s.,!?]+\s*){{1,6}}:?")
_SENTENCE_START = r"(?:^\W*|[.!?:][\"')\]]*\s+)"
_LONG_LABELS = [label for label in _WORDS.link_labels if " " in label]
_LABELLED_LINK = re.compile(rf"\W*(?:{_any_of(_WORDS.link_labels)}\s*[:|>»→]|{_any_of(_LONG_LABELS)}\s+[-–—]\s)\s*\S")
_LABELLED_CAPTION = re.compile(rf"\W*{_any_of(_WORDS.caption_labels)}\s*[:|]\s*\S")
_CREDIT_AT_END = re.compile(
    rf"(?:^|[.!?)\]\"'|,]\s*|\s[(\[|/-]\s*){_any_of(_WORDS.caption_labels)}\s*[:/|]\s*[^.!?:]{{2,60}}[.)\]]*$"
)
_SOURCE_AT_END = re.compile(rf"(?:[.!?]\s*|[(\[|/©]\s*|\s[-–—]\s){_any_of(_WORDS.picture_sources)}\s*[)\]]?[.]?$")
_REQUEST = re.compile(rf"{_SENTENCE_START}(?:please\s+)?{_any_of(_WORDS.requests)}\b")
_OFFER = re.compile(rf"\b{_any_of(_WORDS.offers)}\b")
_PRICE_REQUEST = re.compile(
    rf"{_SENTENCE_START}(?:please\s+)?{_any_of(_WORDS.price_requests)}\b[^.!?]*\b{_any_of(_WORDS.prices)}\b"
)
_BARE_REQUEST = re.compile(rf"{_SENTENCE_START}(?:please\s+)?{_any_of(_WORDS.bare_requests)}")
_PAGE_NOTE = re.compile(_any_of(_WORDS.page_notes))
_OUR_OFFER = re.compile(r"\bour\s+(?:[\w-]+\s+){0,3}(?:newsletters?|podcasts?|briefings?|e-?mails?)\b")
_SOCIAL_ROW = re.compile(
    r"(?:(?:share|on|via|facebook|twitter|x|whatsapp|linkedin|reddit|telegram|e-?mail|pinterest|instagram|youtube|tiktok"
    r"|threads|bluesky|flipboard|messenger|copy|link|print|save|\d+)\b\W*){2,}"
)
# No word of these can be read in two ways, so that a long row of them costs no more than its length.
_MONTH = r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
_WEEKDAY = r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
_CLOCK_WORD = r"\b(?:[ap]m|a|p|m|at|on|and|updated|published|et|est|edt|pst|pdt|gmt|bst|ist|cet|utc)\b"
_MOMENT = rf"(?:[\d\s:,.|/+()-]|{_CLOCK_WORD}|{_WEEKDAY}|{_MONTH})"
_PAGE_FACTS = re.compile(
    r"(?:\d+\s*(?:min(?:ute)?s?\s+read|comments?|shares?|likes)"
    r"|(?:last\s+)?(?:updated|published|posted|modified|first published)(?:\s+(?:on|at))?\s*:?\s*"
    rf"(?=\d|{_WEEKDAY}|{_MONTH}){_MOMENT}{{1,80}}"
    r"|(?:©|\(c\)|copyright\s+(?:©\s*)?\d{4}\b).{0,120}"
    r"|(?:image|photo|video|picture|slide)\s+\d+\s+(?:of|/)\s+\d+"
    r"|\(?\s*sources?\s*:\s*[\w .,/&-]{2,80}\)?)"
)
# The signature under an embedded post: "— Jo (@jo) January 14, 2025".
_POST_SIGNATURE = re.compile(r"[-–—]\s?.{0,80}\(@\w{1,30}\)\s+\w{3,9}\s+\d{1,2},\s+\d{4}")
_NOTE_TO_READERS = re.compile(r"\W*(?:correction|corrections|clarification|update|updates|editor's note|editors' note)\b")
_NAME = r"(?:[^\W\d_a-z][\w'.-]*)"
_PARTICLE = r"(?:de|da|del|di|la|le|van|von|der|den|bin|al|el|of|the)"
_BYLINE = re.compile(
    rf"(?:(?i:{_any_of(_WORDS.byline_starts)})\s+)?(?i:by):?\s+"
    rf"(?P<names>{_NAME}(?:(?:\s+|,\s+|\s+and\s+|\s*[&|/]\s*)(?:{_PARTICLE}\s+)?{_NAME}){{0,9}})"
    rf"(?P<role>[\s,|-]+{_any_of(_WORDS.roles)}\b(?:[\s,]+[\w'.-]+){{0,5}})?\.?"
)
_CAPITAL = re.compile(r"[^\W\d_a-z]")
_CALENDAR = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|then|now|today|contrast)\b",
    re.IGNORECASE,
)
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u2011": "-"})
_MOST_LISTED = 10  # headlines under "Related"
_LONGEST_HEADLINE = 130  # characters


def is_boilerplate(line: str) -> bool:
    """Say whether a line, seen alone, is the page's and not the article's. A correction note is the article's."""
    line = " ".join(line.translate(_PLAIN).split())
    if not line or len(line) > _LONGEST or line[0] in "\"'«„":
        return False
    lowered = line.lower()
    if _NOTE_TO_READERS.match(lowered):
        return False
    bare = lowered.strip(" .:!?…>»«<|*-–—[]()→▶►")
    return (
        bare in _LINES
        or _is_list_heading(lowered)
        or _is_link(lowered)
        or _is_caption(lowered)
        or _is_offer(lowered)
        or bool(_SOCIAL_ROW.fullmatch(lowered) or _PAGE_FACTS.fullmatch(lowered) or _POST_SIGNATURE.fullmatch(line))
        or _is_byline(line)
        or read_credit(line) is not None
    )


def mark_boilerplate(text: str) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of the boilerplate lines of `text`, in order; headlines listed under "Related" and the like too."""
    marked: list[tuple[int, int]] = []
    start = 0
    listed = 0  # how many more headlines the list above may hold
    for raw in text.splitlines(keepends=True):
        line = raw.strip()
        if line:
            if is_boilerplate(line):
                listed = _MOST_LISTED if _is_list_heading(line.translate(_PLAIN).lower()) else listed
                marked.append((start, start + len(raw)))
            elif listed and _is_headline(line):
                listed -= 1
                marked.append((start, start + len(raw)))
            else:
                listed = 0
        start += len(raw)
    return tuple(marked)


def _is_list_heading(lowered: str) -> bool:
    return lowered.strip(" .:!…>»|*-–—[]→▶►") in _HEADINGS or bool(_HEADING_START.fullmatch(lowered))


def _is_link(lowered: str) -> bool:
    return bool(_LABELLED_LINK.match(lowered))


def _is_caption(lowered: str) -> bool:
    return bool(_LABELLED_CAPTION.match(lowered) or _CREDIT_AT_END.search(lowered) or _SOURCE_AT_END.search(lowered))


def _is_offer(lowered: str) -> bool:
    """A newsletter, a subscription, a log-in: the page speaks to its reader."""
    if _PAGE_NOTE.search(lowered) or _BARE_REQUEST.search(lowered) or _PRICE_REQUEST.search(lowered):
        return True
    asks = _REQUEST.search(lowered)
    return bool(asks and (_OFFER.search(lowered, asks.start()) or _OUR_OFFER.search(lowered)))


def _is_byline(line: str) -> bool:
    """By and at least two capitalised words, no weekday or month: "By Tuesday, the tag ..." and "By January 2025" are prose."""
    byline = _BYLINE.fullmatch(line)
    if byline is None or _CALENDAR.search(line):
        return False
    names = [word for word in re.split(r"[\s,&|/]+", byline["names"]) if _CAPITAL.match(word)]
    strangers = [word for word in re.split(r"[\s,&|/]+", byline["names"]) if word and not _CAPITAL.match(word)]
    return len(names) >= (1 if byline["role"] else 2) and len(strangers) <= len(names)


def _is_headline(line: str) -> bool:
    """Short and without a sentence's stop."""
    return len(line) <= _LONGEST_HEADLINE and not line.rstrip("\"'”’)").endswith((".", ":", ",", ";", "。"))
