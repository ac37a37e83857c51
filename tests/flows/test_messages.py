"""What an alert says, and that what a stranger wrote cannot do anything in it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from extractors.records import Kind, Novelty
from flows.mail_page import render_page
from flows.markups import HTML, MARKDOWN, TEXT, Markup, render, render_parts
from flows.messages import AlertItem, Coverage, Dispatch, FeedNotice, make_visible, rank_items
from flows.slack import SLACK, render_blocks

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
    created_at=datetime(2025, 1, 22, 14, 20, tzinfo=UTC),
    claim_id="c1",
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
        "\n<https://harbour.example/a?b=1&amp;c=2|Harbour Ledger, 22 Jan 2025 14:10 UTC, 2 independent sources>",
    ),
]


@pytest.mark.parametrize(("markup", "body"), RENDERED, ids=["text", "html", "slack"])
def test_rendering(markup: Markup, body: str) -> None:
    assert render(Dispatch("RedNote", (ITEM,)), markup) == body


def test_the_title_is_the_news_when_there_is_one_and_counts_them_when_there_are_more() -> None:
    assert Dispatch("RedNote", (ITEM,)).title == "RedNote: #TikTokRefugee, views: over 35 million → 250 million"
    assert Dispatch("RedNote", (ITEM, replace(ITEM, verdict=Novelty.NEW))).title == "RedNote: 1 changed, 1 new"
    assert Dispatch("RedNote", (ITEM, ITEM), is_digest=True).title == "RedNote digest: 2 changed"
    assert Dispatch("RedNote", (), is_digest=True).title == "RedNote digest: nothing new"
    assert Dispatch("RedNote", (ITEM, ITEM), is_repeat=True).title == "[may be a repeat] RedNote: 2 changed"


def test_what_was_said_before_stands_apart_when_it_is_no_figure() -> None:
    event = replace(ITEM, kind=Kind.EVENT, line="Texas banned A", before="Texas may ban A", verdict=Novelty.CHANGED)
    assert "CHANGED Texas banned A (before: Texas may ban A)" in render(Dispatch("T", (event,)), TEXT)


def test_figures_that_cannot_both_be_right_are_not_told_as_a_move() -> None:
    founded = replace(ITEM, kind=Kind.ATTRIBUTE, line="A, founded: 2014", before="A, founded: 2013", verdict=Novelty.CONTRADICTED)
    assert "CONTRADICTED A, founded: 2014, against 2013 before\n" in render(Dispatch("T", (founded,)), TEXT)


LONG = "word " * 1000
HOSTILE = {
    "a call to everybody": "wake <!channel> <!here|x> up @everyone @here @channel",
    "a call to somebody": "hello <@U024BE7LH>, <#C024BE7LR>, <!subteam^S1>",
    "a Slack link": "see <https://evil.example|your bank>",
    "a script": "a</a><script>alert(1)</script>",
    "an image": '"><img src=x onerror=y>',
    "a comment that swallows": "<!-- --><style>*{display:none}</style>",
    "a header": "a\r\nBcc: all@example.org\r\n\r\nbody",
    "a direction mark": "to the left \u202egnp.exe\u202c \u2066x\u2069 \u061cy",
    "a zero width": "pay\u200bpal.example\ufeff",
    "controls": "a\x00b\x1b[31mred\x07\x85c",
    "a Markdown link": "[your bank](https://evil.example) ![x](https://evil.example/p.png) <https://evil.example>",
    "a bare link": "go to https://evil.example/now or www.evil.example",
    "Markdown": "# shout\n* item **bold** _slanted_ `code` ~~gone~~ | a | b |\n> quoted\n1. one",
    "five thousand characters": LONG,
    "five thousand without a blank": "x" * 5000,
    "nothing but marks": "\u202e\u200b",
}
NEVER = {
    "text": ["\r", "\u202e", "\u2066", "\u200b", "\x00", "\x1b", "@everyone", "@here", "@channel", "\nBcc"],
    "html": ["<script", "<img", "<style>*", "<!--", "\r", "\u202e", "\u200b", "\x1b", "@everyone", "\nBcc"],
    "mail": ["<script", "<img", "<style>*", "<!--", "\r", "\u202e", "\u200b", "\x1b", "\nBcc", 'href="https://evil'],
    "markdown": [
        "\r",
        "[your bank](",
        "![x]",
        "<https://evil",
        " https://evil",
        "www.evil",
        "\n#",
        "\n* ",
        "**bold**",
        "`code`",
        "<b>",
        "\u202e",
    ],
    "slack": [
        "<!",
        "<@",
        "<#",
        "<https://evil",
        "*bold*",
        "`code`",
        " _slanted_",
        "\u202e",
        "\\u202e",
        "\\r",
        "\u200b",
        "@channel",
    ],
}
RENDER = {
    "text": lambda dispatch: dispatch.title + "\n" + render(dispatch, TEXT),
    "html": lambda dispatch: render(dispatch, HTML),
    "mail": render_page,
    "markdown": lambda dispatch: render(dispatch, MARKDOWN),
    "slack": render_blocks,
}


@pytest.mark.parametrize("form", RENDER)
@pytest.mark.parametrize("case", HOSTILE)
def test_foreign_text_does_nothing(case: str, form: str) -> None:
    text = HOSTILE[case]
    item = replace(
        ITEM, kind=Kind.EVENT, line=text, sentence=f"{text} said.", publisher=text, before=text, follows_at=ITEM.created_at
    )
    notice = FeedNotice("feed-1", f"Feed failing: {text}", ITEM.created_at, "r1")
    written = RENDER[form](Dispatch(f"Topic {text}", (item,), Coverage(1, 1), (notice,), is_repeat=True))
    assert [harm for harm in NEVER[form] if harm in written] == []


@pytest.mark.parametrize("case", HOSTILE)
def test_a_title_is_one_line_of_a_bearable_length(case: str) -> None:
    item = replace(ITEM, kind=Kind.EVENT, line=HOSTILE[case])
    title = Dispatch(HOSTILE[case], (item,)).title
    assert len(title) <= 140
    assert title.replace("\u2060", "").isprintable()


@pytest.mark.parametrize("case", HOSTILE)
def test_blocks_stay_within_what_slack_takes(case: str) -> None:
    text = HOSTILE[case]
    item = replace(ITEM, kind=Kind.EVENT, line=text, sentence=f"{text} said.", before=text, url=f"https://x.example/{'y' * 4000}")
    notices = tuple(FeedNotice(f"feed-{n}", text, ITEM.created_at, "r1") for n in range(60))
    blocks = json.loads(render_blocks(Dispatch(text, (item,) * 20, Coverage(), notices)))["blocks"]
    assert len(blocks) <= 50
    assert len(blocks[0]["text"]["text"]) <= 150
    texts = [block["text"] if "text" in block else block["elements"][0] for block in blocks[1:]]
    assert max(len(text["text"]) for text in texts) <= 3000
    assert min(len(text["text"]) for text in texts) >= 1
    assert all(text["verbatim"] for text in texts)


def test_the_address_cannot_leave_its_link() -> None:
    dispatch = Dispatch("T", (replace(ITEM, url='https://x.example/">a|b><c) d\u202e&e=1'),))
    assert '"https://x.example/&quot;&gt;a|b&gt;&lt;c)%20d%E2%80%AE&amp;e=1"' in render(dispatch, HTML)
    assert 'href="https://x.example/&quot;&gt;a|b&gt;&lt;c)%20d%E2%80%AE&amp;e=1"' in render_page(dispatch)
    assert '<https://x.example/"%3Ea%7Cb%3E%3Cc)%20d%E2%80%AE&amp;e=1|' in render(dispatch, SLACK)
    assert '](<https://x.example/"%3Ea|b%3E%3Cc)%20d%E2%80%AE&e=1>)' in render(dispatch, MARKDOWN)


def test_an_address_that_is_no_page_is_not_a_link() -> None:
    for form in RENDER.values():
        assert "javascript" not in form(Dispatch("T", (replace(ITEM, url="javascript:alert(1)"),)))


def test_who_was_told_before_is_reminded() -> None:
    item = replace(ITEM, follows_at=datetime(2025, 1, 14, 17, 50, tzinfo=UTC))
    for form in RENDER.values():
        assert "Follows the alert of 14 Jan 2025 17:50 UTC" in form(Dispatch("T", (item,)))


def test_the_most_important_comes_first_and_what_does_not_fit_is_counted() -> None:
    items = [replace(ITEM, alert_id=f"n{n}", verdict=Novelty.NEW, line=f"new {n:02}") for n in range(14)]
    items += [replace(ITEM, verdict=verdict, line=verdict.value) for verdict in (Novelty.CONTRADICTED, Novelty.RETRACTED)]
    dispatch = Dispatch("T", tuple(items), Coverage(3, 4, 1, 20, 2))
    assert dispatch.title == "T: 1 contradicted, 1 retracted, 14 new"
    blocks = render(dispatch, TEXT).split("\n\n")
    firsts = [block.splitlines()[0].split(" (")[0] for block in blocks[:3]]
    assert firsts == ["CONTRADICTED contradicted", "RETRACTED retracted", "NEW new 00"]
    assert blocks[12:] == ["And 4 more: claimwatch claims", "Read 3 of 4 feeds, 1 failing; 20 pages in full, 2 only in part."]


def test_the_topics_own_comes_first_then_the_verdict_then_independent_sources_then_the_kind() -> None:
    items = [
        replace(ITEM, line="side figure", core=False, verdict=Novelty.CONTRADICTED),
        replace(ITEM, line="statement", kind=Kind.STATEMENT),
        replace(ITEM, line="figure"),
        replace(ITEM, line="figure of three sources", origins=3),
        replace(ITEM, line="retracted", verdict=Novelty.RETRACTED, origins=1),
    ]
    assert [item.line for item in rank_items(items)] == [
        "retracted",
        "figure of three sources",
        "figure",
        "statement",
        "side figure",
    ]


MANY = tuple(replace(ITEM, alert_id=f"n{n:02}", verdict=Novelty.NEW, before=None, line=f"A, number {n:02}: 5") for n in range(20))


@pytest.mark.parametrize("limit", [160, 400, 1000, 4096, 0])
@pytest.mark.parametrize("markup", [TEXT, HTML, MARKDOWN], ids=["text", "html", "markdown"])
def test_long_messages_are_split_between_items_and_carry_every_alert_once(markup: Markup, limit: int) -> None:
    parts = render_parts(Dispatch("T", MANY, Coverage(3, 4)), markup, limit)
    assert sorted(name for part in parts for name in part.alert_ids) == [item.alert_id for item in MANY]
    assert all(part.body for part in parts)
    if limit:
        assert max(len(part.body) for part in parts) <= limit
    whole = markup.link("", ITEM.url).strip()[1:-1] if markup is MARKDOWN else "a?b=1&amp;c=2" if markup is HTML else ITEM.url
    for part in parts:
        assert part.body.count("harbour.example") == part.body.count(whole[whole.index("a?b") :])
    titles = {part.title for part in parts}
    assert len(titles) == len(parts)


def test_a_line_that_no_message_has_room_for_is_cut_at_a_word() -> None:
    (part,) = render_parts(Dispatch("T", (replace(ITEM, kind=Kind.EVENT, before=None, line="many words " * 40),)), TEXT, 100)
    assert len(part.body) <= 100
    assert part.body.endswith("words …") or part.body.endswith("many …")


def test_a_statement_is_not_quoted_twice() -> None:
    item = replace(ITEM, kind=Kind.STATEMENT, line="Ann Lee: “It will pass.”", sentence="“It will pass.”", before=None)
    assert render(Dispatch("T", (item,)), TEXT).count("It will pass") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x00b", "a b"), ("\u200bzero", "zero"), ("小红书 3亿", "小红书 3亿"), ("to me@here.example", "to me@\u2060here.example")],
)
def test_make_visible(text: str, shown: str) -> None:
    assert make_visible(text) == shown
