"""Attributed words: labelled sentences with their speaker, and what is no statement."""

from __future__ import annotations

import pytest
from samples import RECALL, REDNOTE, extract

from extractors.records import Kind
from extractors.vocabulary import Vocabulary


def statements(text: str, vocabulary: Vocabulary = REDNOTE) -> list[str]:
    return [f"{fact.subject} {fact.predicate}" for fact in extract(text, vocabulary).facts if fact.kind is Kind.STATEMENT]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Donald Trump said the app was a great app.", ["Donald Trump said"]),
        ("Donald Trump warned that the app would be closed down.", ["Donald Trump expects"]),
        ("Donald Trump argued that the app helps young voters.", ["Donald Trump argues"]),
        ("“We will find a way to stay,” Shou Zi Chew said.", ["Shou Zi Chew said"]),
        ("Shou Zi Chew said: “We will find a way to stay.”", ["Shou Zi Chew said"]),
        (
            "“We will find a way to stay,” Shou Zi Chew said.\n\n“And we will find it soon enough.”",
            ["Shou Zi Chew said", "Shou Zi Chew said"],
        ),
        ("He called it “a mess”.", []),
        ("“Yes.”", []),
        ("RedNote has 300 million users, according to Pebble Analytics.", []),
        ("RedNote is popular.", []),
        ("Donald Trump said so.", []),
    ],
)
def test_reads_whose_words_are_told(text: str, expected: list[str]) -> None:
    assert statements(text) == expected


def test_another_story_has_statements() -> None:
    assert statements("Dana Whitlock said that nobody should use the heaters.", RECALL) == ["Dana Whitlock said"]


def test_a_quotation_far_from_any_speaker_is_nobodys() -> None:
    text = (
        "Donald Trump said the app was a great app.\n\n"
        + "The tram stops at the hall.\n\n" * 12
        + "“The cake was baked by all of us here.”"
    )
    assert "Donald Trump said" not in statements(text)[1:]


def test_a_statement_names_its_speaker_twice() -> None:
    (fact,) = extract("Donald Trump said the app was a great app.").facts
    assert fact.speaker == fact.subject == "Donald Trump"
