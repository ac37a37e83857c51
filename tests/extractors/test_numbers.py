"""Number words and numerals: what a run of tokens is worth and how far it goes."""

from __future__ import annotations

import pytest

from extractors.number_tokens import read_tokens
from extractors.numbers import read_digits, read_numeral


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("nineteen", 19),
        ("twenty-five", 25),
        ("one hundred", 100),
        ("two hundred and seventy", 270),
        ("forty-five thousand", 45_000),
        ("three million four hundred thousand", 3_400_000),
        ("a million", 1e6),
        ("half a million", 5e5),
        ("a quarter of a million", 2.5e5),
        ("half a dozen", 6),
        ("four hundred million", 4e8),
        ("4 hundred million", 4e8),
        ("1.7 million", 1.7e6),
        ("one and a half million", 1.5e6),
        ("seven lakh", 7e5),
        ("seventeen crore", 1.7e8),
        ("30k", 30_000),
        ("17bn", 1.7e10),
        ("1½", 1.5),
        ("3亿", 3e8),
    ],
)
def test_reads_a_whole_number(written: str, value: float) -> None:
    tokens = read_tokens(written)
    numeral = read_numeral(tokens, 0)
    assert numeral is not None
    assert numeral.value == pytest.approx(value)
    assert numeral.last == len(tokens)


@pytest.mark.parametrize(
    ("written", "value", "left"),
    [
        ("two three", 2, "three"),
        ("nine and ten", 9, "and"),
        ("seven in ten", 7, "in"),
        ("one hundred and two hundred", 102, "hundred"),
        ("five thousand and counting", 5000, "and"),
    ],
)
def test_stops_where_a_number_stops(written: str, value: float, left: str) -> None:
    tokens = read_tokens(written)
    numeral = read_numeral(tokens, 0)
    assert numeral is not None
    assert (numeral.value, tokens.words[numeral.last]) == (value, left)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [("dozens", 12, None), ("tens of thousands", 1e4, 1e5), ("hundreds of millions", 1e8, 1e9), ("thousands", 1e3, 1e4)],
)
def test_vague_counts_have_bounds(written: str, low: float, high: float | None) -> None:
    numeral = read_numeral(read_tokens(written), 0)
    assert numeral is not None
    assert numeral.vague
    assert (numeral.value, numeral.high) == (low, high)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,234", 1234),
        ("12,34,567", 1234567),
        ("1.234.567", 1234567),
        ("1\u202f234", 1234),
        ("3.4", 3.4),
        ("1.99×10-3", 0.00199),
        ("9" * 30, None),
    ],
)
def test_reads_digits(written: str, value: float | None) -> None:
    assert read_digits(written) == (pytest.approx(value) if value is not None else None)


@pytest.mark.parametrize("written", ["a", "half", "word", "and"])
def test_other_words_are_no_numbers(written: str) -> None:
    assert read_numeral(read_tokens(written), 0) is None
