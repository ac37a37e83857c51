"""find_quantities: labelled sentences (tests/cases/quantities.toml), offsets, and what holds for any text."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.quantities import Form, Part, Quantity, find_quantities
from extractors.records import Qualifier

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "quantities.toml").read_text(encoding="utf-8"))
LABELLED = [(sentence, expected) for section in CASES.values() for sentence, expected in section.items()]
NAMED_FORMS = {Form.SHARE, Form.RANK, Form.ORDINAL, Form.AGE, Form.MEMBER, Form.MULTIPLE, Form.SCORE}


def write(quantity: Quantity) -> str:
    """Write a quantity as the case file does."""
    words = ["vague"] if quantity.vague else []
    if quantity.form in NAMED_FORMS:
        words.append(quantity.form.value)
    if quantity.qualifier is not Qualifier.EXACT:
        words.append(quantity.qualifier.value)
    high = "" if quantity.value_high is None else f"..{quantity.value_high:.12g}"
    words.append(f"{quantity.value:.12g}{high}")
    if quantity.unit:
        words.append(quantity.unit + (f"/{quantity.per}" if quantity.per else ""))
    if quantity.direction:
        words.append(quantity.direction.value)
    if quantity.part:
        words.append(f"({quantity.part.value})")
    return " ".join(words)


@pytest.mark.parametrize(("sentence", "expected"), LABELLED, ids=[sentence for sentence, _ in LABELLED])
def test_finds_the_quantities_of_a_sentence(sentence: str, expected: list[str]) -> None:
    assert [write(quantity) for quantity in find_quantities(sentence)] == expected


def test_there_are_enough_labelled_sentences() -> None:
    assert len(LABELLED) >= 120


@pytest.mark.parametrize(
    ("sentence", "figure", "phrase", "noun"),
    [
        (
            "It has about 300 million monthly active users.",
            "300 million",
            "about 300 million monthly active users",
            "monthly active users",
        ),
        ("It ordered a 75-day delay.", "75", "75-day delay", "delay"),
        ("Bids of US$17bn came.", "17bn", "US$17bn", ""),
        ("Over half a million newcomers came.", "half a million", "Over half a million newcomers", "newcomers"),
        ("Teachers earn 4,500 to 8,000 yuan a month.", "4,500 to 8,000", "4,500 to 8,000 yuan a month", ""),
        ("The post reached 300万用户 in a day.", "300万", "300万", ""),
        ("İt has 5 million users.", "5 million", "5 million users", "users"),
        ("It\u00a0has 1\u00a0234\u00a0567 users 🎉.", "1\u00a0234\u00a0567", "1\u00a0234\u00a0567 users", "users"),
    ],
)
def test_offsets_cut_out_the_figure_and_its_phrase(sentence: str, figure: str, phrase: str, noun: str) -> None:
    (quantity,) = find_quantities(sentence)
    assert sentence[quantity.start : quantity.end] == figure
    assert sentence[quantity.phrase_start : quantity.phrase_end] == phrase
    assert quantity.noun == noun


def test_the_word_of_movement_is_where_it_says() -> None:
    sentence = "Its audience shrank by 54% in a week."
    (fall, *_) = find_quantities(sentence)
    assert fall.direction_start is not None
    assert sentence[fall.direction_start :].startswith("shrank")


def test_both_ends_of_a_change_are_quantities_of_their_own() -> None:
    found = find_quantities("The tax will rise from 19% to 25%.")
    assert [(quantity.value, quantity.part) for quantity in found] == [(19, Part.FROM), (25, Part.TO)]


PIECES = st.sampled_from(
    [
        "1",
        "2,500",
        "3.4",
        "million",
        "a",
        "half",
        "third",
        "of",
        "one",
        "two",
        "hundred",
        "and",
        "-",
        "–",
        "%",
        "$",
        "US$",
        "to",
        "between",
        "from",
        "rose",
        "by",
        "about",
        "than",
        "more",
        "users",
        "days",
        "vote",
        "9",
        "0",
        "(",
        ")",
        ".",
        ",",
        "No",
        "top",
        "second",
        "亿",
        "万",
        "k",
        "m",
        "bn",
        "'s",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join)))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_ordered_quantities_inside_it(text: str) -> None:
    found = find_quantities(text)
    assert found == find_quantities(text)
    for quantity in found:
        assert 0 <= quantity.phrase_start <= quantity.start < quantity.end <= quantity.phrase_end <= len(text)
        assert quantity.value == quantity.value
        assert quantity.value_high is None or quantity.qualifier is Qualifier.BETWEEN or quantity.vague
    assert [quantity.start for quantity in found] == sorted(quantity.start for quantity in found)


HOSTILE = [
    "1",
    "1,",
    "1,22,",
    "one ",
    "million ",
    "half a ",
    "1-",
    "1 000 ",
    "$",
    "more than ",
    "1.",
    "3 to ",
    "3亿",
    "3x10^9",
    "http://",
    "a'",
    "-",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_line_ends_soon(piece: str) -> None:
    line = piece * (200_000 // len(piece))
    began = time.process_time()
    find_quantities(line)
    assert time.process_time() - began < 1.0
