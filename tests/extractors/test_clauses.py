"""find_clauses: where labelled sentences are cut ("|"), and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import known_failure

from extractors.clauses import clause_of, find_clauses, is_finite
from extractors.words import tokenize


def cut(text: str) -> list[str]:
    tokens = tokenize(text)
    return [text[tokens[low].start : tokens[high - 1].end] for low, high in find_clauses(tokens)]


@pytest.mark.parametrize(
    "marked",
    [
        "RedNote has 300 million users.",
        "RedNote has 300 million users,| while TikTok has 170 million.",
        "RedNote gained users,| but TikTok was banned.",
        "RedNote grew;| TikTok fell.",
        "RedNote,| which belongs to Xingin,| has 300 million users.",
        "The users| who came from TikTok have stayed.",
        "When TikTok returned,| the crowds had left.",
        "RedNote has grown| and it has hired moderators.",
        "Users of RedNote, Lemon8 and other apps stayed.",
        "The law was passed in April 2024, a year before.",
        "It has 1,234,567 users.",
        "TikTok went dark on Saturday,| leaving millions without it.",
        "The court upheld the law| because it had been passed by Congress.",
        "TikTok —| an app of ByteDance —| was dark.",
        "Officials say:| the app was banned.",
        pytest.param(
            "RedNote, Lemon8 and CapCut are Chinese.",
            marks=known_failure("the last name of a list and its verb look like a clause of their own"),
        ),
    ],
)
def test_cuts_a_sentence_into_clauses(marked: str) -> None:
    assert cut(marked.replace("|", "")) == [clause.strip() for clause in marked.split("|")]


def test_a_token_is_in_the_clause_that_holds_it() -> None:
    clauses = ((0, 3), (3, 7))
    assert clause_of(clauses, 2) == (0, 3)
    assert clause_of(clauses, 3) == (3, 7)
    assert clause_of(clauses, 99) == (3, 7)
    assert clause_of((), 0) == (0, 0)


@pytest.mark.parametrize(
    ("word", "finite"), [("was", True), ("signed", True), ("went", True), ("users", False), ("Signed", False), ("17", False)]
)
def test_guesses_whether_a_word_is_a_finite_verb(word: str, finite: bool) -> None:
    (token,) = tokenize(word)
    assert is_finite(token) is finite


PIECES = [
    "RedNote", "who", "which", "and", "but", "while", "it", "was", ",", ";", "—", "(", ")", "the app",
    "signed", "When", "that", "users",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)))
def test_clauses_cover_the_sentence_once(text: str) -> None:
    tokens = tokenize(text)
    clauses = find_clauses(tokens)
    assert [at for low, high in clauses for at in range(low, high)] == list(range(len(tokens)))
    assert all(low < high for low, high in clauses)
