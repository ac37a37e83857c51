"""Whose figure it is: labelled texts, each with one figure in its last sentence."""

from __future__ import annotations

import pytest
from samples import RECALL, REDNOTE, extract

from extractors.records import Kind
from extractors.vocabulary import Vocabulary


def owners(text: str, vocabulary: Vocabulary = REDNOTE) -> list[str]:
    return [fact.subject for fact in extract(text, vocabulary).facts if fact.kind in (Kind.QUANTITY, Kind.RANKING)]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("RedNote has 300 million users.", "RedNote"),
        ("RedNote's 300 million users stayed.", "RedNote"),
        ("Some 300 million people use RedNote.", "RedNote"),
        ("The number of users on RedNote is 300 million.", "RedNote"),
        ("With 300 million users, RedNote is large.", "RedNote"),
        ("RedNote, unlike TikTok, has 300 million users.", "RedNote"),
        ("RedNote competes with TikTok and has 300 million users.", "RedNote"),
        ("TikTok's owner ByteDance had revenue of $110 billion.", "ByteDance"),
        ("RedNote, a rival of TikTok, has 300 million users.", "RedNote"),
        ("Owned by ByteDance, Lemon8 has 12 million users.", "Lemon8"),
        ("According to Pebble Analytics, RedNote has 300 million users.", "RedNote"),
        ("Pebble Analytics said RedNote has 300 million users.", "RedNote"),
        ("RedNote is Chinese. It has 300 million users.", "RedNote"),
        ("RedNote is Chinese.\n\nThe platform has 300 million users.", "RedNote"),
        ("RedNote is a rival of TikTok. It has 300 million users.", "RedNote"),
        ("On RedNote, the tag #MathHomework has 5 million views.", "#MathHomework"),
        ("TikTok claims 170 million users.", "TikTok"),
        ("Nadia Ferro has 40,000 followers.", "Nadia Ferro"),
        ("On TikTok, Nadia Ferro has 40,000 followers.", "Nadia Ferro"),
        ("Before TikTok went dark, RedNote was No. 1 in the App Store.", "RedNote"),
        ("RedNote overtook Lemon8 and is No. 1 in the App Store.", "RedNote"),
        ("Downloads of RedNote rose 20%.", "RedNote"),
    ],
)
def test_a_figure_has_its_owner(text: str, owner: str) -> None:
    assert owners(text) == [owner]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Hearthwell, a supplier of Northmart, has 450 employees.", "Hearthwell"),
        ("Hearthwell is small. The company has 450 employees.", "Hearthwell"),
        ("The Emberline, made by Hearthwell, caused 14 fires.", "Emberline"),
        ("The watchdog counted 14 fires caused by the Emberline.", "Emberline"),
    ],
)
def test_a_figure_of_another_story_has_its_owner(text: str, owner: str) -> None:
    assert owners(text, RECALL) == [owner]


@pytest.mark.parametrize("text", ["The choir has 300 million users.", "There were 300 million users."])
def test_a_figure_of_nobody_has_no_owner(text: str) -> None:
    assert owners(text) == []
