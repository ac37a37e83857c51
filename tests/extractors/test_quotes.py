"""find_quotes and slice_quotes: labelled texts, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.quotes import find_quotes, slice_quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She said: “It is fun.” Then she left.", ["It is fun."]),
        ('"It is fun," she said. "Very."', ["It is fun,", "Very."]),
        ("„Es ist schön“, sagte sie.", ["Es ist schön“, sagte sie."]),
        ("«C’est bien», dit-elle.", ["C’est bien"]),
        ("He calls it “a ‘joke’ of a law”.", ["a ‘joke’ of a law"]),
        ('A 5" screen and a 6" one.', []),
        ('The word "refugee" is theirs.', ["refugee"]),
        ("No quotation.", []),
        ("“It goes on.\n“And on.”", ["It goes on.", "And on."]),
        ("“Open to the end", ["Open to the end"]),
        ("A closing mark” alone.", []),
        ('(“in brackets”) and —"behind a dash"', ["in brackets", "behind a dash"]),
        ("“One.” “Two.”", ["One.", "Two."]),
        ("", []),
    ],
)
def test_finds_what_stands_between_quotation_marks(text: str, expected: list[str]) -> None:
    assert [text[low:high] for low, high in find_quotes(text)] == expected


def test_german_marks_close_with_what_opens_in_english() -> None:
    """The closing mark of „…“ is the opening one of “…”: a quotation in them ends with its paragraph, never later."""
    text = "„Gut“, sagte er.\nEr ging."
    assert all(high <= text.index("\n") for _, high in find_quotes(text))


def test_slices_count_from_the_sentence() -> None:
    text = "“One. Two.” Three."
    (quote,) = find_quotes(text)
    assert slice_quotes((quote,), 0, 5) == ((1, 5),)
    assert slice_quotes((quote,), 6, 11) == ((0, 4),)
    assert slice_quotes((quote,), 12, 18) == ()


@given(st.text(alphabet="ab ”“\"«»'\n.,(", max_size=120))
def test_quotations_lie_apart_in_one_paragraph_each(text: str) -> None:
    end = 0
    for low, high in find_quotes(text):
        assert end <= low <= high <= len(text)
        assert "\n" not in text[low:high]
        end = high


@given(st.text(alphabet='ab "“”', max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_slices_lie_inside_their_sentence(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    for low, high in slice_quotes(find_quotes(text), start, end):
        assert 0 <= low <= high <= end - start
