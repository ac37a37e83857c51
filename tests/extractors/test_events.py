"""Who did what: labelled sentences in the active, the passive and as nouns, and the actions of a topic."""

from __future__ import annotations

import pytest
from samples import RECALL, REDNOTE, TOPICS, extract, known_failure

from extractors.records import Kind
from extractors.topic import Topic
from extractors.triggers import compile_actions
from extractors.vocabulary import Vocabulary


def events(text: str, vocabulary: Vocabulary = REDNOTE) -> list[str]:
    found = [fact for fact in extract(text, vocabulary).facts if fact.kind is Kind.EVENT]
    return [f"{fact.subject} {fact.predicate}{f' {fact.object}' if fact.object else ''}" for fact in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Supreme Court upheld the law.", ["Supreme Court upheld TikTok ban law"]),
        ("The law was upheld by the Supreme Court.", ["Supreme Court upheld TikTok ban law"]),
        ("The law was unanimously upheld by the Supreme Court.", ["Supreme Court upheld TikTok ban law"]),
        ("The law has been upheld.", ["TikTok ban law upheld"]),
        ("Texas banned RedNote.", ["Texas banned RedNote"]),
        ("Texas has now banned RedNote.", ["Texas banned RedNote"]),
        ("Texas, the second largest state, banned RedNote.", ["Texas banned RedNote"]),
        (
            "Congress passed the law and Joe Biden signed it.",
            ["Congress passed TikTok ban law", "Joe Biden signed TikTok ban law"],
        ),
        ("TikTok sued, and the Supreme Court has upheld the law.", ["TikTok sued", "Supreme Court upheld TikTok ban law"]),
        ("TikTok sued, and the Supreme Court upheld the law.", ["TikTok sued", "Supreme Court upheld TikTok ban law"]),
        ("TikTok went dark on Saturday.", ["TikTok went_dark"]),
        ("RedNote rolled out a translation tool.", ["RedNote launched"]),
        ("ByteDance agreed to sell TikTok.", ["ByteDance agreed TikTok"]),
        ("TikTok's return was quick.", ["TikTok restored"]),
        ("Has Texas banned RedNote?", []),
        ("The choir banned the cat.", []),
        ("RedNote is popular.", []),
        ("“Texas banned RedNote and nobody asked us,” she said.", []),
    ],
)
def test_reads_who_did_what(sentence: str, expected: list[str]) -> None:
    assert events(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Product Safety Office banned the Emberline.", ["Product Safety Office banned Emberline"]),
        ("Hearthwell was fined by the Product Safety Office.", ["Product Safety Office fined Hearthwell"]),
        ("Hearthwell was investigated by Norway.", ["Norway investigated Hearthwell"]),
        ("Northmart sued Hearthwell.", ["Northmart sued Hearthwell"]),
        ("Northmart bought Hearthwell.", ["Northmart bought Hearthwell"]),
        ("Hearthwell hired Dana Whitlock.", ["Hearthwell hiring Dana Whitlock"]),
    ],
)
def test_reads_who_did_what_in_another_story(sentence: str, expected: list[str]) -> None:
    assert events(sentence, RECALL) == expected


@pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.name)
def test_longer_ways_to_say_a_thing_are_tried_first(topic: Topic) -> None:
    for triggers in compile_actions(topic).values():
        lengths = [len(trigger.words) for trigger in triggers]
        assert lengths == sorted(lengths, reverse=True)


@known_failure("the lemmatiser makes a name of 'peter' ('peter out')")
def test_every_verb_is_found_by_a_lemma_in_lower_case() -> None:
    table = compile_actions(TOPICS["recall"])
    assert [word for word in table if word != word.lower()] == []


def test_every_topic_can_use_the_actions_of_all() -> None:
    general = {trigger.action.name for triggers in compile_actions(TOPICS["recall"]).values() for trigger in triggers}
    assert {"recalled", "banned", "sold", "fined"} <= general
