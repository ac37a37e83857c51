"""What holds for the facts of any text: no exception, exact offsets, the same twice, time in proportion, no runaway pattern."""

from __future__ import annotations

import signal
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import CASES, RECALL, REDNOTE, extract

from extractors.records import Kind, Modality, Qualifier

PIECES = [
    "RedNote", "TikTok", "ByteDance", "小红书", "the app", "it", "its", "the law", "Nadia Ferro",
    "Mr. Trump", "the Supreme Court", "#TikTokRefugee", "has", "was", "said", "says", "will", "did not",
    "according to", "owned by", "founded in", "banned", "upheld", "signed", "lost", "grew by",
    "300 million", "about 1.7m", "$40 billion", "54%", "half of", "No. 1", "75 days", "352 to 65",
    "between 4 and 5", "from 3 to 4", "tripled", "users", "followers", "views", "downloads", "in the US",
    "on Monday", "in January", "last year", "by 2026", ",", ".", ". ", ";", "?", "—", "-", "“", "”",
    "\"", "'s", "’s", "(", ")", ":", "\n", "\n\n", "\u00a0", "who", "which", "and", "that",
    "a spokeswoman", "一", "万", "½", "🎉", "İ", "ß",
]  # fmt: skip
NEWSLIKE = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join)
ANY_TEXT = st.one_of(
    NEWSLIKE, st.text(max_size=300), st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40).map("".join)
)
DATES = st.one_of(
    st.none(),
    st.sampled_from([datetime(2025, 1, 21, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)]),
)


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT, st.sampled_from([REDNOTE, RECALL]), DATES)
def test_any_text_gives_facts_that_stand_in_it(text: str, vocabulary, published: datetime | None) -> None:  # type: ignore[no-untyped-def]
    found = extract(text, vocabulary, published)
    assert found == extract(text, vocabulary, published)
    for told in (*found.facts, *found.misses):
        assert text[told.start_char : told.end_char] == told.sentence
        assert told.sentence
    assert len({fact.fact_id for fact in found.facts}) == len(found.facts)
    for fact in found.facts:
        assert fact.subject
        assert fact.predicate
        assert fact.rule.startswith(f"{fact.kind.value}.")
        assert isinstance(fact.qualifier, Qualifier)
        assert isinstance(fact.modality, Modality)
        assert (fact.value is not None) or fact.kind not in (Kind.QUANTITY, Kind.RANKING)
        assert fact.scope is None or fact.scope
        if fact.value_high is not None:
            assert fact.qualifier is Qualifier.BETWEEN


@settings(max_examples=100, deadline=None)
@given(NEWSLIKE, st.text(alphabet=" \n\t", max_size=5))
def test_blank_lines_around_a_text_change_nothing_but_offsets(text: str, blank: str) -> None:
    """What stands before the first letter is not read."""
    shift = len(blank) + 1
    plain, moved = extract(text), extract(f"{blank}\n{text}")
    assert [(fact.start_char + shift, fact.predicate, fact.value) for fact in plain.facts] == [
        (fact.start_char, fact.predicate, fact.value) for fact in moved.facts
    ]


def _sample_text() -> str:
    sections = tomllib.loads((CASES / "facts.toml").read_text(encoding="utf-8")).values()
    return "\n\n".join(text for section in sections for text in section)


def _best_time(text: str, rounds: int) -> float:
    """Return the least processor time of some rounds, in seconds: what other programs take does not count."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        extract(text)
        best = min(best, time.process_time() - begun)
    return best


def test_ten_times_the_text_takes_about_ten_times_as_long() -> None:
    text = _sample_text()
    extract(text)
    assert _best_time("\n\n".join([text] * 10), 2) <= 12 * _best_time(text, 5)


@contextmanager
def _ends_within(seconds: float) -> Iterator[None]:
    """Fail when the block takes more processor time than that; stops it, so that a runaway costs no more."""

    def stop(*_: object) -> None:
        raise AssertionError(f"not done after {seconds} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


LONG = 200_000
HOSTILE = [
    "a", "1", "1,", "1.", "'", "(", "-", "a-", "/", ".", "小", "小红书", " ", "\n", "🎉", "1 to ", "one ",
    "million ", "January ", "and ", "it ", "by ", "said ", "he said ", ", who ", "owned by ",
    "A.", "1-", "1 1 ", "\u3000", "é", "A ", "the app ", "RedNote, ",
    "“a” ", 'tag "a" ', "5 million users ", "ban ",
    '"', "“", "$1 ", "5% ", "https://", "https://a.example/b ", "1-1-", "9/11 ", "No. 1 ", "1. ", "A. 12. ", "A. B. ",
    "1. A ", "5? ", "? ", "RedNote. ",
    "he said “a” ", "RedNote has 5 million users and ", "half of ", "between 1 and 2 ", "Mr. A ", "in January 2024 ", "not ",
]  # fmt: skip
ENDS = ["", "a", " 1 million users."]
"""A pattern that runs away often does so only when the line ends in what it cannot take."""


@pytest.mark.parametrize("end", ENDS, ids=repr)
@pytest.mark.parametrize("unit", HOSTILE, ids=repr)
def test_a_hostile_line_ends_soon(unit: str, end: str) -> None:
    """The goal is a second; two leave room for a slow machine, and a pattern that runs away needs minutes."""
    line = (unit * (LONG // len(unit) + 1))[:LONG] + end
    with _ends_within(2.0):
        extract(line)
