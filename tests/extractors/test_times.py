"""find_times: labelled sentences (tests/cases/times.toml), the two readings of a bare weekday or month, and any text."""

from __future__ import annotations

import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.times import Relation, TimeSpan, find_times

TUESDAY = datetime(2025, 1, 21, 12, tzinfo=UTC)
CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "times.toml").read_text(encoding="utf-8"))
LABELLED = [(sentence, expected) for section in CASES.values() for sentence, expected in section.items()]


def write(span: TimeSpan) -> str:
    """Write a time as the case file does."""
    words = [] if span.relation is Relation.ON else [span.relation.value]
    words.append(str(span.when) if span.when else span.kind.value)
    if span.ends:
        words.append(f"to {span.ends}")
    if span.relative:
        words.append("(relative)")
    return " ".join(words)


@pytest.mark.parametrize(("sentence", "expected"), LABELLED, ids=[sentence for sentence, _ in LABELLED])
def test_finds_the_times_of_a_sentence(sentence: str, expected: list[str]) -> None:
    assert [write(span) for span in find_times(sentence, TUESDAY)] == expected


def test_there_are_enough_labelled_sentences() -> None:
    assert len(LABELLED) >= 60


@pytest.mark.parametrize(
    ("sentence", "past", "future"),
    [
        ("on Sunday", "2025-01-19", "2025-01-26"),
        ("on Tuesday", "2025-01-21", "2025-01-21"),
        ("on the 19th", "2025-01-19", "2025-02-19"),
        ("on January 19", "2025-01-19", "2026-01-19"),
        ("in December", "2024-12", "2025-12"),
        ("since December", "2024-12", "2024-12"),
        ("in the second quarter", "2024-04", "2025-04"),
    ],
)
def test_what_is_to_come_takes_the_next_one(sentence: str, past: str, future: str) -> None:
    assert [str(span.when) for span in find_times(sentence, TUESDAY)] == [past]
    assert [str(span.when) for span in find_times(sentence, TUESDAY, future=True)] == [future]


def test_a_phrase_is_cut_out_without_its_preposition() -> None:
    sentence = "It has grown since March 2019."
    (span,) = find_times(sentence, TUESDAY)
    assert sentence[span.start : span.end] == "March 2019"


@pytest.mark.parametrize("reference", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_the_calendar_may_end(reference: datetime) -> None:
    text = "last week, next year, 999 decades ago, 999 years from now, last Friday, in May, the 31st, the year to March"
    for future in (False, True):
        assert all(span.end <= len(text) for span in find_times(text, reference, future=future))


PIECES = st.sampled_from(
    [
        "Jan.",
        "January",
        "May",
        "1",
        "31",
        "19th",
        "the",
        "of",
        ",",
        "2025",
        "1999",
        "last",
        "next",
        "week",
        "day",
        "days",
        "ago",
        "earlier",
        "since",
        "by",
        "to",
        "-",
        "and",
        "on",
        "Friday",
        "Q3",
        "quarter",
        "first",
        "a",
        "year",
    ]
)


@given(
    st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join)),
    st.datetimes(timezones=st.just(UTC)),
    st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_ordered_times_inside_it(text: str, reference: datetime, future: bool) -> None:
    found = find_times(text, reference, future=future)
    assert found == find_times(text, reference, future=future)
    end = 0
    for span in found:
        assert end <= span.start < span.end <= len(text)
        end = span.end


@pytest.mark.parametrize("piece", ["1", "jan ", "the ", "1/", "in 2", "last ", "may 1 to ", "first ", "a day ", "12:"])
def test_a_hostile_line_ends_soon(piece: str) -> None:
    line = piece * (200_000 // len(piece))
    began = time.process_time()
    find_times(line, TUESDAY)
    assert time.process_time() - began < 1.0
