"""extract_facts: labelled texts (tests/cases/facts*.toml), small articles, misses, and what holds for any text."""

from __future__ import annotations

import pytest
from samples import RECALL, REDNOTE, extract, load_cases, write_fact

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
