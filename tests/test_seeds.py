"""The topic's own seeds: five retold articles and a sample feed of invented pages.

The tables are tests/cases/seed_articles.toml and tests/cases/sample_feed.toml. What compares with the originals is skipped
where they are not at hand.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser  # type: ignore[import-untyped]
import pytest
from lxml import html  # type: ignore[import-untyped]

REPO = Path(__file__).parents[1]
ORIGINALS = REPO.parent / "shared" / "seeds"
ARTICLES = REPO / "seeds" / "rednote" / "articles"
FEED = REPO / "seeds" / "rednote" / "feed" / "sample.xml"
CASES = REPO / "tests" / "cases"

COPIED_WORDS = 9
"""So many words in a row in common with an original count as copied. Names and figures alone come to eight."""


@dataclass(frozen=True, slots=True)
class Retold:
    """One table of seed_articles.toml; a fact is the label of its claim and the words that make it."""

    seed: str
    file: str
    facts: list[list[str]]


@dataclass(frozen=True, slots=True)
class SamplePage:
    """One table of sample_feed.toml; a fact is its verdict, its kind and the words that make it."""

    file: str
    bait: list[str]
    facts: list[list[str]]
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Retelling:
    """A seed article, taken apart by hand: its parser has tests of its own."""

    fields: dict[str, str]
    body: str


RETOLD = [Retold(**table) for table in tomllib.loads((CASES / "seed_articles.toml").read_text(encoding="utf-8"))["articles"]]
PAGES = [SamplePage(**table) for table in tomllib.loads((CASES / "sample_feed.toml").read_text(encoding="utf-8"))["pages"]]

needs_originals = pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the originals are not at hand (../shared/seeds)")
each_article = pytest.mark.parametrize("retold", RETOLD, ids=lambda retold: retold.file)
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)


def read_retelling(name: str) -> Retelling:
    _, front, body = (ARTICLES / name).read_text(encoding="utf-8").split("---\n", 2)
    return Retelling(dict(line.split(": ", 1) for line in front.splitlines()), body)


def read_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def list_runs(text: str) -> set[str]:
    words = read_words(text)
    return {" ".join(words[i : i + COPIED_WORDS]) for i in range(len(words) - COPIED_WORDS + 1)}


def read_visible_text(page: Path) -> str:
    """Everything a browser would show, furniture included, on one line."""
    body = html.fromstring(page.read_bytes()).find("body")
    assert body is not None
    return " ".join(" ".join(body.itertext()).split())


# ---------------------------------------------------------------- the retold articles


def test_every_article_has_its_table() -> None:
    assert sorted(path.name for path in ARTICLES.iterdir()) == sorted(retold.file for retold in RETOLD)


@each_article
def test_front_matter_is_complete(retold: Retold) -> None:
    fields = read_retelling(retold.file).fields
    assert {"url", "publisher", "published", "title"} <= fields.keys() <= {"url", "publisher", "published", "title", "author"}
    assert all(value.strip() for value in fields.values())
    assert urlsplit(fields["url"]).scheme == "https"
    published = datetime.fromisoformat(fields["published"])
    assert published.utcoffset() is not None
    assert datetime(2025, 1, 13, tzinfo=UTC) < published < datetime(2025, 1, 22, tzinfo=UTC)


@each_article
def test_last_line_names_the_original(retold: Retold) -> None:
    article = read_retelling(retold.file)
    last = article.body.strip().splitlines()[-1]
    publisher = article.fields["publisher"]
    # An original without a name is known by whom it credits: "Unknown site, crediting BBC and CNN".
    names = publisher.partition("crediting ")[2].split(" and ") if publisher.startswith("Unknown site") else [publisher]
    assert last.startswith("Retold from ")
    assert all(name in last for name in names)


@each_article
def test_length_is_that_of_a_news_story(retold: Retold) -> None:
    assert 250 <= len(read_retelling(retold.file).body.split()) <= 600


@each_article
def test_article_makes_every_claim_of_its_table(retold: Retold) -> None:
    body = read_retelling(retold.file).body
    assert [says for _, says in retold.facts if says not in body] == []


@needs_originals
def test_tables_hold_every_claim_of_the_originals() -> None:
    gold = Counter((fact["seed"], fact["claim"]) for fact in read_gold())
    assert Counter((retold.seed, claim) for retold in RETOLD for claim, _ in retold.facts) == gold


@needs_originals
def test_every_figure_of_the_originals_is_in_the_words_that_retell_it() -> None:
    told: dict[tuple[str, str], list[str]] = {}
    for retold in RETOLD:
        for claim, says in retold.facts:
            told.setdefault((retold.seed, claim), []).append(says)
    missing = []
    for fact in read_gold():
        figures = write_figure(fact)
        if figures and not any(re.search(rf"(?<!\w)(?:{figures})(?!\w)", says) for says in told[fact["seed"], fact["claim"]]):
            missing.append((fact["seed"], fact["claim"], fact["value"]))
    assert missing == []


@needs_originals
def test_hedges_of_the_originals_are_kept() -> None:
    hedges = {"over": r"\b(over|more than)\b", "about": r"\b(about|around|nearly|roughly)\b"}
    told = {(retold.seed, claim): says.casefold() for retold in RETOLD for claim, says in retold.facts}
    hedged = [(fact["seed"], fact["claim"], hedges[fact["qualifier"]]) for fact in read_gold() if fact.get("qualifier") in hedges]
    assert hedged
    assert [(seed, claim) for seed, claim, words in hedged if not re.search(words, told[seed, claim])] == []


@needs_originals
@pytest.mark.parametrize(
    "path", sorted(path for path in (REPO / "seeds").rglob("*") if path.is_file()), ids=lambda path: path.name
)
def test_no_wording_is_copied(path: Path) -> None:
    originals = set().union(*(list_runs(original.read_text(encoding="utf-8")) for original in ORIGINALS.glob("*.txt")))
    assert originals
    assert list_runs(path.read_text(encoding="utf-8")) & originals == set()


def read_gold() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ORIGINALS / "gold.jsonl").read_text(encoding="utf-8").splitlines()]


def write_figure(fact: dict[str, Any]) -> str | None:
    """The ways to write a gold value, as a pattern, or None where the fact has none."""
    if "value" not in fact:
        return None
    value = float(fact["value"])
    if fact["kind"] == "ranking":
        return {1.0: r"top|No\. 1|number one", 2.0: r"second|number two"}[value]
    if fact.get("unit") == "percent":
        return {50.0: "half"}[value]
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if value >= size:
            return rf"\$?{value / size:g} {word}"
    # Years have no comma, counts do.
    return f"{value:.0f}" if fact["kind"] in {"attribute", "event"} else f"{value:,.0f}"


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ({"kind": "quantity", "value": 17e9, "unit": "USD"}, "$17 billion"),
        ({"kind": "quantity", "value": 7.5e6, "unit": "followers"}, "7.5 million"),
        ({"kind": "quantity", "value": 700_000, "unit": "users"}, "700,000"),
        ({"kind": "quantity", "value": 75, "unit": "days"}, "75"),
        ({"kind": "attribute", "value": 2013}, "2013"),
        ({"kind": "ranking", "value": 2}, "number two"),
    ],
)
def test_figures_are_written_as_in_print(fact: dict[str, Any], text: str) -> None:
    assert re.fullmatch(write_figure(fact) or "", text)


# ---------------------------------------------------------------- the sample feed


@pytest.fixture(scope="module")
def feed() -> feedparser.FeedParserDict:
    return feedparser.parse(FEED.read_bytes())


def test_sample_feed_is_well_formed(feed: feedparser.FeedParserDict) -> None:
    assert not feed.bozo
    assert feed.version == "rss20"
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) == len(PAGES)


def test_every_link_leads_to_a_page_and_every_page_has_a_link(feed: feedparser.FeedParserDict) -> None:
    links = [entry.link for entry in feed.entries]
    assert all(link.startswith("pages/") for link in links)
    assert sorted(links) == sorted(f"pages/{path.name}" for path in (FEED.parent / "pages").iterdir())


def test_entries_are_dated_after_the_seeds_newest_first(feed: feedparser.FeedParserDict) -> None:
    dates = [parsedate_to_datetime(entry.published) for entry in feed.entries]
    assert dates == sorted(dates, reverse=True)
    assert len(set(dates)) == len(dates)
    assert (
        dates[-1]
        >= datetime(2025, 1, 22, tzinfo=UTC)
        > max(datetime.fromisoformat(read_retelling(retold.file).fields["published"]) for retold in RETOLD)
    )
    assert dates[0] < datetime(2025, 2, 13, tzinfo=UTC)
    assert [entry.link.removeprefix("pages/") for entry in reversed(feed.entries)] == [page.file for page in PAGES]


def test_entries_say_their_offset_from_utc(feed: feedparser.FeedParserDict) -> None:
    assert all(re.search(r" [+-]\d{4}$", entry.published) for entry in feed.entries)
    assert len({entry.published[-5:] for entry in feed.entries}) >= 4


def test_entries_name_an_invented_publisher(feed: feedparser.FeedParserDict) -> None:
    for entry in feed.entries:
        assert entry.source.title
        assert str(urlsplit(entry.source.href).hostname).endswith(".example")


@each_page
def test_page_is_built_like_a_publishers(page: SamplePage) -> None:
    tree = html.fromstring((FEED.parent / "pages" / page.file).read_bytes())
    assert tree.xpath("//nav//a")
    assert tree.xpath("//footer")
    assert "invented" in tree.xpath("string(//footer)")
    (canonical,) = tree.xpath("//link[@rel='canonical']/@href")
    assert str(urlsplit(canonical).hostname).endswith(".example")


@each_page
def test_page_says_what_its_table_lists(page: SamplePage) -> None:
    text = read_visible_text(FEED.parent / "pages" / page.file)
    assert [says for _, _, says in page.facts if says not in text] == []
    assert [words for words in page.bait if words not in text] == []


def test_sample_has_something_of_everything() -> None:
    facts = [fact for page in PAGES for fact in page.facts]
    assert 40 <= len(facts) <= 65
    assert {verdict for verdict, _, _ in facts} == {"new", "restated", "changed", "contradicted"}
    assert {kind for _, kind, _ in facts} == {"quantity", "ranking", "attribute", "event", "statement"}


def test_the_copy_is_the_agency_s_text() -> None:
    (copy,) = (page for page in PAGES if page.copy_of)
    mine, theirs = read_paragraphs(copy.file), read_paragraphs(copy.copy_of or "")
    assert len(mine & theirs) >= 5
    assert mine != theirs


def read_paragraphs(name: str) -> set[str]:
    """The paragraphs of a page's story, without byline and furniture."""
    tree = html.fromstring((FEED.parent / "pages" / name).read_bytes())
    return {" ".join(paragraph.text_content().split()) for paragraph in tree.xpath("//article/p[not(@class)]")}
