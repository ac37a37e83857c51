"""Which articles share an origin: copies of one text, wherever they stand and whoever signs them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sample_rows import START, article

from extractors.records import Article
from extractors.urls import identify_article
from warehouse.batch import column_types
from warehouse.ledger import record_readings
from warehouse.origins import BandRow, SketchRow
from warehouse.readings import Reading
from warehouse.rechecks import RecheckRow
from warehouse.sketches import cut_triples, hash_bands, pack_triples, share_copied, unpack_triples

FERRY = """Ferry operator Larkline will cut its winter crossings between Port Ames and the islands by a third, it said on Tuesday.
The company carried 212,000 passengers last winter, a tenth fewer than the year before, and blamed the price of fuel.
Islanders said that the cuts would leave them without a morning boat. "My daughter cannot get to school," one of them said.
The regional council pays Larkline 4 million euros a year to keep the line open and wants some of that back.
Talks are to go on next week. A spokesman for the company said that nothing had been decided about the boats themselves.
The oldest of the three, the Marigold, has been in service since 1978 and needs a new engine before spring."""
LINES = FERRY.splitlines()
EDITED = FERRY.replace("on Tuesday", "earlier this week").replace("by a third", "by one third").replace("a year", "yearly")
HALF_REWRITTEN = "\n".join([
    "Fewer boats will go to the islands this winter, and people who live out there are angry about what that means for them.",
    LINES[1],
    "The council, which has been helping the operator with public money, is asking to be paid back a part of what it gave.",
    LINES[2],
    "A decision on the ships is still out, the shipping line let it be known, and both sides will sit down together again soon.",
    "On the quay nobody expects much of that, and the harbour master says he has seen three operators come and go in his time.",
])  # fmt: skip
SAME_NEWS = """Winter will be lonelier on the islands off Port Ames: Larkline is taking every third crossing out of its timetable.
Fuel has become too dear, the ferry company says, and too few people travel. Last winter there were 212,000, down 10 per cent.
The cut falls on the early boat, the one that pupils take. The council, which supports the line with public money, is cross.
It has asked for a part of its yearly 4 million euros back, and the two sides will meet again in a few days.
What becomes of the ships is open. One of them is older than most of its crew and will not sail after April without repairs."""
FOOTER = "\nSubscribe to our newsletter for the latest news from the islands."
OTHER = """A bakery in Port Ames has won the national prize for rye bread for the third time, the jury said on Sunday evening.
Its owner, who took the shop over from her father, said that the secret was patience and an oven that nobody else wanted.
The shop sells 900 loaves a day and has 14 employees, most of whom have been with it for more than ten years by now.
A second shop is not planned. There is, she said, only one oven of that kind, and nobody builds them any more today."""


@dataclass(frozen=True)
class Case:
    texts: tuple[str, str]
    origins: int
    publishers: tuple[str, str] = ("Harbour Post", "Island Echo")
    agency: str | None = None
    """Credited by the second."""
    author: str | None = None
    """Of the second."""
    days: int = 1


CASES = {
    "word for word": Case((FERRY, FERRY), 1),
    "a word changed here and there": Case((FERRY, EDITED), 1),
    "cut from the end": Case((FERRY, "\n".join(LINES[:4])), 1),
    "the copy has more": Case(("\n".join(LINES[:4]), FERRY), 1),
    "under another newsletter line": Case((FERRY, FERRY + FOOTER), 1),
    "half rewritten, and nobody named": Case((FERRY, HALF_REWRITTEN), 2),
    "half rewritten, with credit to the wire that wrote it": Case(
        (FERRY, HALF_REWRITTEN), 1, ("Civic Wire", "Echo"), "Civic Wire"
    ),
    "half rewritten, signed with the name of the first": Case((FERRY, HALF_REWRITTEN), 1, author="Harbour Post"),
    "half rewritten, with credit to unnamed agencies": Case((FERRY, HALF_REWRITTEN), 2, agency="agencies"),
    "the same news in a reporter's own words": Case((FERRY, SAME_NEWS), 2),
    "one wire's two stories": Case((FERRY, OTHER), 2, agency="Civic Wire", publishers=("Civic Wire", "Echo")),
    "the same footer below different stories": Case((FERRY + FOOTER * 3, OTHER + FOOTER * 3), 2),
    "two teasers": Case(("RedNote is growing fast.", "RedNote is growing fast."), 2),
    "a month and a half later": Case((FERRY, FERRY), 2, days=45),
}


def make(number: int, text: str, publisher: str, days: int = 0, agency: str | None = None, author: str | None = None) -> Article:
    url = f"https://paper-{number}.example/story"
    article_id, version_id = identify_article(url, text)
    return Article(
        article_id, version_id, url, publisher, "A headline", text, START + timedelta(days=days), "en", author, agency=agency
    )


def make_pair(case: Case) -> list[Article]:
    return [
        make(1, case.texts[0], case.publishers[0]),
        make(2, case.texts[1], case.publishers[1], case.days, case.agency, case.author),
    ]


def store(transaction, *articles):
    readings = [Reading(article, ()) for article in articles]
    return record_readings(transaction, readings, topic="t", run_id="r", source="feed", now=START, alerting=True)


def read_origins(warehouse, *articles):
    rows = warehouse.read("article_origins", {"article_ids": [article.article_id for article in articles]})
    found = {row["article_id"]: row["origin_id"] for row in rows}
    return [found[article.article_id] for article in articles]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one after the other"])
def test_origins(warehouse, name, together):
    case = CASES[name]
    pair = make_pair(case)
    for batch in [pair] if together else [[story] for story in pair]:
        warehouse.write(lambda tx, batch=batch: store(tx, *batch))
    origins = read_origins(warehouse, *pair)
    assert origins[0] == pair[0].article_id, "the first is its own origin"
    assert len(set(origins)) == case.origins


def test_a_copy_of_a_copy_has_the_first_as_its_origin(warehouse):
    stories = [make(number, FERRY, f"Paper {number}", days=number) for number in (1, 2, 3)]
    for story in stories:
        warehouse.write(lambda tx, story=story: store(tx, story))
    assert read_origins(warehouse, *stories) == [stories[0].article_id] * 3


def test_an_original_that_arrives_after_its_copy_shares_its_origin(warehouse):
    copy, original = make(2, FERRY, "Island Echo", days=1), make(1, FERRY, "Harbour Post")
    for story in (copy, original):
        warehouse.write(lambda tx, story=story: store(tx, story))
    assert len(set(read_origins(warehouse, copy, original))) == 1


def test_a_later_wording_keeps_the_origin_of_the_first(warehouse):
    stub = make(2, "More soon.", "Island Echo")
    full = replace(stub, text=FERRY, version_id="second")
    for story in (make(1, FERRY, "Harbour Post"), stub, full):
        warehouse.write(lambda tx, story=story: store(tx, story))
    assert read_origins(warehouse, stub) == [stub.article_id]


def test_triples_come_back_from_the_table_as_they_went():
    assert unpack_triples(pack_triples(cut_triples(FERRY))) == cut_triples(FERRY)


def test_a_text_too_short_to_be_told_from_others_leaves_no_sketch():
    assert hash_bands(cut_triples("RedNote is growing fast.")) == ()
    assert len(hash_bands(cut_triples(FERRY))) > 10


@pytest.mark.parametrize(
    ("one", "other", "share"), [(FERRY, FERRY, 1.0), (FERRY, "\n".join(LINES[:3]), 1.0), (FERRY, OTHER, 0.02)]
)
def test_the_share_is_that_of_the_shorter_text(one, other, share):
    assert share_copied(cut_triples(one), cut_triples(other)) == pytest.approx(share, abs=0.03)


@pytest.mark.parametrize("row_type", [BandRow, SketchRow, RecheckRow], ids=lambda row_type: row_type.TABLE)
def test_rows_have_the_columns_of_their_table(ask, row_type):
    columns = [row[0] for row in ask([article()], f"DESCRIBE {row_type.TABLE}")]
    assert columns == list(column_types(row_type))
