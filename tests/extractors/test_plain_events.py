"""Deeds that no action of the lexicon names: labelled sentences."""

from __future__ import annotations

import pytest
from samples import extract, write_fact


def plain_events(text: str) -> list[str]:
    return [write_fact(fact) for fact in extract(text).facts if fact.rule == "event.plain"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("RedNote phoned Oracle.", ["event: RedNote | phone | -> Oracle"]),
        ("RedNote will lease an office.", ["event: RedNote | lease | planned"]),
        ("RedNote has since phoned Oracle.", ["event: RedNote | phone | -> Oracle"]),
        ("Donald Trump phoned Oracle.", ["event: Donald Trump | phone | -> Oracle"]),
    ],
)
def test_a_subject_of_the_topic_does_what_any_verb_tells(sentence: str, expected: list[str]) -> None:
    assert plain_events(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "RedNote banned Oracle.",  # an action of the lexicon
        "RedNote remained calm.",  # an idle verb
        "RedNote has a red logo.",
        "RedNote phones Oracle.",  # a habit
        "RedNote may phone Oracle.",
        "Has RedNote phoned Oracle?",
        "“RedNote phoned Oracle all of that long day,” she said.",
        "RedNote phoned Oracle and has 300 million users.",  # the figure is what is told
        "Nadia Ferro phoned Oracle.",  # a stranger
        "Users of RedNote phoned Oracle.",
        "RedNote's owner phoned Oracle.",
    ],
)
def test_all_else_is_no_plain_deed(sentence: str) -> None:
    assert plain_events(sentence) == []
