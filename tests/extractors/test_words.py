"""tokenize and lemma: labelled sentences, offsets, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.sentences import to_plain
from extractors.words import AUXILIARIES, FUNCTION_WORDS, PREPOSITIONS, VERB_FORMS, is_english, lemma, tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RedNote has grown.", ["word RedNote", "word has", "word grown", "mark ."]),
        ("TikTok's users", ["word TikTok", "possessive 's", "word users"]),
        ("the users' apps", ["word the", "word users", "possessive '", "word apps"]),
        ("It's isn't we'll", ["word It", "possessive 's", "word isn't", "word we'll"]),
        ("the U.S. court", ["word the", "initials U.S.", "word court"]),
        ("Jimmy O. Yang", ["word Jimmy", "initials O.", "word Yang"]),
        ("1,234.5 users", ["number 1,234.5", "word users"]),
        ("at 10:30", ["word at", "number 10:30"]),
        ("17bn and 30k", ["number 17bn", "word and", "number 30k"]),
        ("$17.", ["mark $", "number 17", "mark ."]),
        ("54%", ["number 54", "mark %"]),
        ("a Shanghai-based app", ["word a", "word Shanghai-based", "word app"]),
        ("#TikTokRefugee @ana", ["word #TikTokRefugee", "word @ana"]),
        ("call it 小红书, or Red", ["word call", "word it", "han 小红书", "mark ,", "word or", "word Red"]),
        ("app抖音Douyin", ["word app", "han 抖音", "word Douyin"]),
        ("café naïve", ["word café", "word naïve"]),
        ("Lemon8 wins", ["word Lemon8", "word wins"]),
        ("9–0", ["number 9", "mark –", "number 0"]),
        ("", []),
        ("@red_head", ["word @red_head"]),
    ],
)
def test_cuts_a_sentence_into_words(text: str, expected: list[str]) -> None:
    assert [f"{token.kind} {token.text}" for token in tokenize(text)] == expected


def test_initials_lose_their_stops_in_the_lower_form() -> None:
    assert [token.low for token in tokenize("The U.S. House")] == ["the", "us", "house"]


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("upheld", "uphold"),
        ("signs", "sign"),
        ("signed", "sign"),
        ("signing", "sign"),
        ("banned", "ban"),
        ("went", "go"),
        ("was", "be"),
        ("has", "have"),
        ("sold", "sell"),
        ("founded", "found"),
        ("found", "find"),
        ("didn't", "not"),
        ("denies", "deny"),
        ("laid", "lay"),
        ("users", "user"),
        ("countries", "country"),
        ("zzyzx", "zzyzx"),
    ],
)
def test_gives_the_base_form_of_a_word(word: str, base: str) -> None:
    assert lemma(word) == base


@pytest.mark.parametrize(
    ("word", "known"),
    [("table", True), ("downloads", True), ("meanwhile", True), ("officials", True), ("xiaohongshu", False), ("zzyzx", False)],
)
def test_knows_the_words_of_the_dictionary(word: str, known: bool) -> None:
    assert is_english(word) is known


def test_the_forms_of_verbs_lead_to_words_that_are_their_own_base() -> None:
    """A second look-up changes nothing, or a rule that names the base would never match its forms."""
    wandering = {form: base for form, base in VERB_FORMS.items() if VERB_FORMS.get(base, base) != base}
    assert wandering.keys() <= {"founded"}, "founded -> found is the base of 'found a company', found -> find the form of 'find'"


def test_closed_classes_are_lower_case_and_together() -> None:
    assert AUXILIARIES <= FUNCTION_WORDS
    assert PREPOSITIONS <= FUNCTION_WORDS
    assert all(word == word.lower() for word in FUNCTION_WORDS)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_every_sign_but_space_is_in_one_token(text: str) -> None:
    plain = to_plain(text)
    tokens = tokenize(plain)
    end = 0
    for token in tokens:
        assert token.start >= end
        assert plain[token.start : token.end] == token.text
        assert plain[end : token.start].strip() == ""
        assert token.kind in ("possessive", "initials", "number", "han", "word", "mark")
        end = token.end
    assert plain[end:].strip() == ""
