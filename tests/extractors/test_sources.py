"""Who says a sentence (Reading.source, Reading.voices): labelled sentences (tests/cases/sources.toml), force, and any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import RECALL, load_cases, read, read_last

from extractors.speech import Force, Source

LABELLED = load_cases("sources")


def write(source: Source | None) -> str:
    """Write a source as the case file does."""
    if source is None:
        return ""
    return source.speaker if source.named else f"unnamed: {source.speaker}"


@pytest.mark.parametrize(("text", "expected"), LABELLED)
def test_finds_who_says_a_sentence(text: str, expected: str) -> None:
    assert write(read_last(text).source) == expected


def test_there_are_enough_labelled_sentences() -> None:
    assert len(LABELLED) >= 34


@pytest.mark.parametrize(
    ("verb", "force"),
    [
        ("said", Force.SAY),
        ("added", Force.SAY),
        ("argued", Force.ARGUE),
        ("believes", Force.ARGUE),
        ("warned", Force.WARN),
        ("expects", Force.WARN),
        ("estimates", Force.REPORT),
        ("reported", Force.REPORT),
    ],
)
def test_the_verb_tells_the_force_of_the_words(verb: str, force: Force) -> None:
    source = read_last(f"Nadia Ferro {verb} that RedNote is growing.").source
    assert source is not None
    assert source.force is force
    assert source.leads


def test_a_source_behind_its_words_does_not_lead_them() -> None:
    sentence = "The tag is growing, said Nadia Ferro."
    source = read_last(sentence).source
    assert source is not None
    assert not source.leads
    assert sentence[: source.start] == "The tag is growing, "


def test_another_story_has_its_speakers() -> None:
    assert write(read_last("The watchdog warned that the heaters can burn.", RECALL).source) == "Product Safety Office"
    assert write(read_last("“They must come back at once,” Ms Whitlock said.", RECALL).source) == "Dana Whitlock"


@pytest.mark.parametrize(
    ("sentence", "voices"),
    [
        ("On Monday Reuters reported that RedNote has 3.4 million users.", {"Reuters"}),
        ("RedNote has 3.4 million users, Pebble Analytics estimates.", {"Pebble Analytics"}),
        ("RedNote has 3.4 million users.", set()),
    ],
)
def test_who_only_tells_is_a_voice(sentence: str, voices: set[str]) -> None:
    assert read_last(sentence).voices == voices


PIECES = [
    "RedNote", "Nadia Ferro", "said", "says", "according to", "per", "a user", "one", "told", ":", ",",
    ".", "\"", "“", "”", "that", "it", "by", "'s count", "the report", "on Monday", "小红书", "reporters",
    "analysts", "expect", "1.5 million",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)))
def test_any_text_gives_a_speaker_inside_the_sentence_or_none(text: str) -> None:
    for reading in read(text):
        source = reading.source
        if source is not None:
            assert source.speaker
            assert 0 <= source.start <= source.verb_end <= len(reading.text)
            assert source.named or source.speaker in ("one user", "another user") or source.speaker in reading.text
            if source.named:
                assert source.speaker in reading.voices
