"""split_sentences: labelled texts (tests/cases/sentences.toml), offsets and paragraphs, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import load_cases

from extractors.sentences import split_sentences, to_plain

LABELLED = load_cases("sentences")


@pytest.mark.parametrize(("text", "expected"), LABELLED)
def test_splits_a_text_into_its_sentences(text: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in split_sentences(text)] == expected


def test_there_are_enough_labelled_texts() -> None:
    assert len(LABELLED) >= 55


def test_paragraphs_are_counted_without_empty_lines() -> None:
    sentences = split_sentences("One. Two.\n\n\nThree.\r\n\r\nFour.\n")
    assert [(sentence.text, sentence.paragraph) for sentence in sentences] == [
        ("One.", 0),
        ("Two.", 0),
        ("Three.", 1),
        ("Four.", 2),
    ]


def test_boilerplate_lines_count_as_paragraphs_and_give_no_sentence() -> None:
    sentences = split_sentences("One.\nADVERTISEMENT\nTwo.")
    assert [(sentence.text, sentence.paragraph) for sentence in sentences] == [("One.", 0), ("Two.", 2)]


def test_the_stored_sentence_keeps_the_signs_of_the_article() -> None:
    text = "“RedNote’s users\u00a0stayed,” she said. It grew."
    first, second = split_sentences(text)
    assert first.text == "“RedNote’s users\u00a0stayed,” she said."
    assert text[second.start : second.end] == second.text == "It grew."


def test_of_one_line_no_more_is_read_than_a_book_chapter_has() -> None:
    assert len(split_sentences("It grew. " * 1_000)) == 1_000
    assert len(split_sentences("It grew. " * 50_000)) == 2_000
    assert len(split_sentences("It grew.\n" * 3_000)) == 3_000


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\u00a0\n\t\n"])
def test_a_text_of_nothing_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == ()


PIECES = [
    "RedNote", "U.S.", "Mr.", "No. 1", " ", ". ", "? ", "…", "\n", "\r\n", "“", "”", "\"", "'", "(", ")",
    "。", "小红书", "\u00a0", "It is 1.5", "🎉",
]  # fmt: skip
NEWSLIKE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), NEWSLIKE))
def test_any_text_gives_sentences_in_order_that_it_really_contains(text: str) -> None:
    sentences = split_sentences(text)
    assert sentences == split_sentences(text)
    end = 0
    for sentence in sentences:
        assert sentence.start >= end
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert sentence.text
        end = sentence.end


@given(st.text(max_size=200))
def test_plain_signs_take_the_places_of_the_others(text: str) -> None:
    assert len(to_plain(text)) == len(text)
    assert to_plain(to_plain(text)) == to_plain(text)


@settings(max_examples=200, deadline=None)
@given(NEWSLIKE)
def test_nothing_but_space_is_left_out_between_sentences(text: str) -> None:
    """No line of these pieces is boilerplate, so what is not in a sentence is space."""
    left = list(text)
    for sentence in split_sentences(text):
        left[sentence.start : sentence.end] = [" "] * (sentence.end - sentence.start)
    assert "".join(left).strip() == ""
