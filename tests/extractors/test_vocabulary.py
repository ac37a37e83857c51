"""compile_topic and Vocabulary.match: which words name whom, longest name first, with and without word borders."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import RECALL, REDNOTE, TOPICS

from extractors.sentences import to_plain
from extractors.topic import Subject, SubjectType, Topic, parse_topic
from extractors.vocabulary import Vocabulary, compile_topic
from extractors.words import tokenize


def match(text: str, vocabulary: Vocabulary = REDNOTE) -> str | None:
    """Return "words: subject" of the name that `text` begins with; "words: nobody" for an excluded one."""
    tokens = tokenize(to_plain(text))
    found = vocabulary.match(tokens, 0)
    if found is None:
        return None
    name, last = found
    return f"{text[: tokens[last - 1].end]}: {name.subject.name if name.subject else 'nobody'}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RedNote grew", "RedNote: RedNote"),
        ("Red Note grew", "Red Note: RedNote"),
        ("Red grew", "Red: RedNote"),
        ("red note", None),
        ("REDNOTE", "REDNOTE: RedNote"),
        ("Red Sea", "Red Sea: nobody"),
        ("TikTok users left", "TikTok: TikTok"),
        ("TikTok creators left", "TikTok creators: nobody"),
        ("TikTok's US business", "TikTok's US business: TikTok US"),
        ("TikTok’s US business", "TikTok’s US business: TikTok US"),
        ("TikTok grew", "TikTok: TikTok"),
        ("the law stands", "the law: TikTok ban law"),
        ("The law stands", "The law: TikTok ban law"),
        ("a deal", "a deal: TikTok deal"),
        ("U.S. Supreme Court", "U.S. Supreme Court: Supreme Court"),
        ("J.D. Vance", "J.D. Vance: JD Vance"),
        ("Oracle, Silver Lake and MGX agreed", "Oracle, Silver Lake and MGX: Oracle, Silver Lake and MGX"),
        ("Oracle, Amazon", "Oracle: Oracle"),
        ("#TikTokRefugees grew", "#TikTokRefugees: #TikTokRefugee"),
        ("Unknown", None),
    ],
)
def test_matches_the_longest_name(text: str, expected: str | None) -> None:
    assert match(text) == expected


def test_another_topic_knows_other_names() -> None:
    assert match("Hearthwell Appliances Ltd said", RECALL) == "Hearthwell Appliances Ltd: Hearthwell"
    assert match("RedNote grew", RECALL) is None


def test_chinese_names_come_longest_first() -> None:
    lengths = [len(name) for name, _ in REDNOTE.han]
    assert lengths == sorted(lengths, reverse=True)
    assert {name for name, _ in REDNOTE.han} >= {"小红书", "小紅書", "抖音"}


def test_a_topic_is_compiled_once() -> None:
    assert compile_topic(TOPICS["recall"]) is compile_topic(TOPICS["recall"])


@pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.name)
def test_every_name_of_a_topic_finds_somebody(topic: Topic) -> None:
    vocabulary = compile_topic(topic)
    lost = [
        name
        for subject in topic.subjects
        for name in (subject.name, *subject.aliases, *subject.contextual, *subject.nominals, *subject.excluded)
        if not any("\u3400" <= sign <= "\u9fff" for sign in name) and match(name, vocabulary) is None
    ]
    assert lost == []


@pytest.mark.parametrize("name", ["X", "9", "²", "ﬁ", "Ⅳ", "豈", "小", "#1"])
def test_a_name_of_one_sign_can_be_compiled(name: str) -> None:
    """The least that a topic file may call a subject."""
    compile_topic(Topic("signs", "Signs", (Subject(name, SubjectType.APP),)))


NAMES = st.text(alphabet="AbcdeX ", min_size=2, max_size=12).filter(lambda name: name.strip() != "")


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=5, unique_by=str.casefold))
def test_any_name_is_found_where_it_stands(names: list[str]) -> None:
    topic = Topic("any", "Any", tuple(Subject(f"Subject {at}", SubjectType.APP, (name,)) for at, name in enumerate(names)))
    vocabulary = compile_topic(topic)
    assert all(match(f"{name} stayed", vocabulary) for name in names)


def test_a_topic_file_and_its_vocabulary_agree() -> None:
    lamp = 'name = "Glow Lamp"\ntype = "product"\nexcluded = ["Glow Lamp Street"]'
    topic = parse_topic(f'name = "t"\ntitle = "T"\n[[subjects]]\n{lamp}')
    vocabulary = compile_topic(topic)
    assert match("Glow Lamp Street", vocabulary) == "Glow Lamp Street: nobody"
    assert match("Glow Lamps", vocabulary) is None
