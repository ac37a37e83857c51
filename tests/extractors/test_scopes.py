"""What narrows a claim: labelled sentences."""

from __future__ import annotations

import pytest
from samples import extract

from extractors.records import Kind


def scopes(text: str) -> list[str | None]:
    return [fact.scope for fact in extract(text).facts if fact.kind in (Kind.QUANTITY, Kind.RANKING)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("RedNote has 300 million users.", [None]),
        ("RedNote has 300 million monthly users.", ["monthly"]),
        ("RedNote has 3 million users in the US.", ["US"]),
        ("RedNote has 3 million US users.", ["US"]),
        ("RedNote has 3 million American users.", ["US"]),
        ("RedNote has 3 million users in the United States.", ["US"]),
        ("RedNote has 3 million users in Taiwan.", ["Taiwan"]),
        ("RedNote has 300 million monthly users in China.", ["China, monthly"]),
        ("“It told us that RedNote has 3 million users.", [None]),
        ("More than 700,000 new users joined RedNote in two days.", ["two_days"]),
        ("More than 700,000 new users joined RedNote in a single day.", ["one_day"]),
        ("RedNote reached 10 million downloads on Google Play.", ["Google Play"]),
        ("RedNote has 3 million users in Taiwan, and TikTok has 170 million in the US.", ["Taiwan", "US"]),
        ("Revenue at ByteDance rose 29% from a year earlier.", ["revenue, year on year"]),
        ("RedNote's downloads fell 54% week on week.", ["downloads, week on week"]),
        ("RedNote is No. 1 in the US App Store.", ["US"]),
    ],
)
def test_a_figure_has_the_scope_that_its_words_give(sentence: str, expected: list[str | None]) -> None:
    assert scopes(sentence) == expected


def test_any_country_narrows_a_figure() -> None:
    one, other = scopes("RedNote has 3 million users in Malaysia. RedNote has 2 million users in Japan.")
    assert one != other


def test_any_measure_can_be_narrowed() -> None:
    assert scopes("ByteDance has 7,000 employees in the US.") == ["US"]
