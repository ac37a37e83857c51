"""Quotations as statements: how many there are of one text, whose, and with which words."""

from __future__ import annotations

import pytest
from samples import extract

FUN = "“We never expected so much fun,”"
STAY = "“We are staying here for good.”"


def quotations(text: str) -> list[str]:
    return [f"{fact.subject}: {fact.sentence}" for fact in extract(text).facts if fact.rule == "statement.quote"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{FUN} said Nadia Ferro. {STAY}", [f"Nadia Ferro: {FUN} said Nadia Ferro. {STAY}"]),
        (f"{STAY} {FUN} said Nadia Ferro.", [f"Nadia Ferro: {STAY} {FUN} said Nadia Ferro."]),
        (
            f"{FUN} said Donald Trump. {FUN} said Shou Zi Chew.",
            [f"Donald Trump: {FUN} said Donald Trump.", f"Shou Zi Chew: {FUN} said Shou Zi Chew."],
        ),
        (
            f"{FUN} said Donald Trump.\n\n{STAY}",
            [f"Donald Trump: {FUN} said Donald Trump.", f"Donald Trump: {STAY}"],
        ),
    ],
)
def test_one_speaker_in_one_stretch_is_one_statement(text: str, expected: list[str]) -> None:
    assert quotations(text) == expected


def test_a_guest_is_quoted_once_and_a_subject_of_the_topic_each_time() -> None:
    between = "\n\nTikTok went dark.\n\n"
    assert len(quotations(f"{FUN} said Nadia Ferro.{between}{FUN} Nadia Ferro said.")) == 1
    assert len(quotations(f"{FUN} said Donald Trump.{between}{FUN} Donald Trump said.")) == 2
