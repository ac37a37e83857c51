"""How surely a thing is told: labelled sentences with one event, and the reach of a negation."""

from __future__ import annotations

import pytest
from samples import extract, known_failure

from extractors.records import Kind, Modality


def modalities(text: str) -> list[Modality]:
    return [fact.modality for fact in extract(text).facts if fact.kind is Kind.EVENT]


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("ByteDance sold TikTok.", Modality.ACTUAL),
        ("ByteDance has sold TikTok.", Modality.ACTUAL),
        ("ByteDance will sell TikTok.", Modality.PLANNED),
        ("ByteDance is to sell TikTok.", Modality.PLANNED),
        ("ByteDance is now to sell TikTok.", Modality.PLANNED),
        ("ByteDance plans to sell TikTok.", Modality.PLANNED),
        ("ByteDance is expected to sell TikTok.", Modality.PLANNED),
        ("ByteDance could sell TikTok.", Modality.POSSIBLE),
        ("ByteDance might sell TikTok.", Modality.POSSIBLE),
        ("Perhaps ByteDance sold TikTok.", Modality.POSSIBLE),
        ("ByteDance reportedly sold TikTok.", Modality.ALLEGED),
        ("ByteDance allegedly sold TikTok.", Modality.ALLEGED),
        ("Oracle did not buy TikTok.", Modality.DENIED),
        ("Oracle never bought TikTok.", Modality.DENIED),
        ("Oracle hasn't bought TikTok.", Modality.DENIED),
        ("Oracle hasn’t bought TikTok.", Modality.DENIED),
        ("ByteDance sold TikTok in May.", Modality.ACTUAL),
        pytest.param(
            "Oracle will not buy TikTok.",
            Modality.DENIED,
            marks=known_failure("a negation counts only for what is actual: 'will not buy' and 'will buy' are one claim"),
        ),
        pytest.param(
            "ByteDance sold TikTok in its Will County office.",
            Modality.ACTUAL,
            marks=known_failure("a name in capitals is a cue: cues are looked up in lower case"),
        ),
    ],
)
def test_the_clause_tells_how_surely_it_happened(sentence: str, modality: Modality) -> None:
    assert modalities(sentence) == [modality]


def test_another_clause_says_nothing_about_this_one() -> None:
    assert modalities("Texas banned RedNote; ByteDance will sell TikTok.") == [Modality.ACTUAL, Modality.PLANNED]


def test_what_may_be_a_figure_of_the_law_is_actual_and_terms_stay_planned() -> None:
    (figure,) = [fact for fact in extract("RedNote may have 300 million users.").facts if fact.kind is Kind.QUANTITY]
    assert figure.modality is Modality.ACTUAL
    (stake,) = [fact for fact in extract("Oracle will hold a 15% stake.").facts if fact.kind is Kind.QUANTITY]
    assert stake.modality is Modality.PLANNED
