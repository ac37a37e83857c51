"""find_mentions: labelled sentences (tests/cases/mentions*.toml), and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import ELSEWHERE, RECALL, REDNOTE, known_failure, load_cases, read, read_last

from extractors.discourse import How, Mention
from extractors.vocabulary import Vocabulary

LABELLED = load_cases("mentions")
OTHER_TOPIC = load_cases("mentions_recall")


def write(mention: Mention) -> str:
    """Write a mention as the case files do."""
    return f"{mention.how.value}: {mention.name}{chr(39) + 's' if mention.possessive else ''}"


def find(text: str, vocabulary: Vocabulary) -> list[str]:
    return [write(mention) for mention in read_last(text, vocabulary).mentions]


@pytest.mark.parametrize(("text", "expected"), LABELLED)
def test_finds_whom_a_sentence_mentions(text: str, expected: list[str]) -> None:
    assert find(text, REDNOTE) == expected


@pytest.mark.parametrize(("text", "expected"), OTHER_TOPIC)
def test_finds_whom_a_sentence_of_another_story_mentions(text: str, expected: list[str]) -> None:
    assert find(text, RECALL) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A verdict fell. The Senate had passed the bill on farm aid.", ["name: Senate"]),
        ("The Senate had passed the bill on TikTok.", ["name: Senate", "nominal: TikTok ban law", "name: TikTok"]),
        ("The law stands. The deal fell through.", []),
        ("#TikTokRefugee grew. The law stands.", ["nominal: TikTok ban law"]),
    ],
)
def test_a_description_is_the_topics_where_the_article_names_what_only_this_story_has(text: str, expected: list[str]) -> None:
    assert [write(mention) for mention in read_last(text, REDNOTE, ELSEWHERE).mentions] == expected


def test_there_are_enough_labelled_sentences() -> None:
    assert len(LABELLED) >= 60


def test_a_mention_cuts_its_words_out_of_the_sentence() -> None:
    reading = read_last("On Monday Donald Trump met TikTok’s lawyer.")
    assert [reading.text[mention.start : mention.end] for mention in reading.mentions] == ["Donald Trump", "TikTok"]


BEHIND_OTHER_WORDS = known_failure("make_mention looks past determiners and titles, not past adjectives and nouns")


@pytest.mark.parametrize(
    ("sentence", "governed"),
    [
        ("RedNote grew.", False),
        ("Users of RedNote stayed.", True),
        ("As for RedNote, it grew.", False),
        pytest.param("They moved to the app RedNote.", True, marks=BEHIND_OTHER_WORDS),
        pytest.param("Users of the popular RedNote stayed.", True, marks=BEHIND_OTHER_WORDS),
    ],
)
def test_a_mention_behind_a_preposition_is_governed(sentence: str, governed: bool) -> None:
    assert read_last(sentence).mentions[0].governed is governed


PIECES = [
    "RedNote", "the app", "it", "its", "TikTok", "ByteDance", "'s", "’s", " ", " ", ", ", ". ", "小红书",
    "他用小红书。", "#Tag", "@a", "\"", "Mr.", "President", "Nadia Ferro", "the", "he", "U.S.", "—", ":",
    "the tag", "the company", "said", "is", "\n",
]  # fmt: skip
NEWSLIKE = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), NEWSLIKE))
def test_any_text_gives_mentions_in_order_with_names(text: str) -> None:
    readings = read(text)
    assert [reading.mentions for reading in readings] == [reading.mentions for reading in read(text)]
    for reading in readings:
        last = 0
        for mention in reading.mentions:
            assert last <= mention.first < mention.last <= len(reading.tokens)
            assert mention.start == reading.tokens[mention.first].start
            assert mention.end == reading.tokens[mention.last - 1].end
            assert mention.name
            last = mention.last


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abcdefgh ,.'\n", max_size=200))
def test_a_text_without_capitals_or_subjects_mentions_nobody(text: str) -> None:
    assert all(mention.how is not How.NAME for reading in read(text) for mention in reading.mentions)
