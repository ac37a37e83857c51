"""extract_facts: labelled texts (tests/cases/facts*.toml), small articles, misses, and what holds for any text."""

from __future__ import annotations

import tomllib

import pytest
from samples import CASES, ELSEWHERE, RECALL, REDNOTE, extract, load_cases, write_fact

from extractors.vocabulary import Vocabulary

LABELLED = load_cases("facts")
OTHER_TOPIC = load_cases("facts_recall")


def find(text: str, vocabulary: Vocabulary) -> list[str]:
    return [write_fact(fact) for fact in extract(text, vocabulary).facts]


@pytest.mark.parametrize(("text", "expected"), LABELLED)
def test_finds_the_facts_of_a_text(text: str, expected: list[str]) -> None:
    assert sorted(find(text, REDNOTE)) == sorted(expected)


@pytest.mark.parametrize(("text", "expected"), OTHER_TOPIC)
def test_finds_the_facts_of_another_story(text: str, expected: list[str]) -> None:
    assert sorted(find(text, RECALL)) == sorted(expected)


ARTICLES = tomllib.loads((CASES / "facts_articles.toml").read_text(encoding="utf-8"))["articles"]


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case["title"])
def test_finds_the_facts_of_an_article(case: dict[str, object]) -> None:
    vocabulary = {"rednote": REDNOTE, "recall": RECALL}[str(case["topic"])]
    found = extract(str(case["text"]), vocabulary, title=str(case["title"])).facts
    assert sorted(map(write_fact, found)) == sorted(case["facts"])


@pytest.mark.parametrize("text", ["The Supreme Court upheld the law.", "Donald Trump signed an order."])
def test_an_article_about_something_else_makes_no_facts(text: str) -> None:
    assert extract(text).facts
    assert extract(text, title=ELSEWHERE).facts == ()


def test_facts_come_in_reading_order() -> None:
    text = (
        "RedNote was founded in 2013. Lemon8 is No. 2 in the App Store, and RedNote has 300 million users.\n\nTikTok went dark."
    )
    starts = [fact.start_char for fact in extract(text).facts]
    assert len(starts) >= 4
    assert starts == sorted(starts)


def test_a_quotation_keeps_its_place() -> None:
    facts = extract("“We never expected so much fun here,” said Nadia Ferro.\n\nTikTok went dark.").facts
    assert [fact.kind.value for fact in facts] == ["statement", "event"]


def test_a_quotation_over_sentences_is_one_fact_with_all_of_them() -> None:
    text = "“We never expected to have so much fun,” Nadia Ferro said. “We are going to stay here for good.” She left."
    (fact,) = extract(text).facts
    assert fact.sentence == text.removesuffix(" She left.")
    assert text[fact.start_char : fact.end_char] == fact.sentence


def test_a_figure_that_no_rule_takes_is_a_miss_with_its_reason() -> None:
    found = extract("RedNote is beside the 17 of them here.")
    assert found.facts == ()
    (miss,) = found.misses
    assert miss.sentence == "RedNote is beside the 17 of them here."
    assert "17" in miss.reason


def test_a_figure_beside_strangers_only_is_no_miss() -> None:
    assert extract("The choir sang 17.").misses == ()


def test_an_id_tells_wording_place_and_claim() -> None:
    one, other = extract("RedNote has 300 million users. RedNote has 300 million users.").facts
    assert one.fact_id != other.fact_id
    assert [fact.fact_id for fact in extract("RedNote has 300 million users. RedNote has 300 million users.").facts] == [
        one.fact_id,
        other.fact_id,
    ]


def test_the_same_figure_of_two_dates_is_two_facts() -> None:
    facts = extract("RedNote had 3 million US users in January 2024, and RedNote had 3 million US users in January 2025.").facts
    assert [str(fact.as_of) for fact in facts] == ["2024-01", "2025-01"]


def test_an_article_without_a_date_has_only_dates_in_full() -> None:
    (fact,) = extract("RedNote had 3 million US users in January 2024.", published=None).facts
    assert str(fact.as_of) == "2024-01"
    (fact,) = extract("RedNote had 3 million US users on Monday.", published=None).facts
    assert fact.as_of is None


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("TikTok went dark on Saturday.", "2025-01-18"),
        ("TikTok went dark on 18 January.", "2025-01-18"),
        ("Congress passed the law in April 2024.", "2024-04"),
        ("The Supreme Court upheld the law.", "None"),
        ("Donald Trump signed an executive order on Monday.", "2025-01-20"),
    ],
)
def test_a_deed_has_its_date(text: str, as_of: str) -> None:
    (fact,) = extract(text).facts
    assert str(fact.as_of) == as_of
