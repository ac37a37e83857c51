"""Figures to facts: values, hedges, series, changes and votes, and figures that are none."""

from __future__ import annotations

import pytest
from samples import RECALL, extract

from extractors.records import Kind, Qualifier


def figures(text: str) -> list[str]:
    found = [fact for fact in extract(text).facts if fact.kind is Kind.QUANTITY]
    return [f"{fact.subject} {fact.predicate} {fact.value:.12g}" for fact in found]


@pytest.mark.parametrize(
    ("hedge", "qualifier"),
    [
        ("", Qualifier.EXACT),
        ("about", Qualifier.ABOUT),
        ("nearly", Qualifier.ABOUT),
        ("more than", Qualifier.OVER),
        ("fewer than", Qualifier.UNDER),
        ("up to", Qualifier.UP_TO),
    ],
)
def test_a_hedge_is_kept(hedge: str, qualifier: Qualifier) -> None:
    (fact,) = extract(f"RedNote has {hedge} 300 million users.").facts
    assert (fact.qualifier, fact.value, fact.value_high) == (qualifier, 300e6, None)


def test_a_range_has_two_ends() -> None:
    (fact,) = extract("RedNote has between 200 and 300 million users.").facts
    assert (fact.qualifier, fact.value, fact.value_high) == (Qualifier.BETWEEN, 200e6, 300e6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "RedNote has 300 million users. A year ago there were 200 million.",
            ["RedNote users 300000000", "RedNote users 200000000"],
        ),
        ("RedNote has 3 million users, and Lemon8 has 1 million.", ["RedNote users 3000000", "Lemon8 users 1000000"]),
        ("RedNote's users rose from 3 million to 4 million.", ["RedNote users 3000000", "RedNote users 4000000"]),
        ("RedNote's downloads fell 54% and Lemon8's rose 20%.", ["RedNote decline_pct 54", "Lemon8 growth_pct 20"]),
        ("The Senate passed the bill 79 to 18.", ["Senate votes_for 79", "Senate votes_against 18"]),
    ],
)
def test_figures_of_one_sentence_or_series_are_facts_of_their_own(text: str, expected: list[str]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("RedNote had 9 million users on 14 January, up from 6 million a week earlier.", ["2025-01-14", "2025-01-07"]),
        ("RedNote had 9 million users in December, up from 6 million a year earlier.", ["2024-12", "2023-12"]),
        ("RedNote had 9 million users in December, 29% more than a year earlier.", ["2024-12", "2024-12"]),
    ],
)
def test_what_was_is_dated_by_the_distance_behind_it(text: str, dates: list[str]) -> None:
    assert [str(fact.as_of) for fact in extract(text).facts] == dates


@pytest.mark.parametrize(
    "text",
    [
        "RedNote met its users at 10:30 p.m. on 21 January 2025.",
        "Shou Zi Chew, 42, runs TikTok.",
        "Millions of people use RedNote.",
        "RedNote runs on the iPhone 14.",
        "TikTok was on 24/7.",
    ],
)
def test_dates_ages_names_and_vague_counts_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_a_series_ends_where_the_size_is_another() -> None:
    assert figures("RedNote has 300 million users. In the hall there were 40.") == ["RedNote users 300000000"]


def test_every_measure_of_a_topic_can_be_read() -> None:
    text = (
        "Hearthwell recalls 900 heaters. Hearthwell sold 800 heaters. The Emberline caused 7 fires. The Emberline hurt 6 people."
    )
    found = {fact.predicate for fact in extract(text, RECALL).facts if fact.kind is Kind.QUANTITY}
    assert found == {"units_recalled", "units_sold", "fires", "injuries"}
