"""Local articles: front matter, identity, and text to the character."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.article_file import FileFailure, FileReason, parse_article_file
from extractors.records import Article, Quality, make_id

MODIFIED = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)
SHARED = Path(__file__).parents[3] / "shared"
WHOLE = """---
url: https://harbor.example/kettle?utm_source=x
publisher: Harbor Post
published: 2025-01-14T17:45:00+05:30
author: Ida Moss
title: "Kettle: what's \\"new\\""
---

First line.
Second line, two  spaces.
"""


def read_article(name: str, body: str | bytes) -> Article:
    article = parse_article_file(name, body.encode() if isinstance(body, str) else body, MODIFIED)
    assert isinstance(article, Article), article
    return article


def test_front_matter():
    article = read_article("kettle.md", WHOLE)
    assert article.url == "https://harbor.example/kettle?utm_source=x"
    assert article.article_id == make_id("https://harbor.example/kettle")
    assert article.publisher == "Harbor Post"
    assert article.published_at == datetime(2025, 1, 14, 12, 15, tzinfo=UTC)
    assert article.author == "Ida Moss"
    assert article.title == 'Kettle: what\'s "new"'
    assert article.text == "\nFirst line.\nSecond line, two  spaces.\n"
    assert article.quality is Quality.FULL


def test_without_front_matter_the_name_is_identity_and_the_first_line_title():
    article = read_article("notes/kettle.txt", "Kettle grows\r\n\r\nIt has  a million users.")
    assert article.url == "file:notes/kettle.txt"
    assert article.title == "Kettle grows"
    assert article.text == "Kettle grows\r\n\r\nIt has  a million users."
    assert article.published_at is None  # the file's own date is that of the last copy, and no publication
    assert article.publisher == "local file"
    assert article.author is None


@pytest.mark.parametrize(
    ("body", "field", "value"),
    [
        ("# Kettle grows\n\nText.", "title", "Kettle grows"),
        ("\ufeffKettle grows\nText.", "title", "Kettle grows"),
        ("\n\n  Kettle grows  \nText.", "title", "Kettle grows"),
        ("---\ntitle: 'It''s new'\n---\nText.", "title", "It's new"),
        ('---\ntitle: It\'s 5: "so"\n---\nText.', "title", 'It\'s 5: "so"'),
        ("---\r\ntitle: Windows\r\n---\r\nText.", "title", "Windows"),
        ("---\n# a note to myself\n\nauthor: Ida\n---\nText.", "author", "Ida"),
        ("---\nauthor: Ida\n---\nHeadline\nText.", "title", "Headline"),
        ("---\nurl: https://www.harbor.example/a\n---\nText.", "publisher", "harbor.example"),
        ("---\npublished: 2025-01-14\n---\nText.", "published_at", datetime(2025, 1, 14, tzinfo=UTC)),
        ("---\npublished: 2025-01-14T09:00:00Z\n---\nText.", "published_at", datetime(2025, 1, 14, 9, tzinfo=UTC)),
        ("---\npublished: 2025-01-14 09:00\n---\nText.", "published_at", datetime(2025, 1, 14, 9, tzinfo=UTC)),
        ("Text.\nWith PTI inputs", "agency", "PTI"),
        ("Text with\n---\nurl: in the middle\n---\nof it.", "url", "file:a.txt"),
    ],
)
def test_single_fields(body: str, field: str, value: object):
    assert getattr(read_article("a.txt", body), field) == value


@pytest.mark.parametrize(
    ("name", "body", "reason", "words"),
    [
        ("a.txt", b"", FileReason.EMPTY, "no text"),
        ("a.txt", b" \n\n", FileReason.EMPTY, "no text"),
        ("a.md", b"---\ntitle: Only\n---\n\n", FileReason.EMPTY, "no text"),
        ("a.html", b"", FileReason.EMPTY, "empty"),
        ("a.html", b"<html><body><p>Hi.</p></body></html>", FileReason.PAGE, "words of text"),
        ("a.txt", "Café".encode("latin-1"), FileReason.NOT_UTF8, "byte 3"),
        ("a.pdf", b"%PDF", FileReason.UNSUPPORTED, ".pdf"),
        ("folder", b"", FileReason.UNSUPPORTED, "without an extension"),
        ("a.md", b"---\ntitle: T\ndate: 2025\n---\nText", FileReason.FRONT_MATTER, "line 3: unknown key 'date'"),
        ("a.md", b"---\ntitle: T\ntitle: U\n---\nText", FileReason.FRONT_MATTER, "line 3: title is given twice"),
        ("a.md", b"---\nno colon here\n---\nText", FileReason.FRONT_MATTER, "line 2: expected `key: value`"),
        ("a.md", b"---\ntitle: T\nText without an end", FileReason.FRONT_MATTER, "line 3"),
        ("a.md", b"---\ntitle: T\n", FileReason.FRONT_MATTER, "line 1: the front matter has no closing ---"),
        ("a.md", b"---\ntitle:\n---\nText", FileReason.FRONT_MATTER, "line 2: title is empty"),
        ("a.md", b'---\ntitle: "open\n---\nText', FileReason.FRONT_MATTER, "line 2: title: the quote is not closed"),
        ("a.md", b"---\nurl: harbor.example/a\n---\nText", FileReason.FRONT_MATTER, "line 2: url: not an http"),
        ("a.md", b"---\nurl: javascript:alert(1)\n---\nText", FileReason.FRONT_MATTER, "line 2: url"),
        ("a.md", b"---\npublished: last week\n---\nText", FileReason.FRONT_MATTER, "line 2: published: not an ISO date"),
        ("a.md", b"---\npublished: 2025-02-31\n---\nText", FileReason.FRONT_MATTER, "line 2: published"),
    ],
)
def test_mistakes_are_named(name: str, body: bytes, reason: FileReason, words: str):
    failure = parse_article_file(name, body, MODIFIED)
    assert isinstance(failure, FileFailure), failure
    assert (failure.name, failure.reason) == (name, reason)
    assert words in failure.detail
    assert "\n" not in failure.detail


def test_a_saved_page():
    body = (Path(__file__).parent.parent / "pages" / "full.html").read_bytes()
    article = read_article("saved.html", body)
    assert article.url == "https://harborpost.example/2026/11/kettle-million"
    assert article.publisher == "The Harbor Post"
    assert article.published_at == datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


@given(st.text(min_size=1, max_size=200).filter(lambda text: text.strip() and not text.startswith(("---", "\ufeff"))))
def test_text_is_kept_to_the_character(text: str):
    for head in ("", "---\ntitle: T\n---\n"):
        outcome = parse_article_file("a.txt", (head + text).encode("utf-8", "ignore"), MODIFIED)
        if isinstance(outcome, Article):
            assert outcome.text == text.encode("utf-8", "ignore").decode()


@given(st.binary(max_size=200), st.sampled_from([b"", b"---\n", b"---\ntitle: x\n"]))
def test_any_bytes_give_a_value(body: bytes, head: bytes):
    assert isinstance(parse_article_file("a.md", head + body, MODIFIED), Article | FileFailure)


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="needs ../shared/seeds")
def test_the_seed_articles_can_be_read():
    files = sorted((SHARED / "seeds").glob("*.txt"))
    articles = [read_article(file.name, file.read_bytes()) for file in files]
    assert [article.language for article in articles] == ["en"] * len(files)
    assert [article.text for article in articles] == [file.read_bytes().decode() for file in files]
    assert {article.agency for article in articles} == {None, "PTI"}
