"""Places in a chart: labelled texts with the places that they tell."""

from __future__ import annotations

import pytest
from samples import extract

from extractors.records import Kind


def rankings(text: str) -> list[str]:
    found = [fact for fact in extract(text).facts if fact.kind is Kind.RANKING]
    return [f"{fact.subject} {fact.predicate} {fact.value:.0f}" for fact in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RedNote is No. 1 in the App Store.", ["RedNote app_store_rank 1"]),
        ("RedNote touched the summit of Apple's chart.", ["RedNote app_store_rank 1"]),
        ("RedNote is No. 1, the top spot of the chart.", ["RedNote app_store_rank 1"]),
        ("Lemon8 took the silver medal in the download chart.", ["Lemon8 app_store_rank 2"]),
        ("RedNote is No. 3 in the race.", ["RedNote rank 3"]),
        ("RedNote touched the summit.", []),
    ],
)
def test_a_place_is_told_by_number_or_in_words(text: str, expected: list[str]) -> None:
    assert rankings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RedNote slipped from second to 38th in the App Store.", ["RedNote app_store_rank 2", "RedNote app_store_rank 38"]),
        ("RedNote was 61st in the App Store by then.", ["RedNote app_store_rank 61"]),
        ("RedNote is No. 1 in the App Store. Lemon8 was second.", ["RedNote app_store_rank 1", "Lemon8 app_store_rank 2"]),
        ("RedNote is large. Lemon8 was second.", []),
        ("RedNote, the second app of its kind, is in the App Store.", []),
        ("On 18th January RedNote entered the App Store.", []),
    ],
)
def test_an_ordinal_alone_is_a_place_beside_a_chart_or_behind_a_place(text: str, expected: list[str]) -> None:
    assert rankings(text) == expected
