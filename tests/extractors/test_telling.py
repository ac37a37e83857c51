"""One sentence tells a thing once: labelled sentences with everything that stays of them."""

from __future__ import annotations

import pytest
from samples import extract, write_fact


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # what is quoted is a statement and nothing else
        (
            "“ByteDance sold TikTok behind all our backs,” said Nadia Ferro.",
            ["statement: Nadia Ferro | said | says Nadia Ferro | side"],
        ),
        # of a person's speech the statement stays, of a firm's or a paper's the deed
        ("Donald Trump said ByteDance would sell TikTok.", ["statement: Donald Trump | said | says Donald Trump"]),
        ("ByteDance said it would sell Lemon8.", ["event: ByteDance | sold | -> Lemon8 | planned | says ByteDance"]),
        ("Reuters reported that ByteDance sold TikTok.", ["event: ByteDance | sold | -> TikTok | says Reuters"]),
        # a figure is the news, whoever says it
        ("Donald Trump said RedNote has 300 million users.", ["quantity: RedNote | users | 300000000 users | says Donald Trump"]),
        # an attribute tells its deed already, and no other
        (
            "RedNote was set up in 2013 by Miranda Qu.",
            ["attribute: RedNote | founded | 2013 | -> 2013", "attribute: RedNote | founded_by | -> Miranda Qu"],
        ),
        (
            "RedNote, which was founded in 2013, banned Lemon8.",
            ["attribute: RedNote | founded | 2013 | -> 2013", "event: RedNote | banned | -> Lemon8"],
        ),
    ],
)
def test_of_two_ways_to_tell_a_thing_one_stays(sentence: str, expected: list[str]) -> None:
    assert [write_fact(fact) for fact in extract(sentence).facts] == expected
