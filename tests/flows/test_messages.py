"""What an alert says, and that what a stranger wrote cannot do anything in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from extractors.records import Kind, Novelty
from flows.messages import HTML, MARKDOWN, SLACK, TEXT, AlertItem, Coverage, Markup, make_visible, rank_items, render_message

ITEM = AlertItem(
    alert_id="a1",
    verdict=Novelty.CHANGED,
    kind=Kind.QUANTITY,
    core=True,
    line="#TikTokRefugee, views: 250 million",
    before="#TikTokRefugee, views: over 35 million",
    sentence="The hashtag had 250 million views.",
    publisher="Harbour Ledger",
    published_at=datetime(2025, 1, 22, 14, 10, tzinfo=UTC),
    url="https://harbour.example/a?b=1&c=2",
    origins=2,
)

RENDERED = [
    (
        TEXT,
        "CHANGED #TikTokRefugee, views: over 35 million → 250 million\n"
        "  “The hashtag had 250 million views.”\n"
        "  Harbour Ledger, 22 Jan 2025 14:10 UTC, 2 independent sources\n"
        "  https://harbour.example/a?b=1&c=2",
    ),
    (
        HTML,
        "<b>CHANGED</b> #TikTokRefugee, views: over 35 million → 250 million<br>\n"
        "<i>“The hashtag had 250 million views.”</i><br>\n"
        '<a href="https://harbour.example/a?b=1&amp;c=2">Harbour Ledger, 22 Jan 2025 14:10 UTC, 2 independent sources</a>',
    ),
    (
        SLACK,
        "*CHANGED* #TikTokRefugee, views: over 35 million → 250 million\n"
        "> The hashtag had 250 million views."
        "\n<https://harbour.example/a?b=1&c=2|Harbour Ledger, 22 Jan 2025 14:10 UTC, 2 independent sources>",
    ),
]


@pytest.mark.parametrize(("markup", "body"), RENDERED, ids=["text", "html", "slack"])
def test_rendering(markup: Markup, body: str) -> None:
    message = render_message([ITEM], "RedNote", markup)
    assert message.title == "RedNote: 1 changed"
    assert message.body == body


def test_what_was_said_before_stands_apart_when_it_is_no_figure() -> None:
    event = replace(ITEM, kind=Kind.EVENT, line="Texas banned A", before="Texas may ban A", verdict=Novelty.CHANGED)
    assert "CHANGED Texas banned A (before: Texas may ban A)" in render_message([event], "T", TEXT).body


def test_figures_that_cannot_both_be_right_are_not_told_as_a_move() -> None:
    founded = replace(ITEM, kind=Kind.ATTRIBUTE, line="A, founded: 2014", before="A, founded: 2013", verdict=Novelty.CONTRADICTED)
    assert "CONTRADICTED A, founded: 2014, against 2013 before\n" in render_message([founded], "T", TEXT).body


HOSTILE = [
    (HTML, "<script>alert(1)</script>", ["<script", "</script"]),
    (HTML, '"><img src=x onerror=y>', ["<img"]),
    (SLACK, "wake <!channel> up", ["<!"]),
    (SLACK, "hello <@U024BE7LH>, !here>", ["<@", "!here>"]),
    (SLACK, "see <https://evil.example|your bank>", ["<https://evil"]),
    (MARKDOWN, "[your bank](https://evil.example)", ["[your bank](https"]),
    (MARKDOWN, "# shout\n* item <b>x</b>", ["\n#", " # shout", "\n*", "<b>"]),
    (TEXT, "hey @everyone and @here", ["@everyone", "@here"]),
    (TEXT, "to the left \u202egnp.exe", ["\u202e"]),
    (TEXT, "a\r\nBcc: all@example.org", ["\r", "\nBcc"]),
]


@pytest.mark.parametrize(("markup", "text", "never"), HOSTILE, ids=[text for _, text, _ in HOSTILE])
def test_foreign_text_does_nothing(markup: Markup, text: str, never: list[str]) -> None:
    item = replace(ITEM, line=text, sentence=text, publisher=text, before=text)
    body = render_message([item], "RedNote", markup).body
    assert [harm for harm in never if harm in body] == []


def test_the_address_cannot_leave_its_link() -> None:
    item = replace(ITEM, url='https://x.example/">a|b><c) d')
    assert '"https://x.example/&quot;&gt;a|b&gt;&lt;c)%20d"' in render_message([item], "T", HTML).body
    assert '<https://x.example/"%3Ea%7Cb%3E%3Cc)%20d|' in render_message([item], "T", SLACK).body
    assert '](<https://x.example/"%3Ea|b%3E%3Cc)%20d>)' in render_message([item], "T", MARKDOWN).body


def test_an_address_that_is_no_page_is_not_a_link() -> None:
    for markup in (TEXT, HTML, MARKDOWN, SLACK):
        assert "javascript" not in render_message([replace(ITEM, url="javascript:alert(1)")], "T", markup).body


def test_a_title_has_no_line_breaks() -> None:
    assert render_message([ITEM], "a\r\nBcc: x", TEXT).title == "a Bcc: x: 1 changed"


def test_the_most_important_comes_first_and_what_does_not_fit_is_counted() -> None:
    items = [replace(ITEM, alert_id=f"n{n}", verdict=Novelty.NEW, line=f"new {n:02}") for n in range(14)]
    items += [replace(ITEM, verdict=verdict, line=verdict.value) for verdict in (Novelty.CONTRADICTED, Novelty.RETRACTED)]
    message = render_message(items, "T", TEXT, Coverage(3, 4, 1, 20, 2))
    assert message.title == "T: 1 retracted, 1 contradicted, 14 new"
    blocks = message.body.split("\n\n")
    firsts = [block.splitlines()[0].split(" (")[0] for block in blocks[:3]]
    assert firsts == ["RETRACTED retracted", "CONTRADICTED contradicted", "NEW new 00"]
    assert blocks[12:] == ["And 4 more: claimwatch claims", "Read 3 of 4 feeds, 1 failing; 20 pages in full, 2 only in part."]


def test_side_figures_come_after_what_the_topic_is_about_and_statements_after_figures() -> None:
    items = [
        replace(ITEM, line="side figure", core=False),
        replace(ITEM, line="statement", kind=Kind.STATEMENT),
        replace(ITEM, line="figure"),
    ]
    assert [item.line for item in rank_items(items)] == ["figure", "statement", "side figure"]


def test_a_statement_is_not_quoted_twice() -> None:
    item = replace(ITEM, kind=Kind.STATEMENT, line="Ann Lee: “It will pass.”", sentence="“It will pass.”", before=None)
    assert render_message([item], "T", TEXT).body.count("It will pass") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x00b", "a b"), ("\u200bzero", "zero"), ("小红书 3亿", "小红书 3亿"), ("to me@here.example", "to me@\u2060here.example")],
)
def test_make_visible(text: str, shown: str) -> None:
    assert make_visible(text) == shown
