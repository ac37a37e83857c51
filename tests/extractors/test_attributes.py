"""What somebody or something is: labelled sentences, two topics."""

from __future__ import annotations

import pytest
from samples import RECALL, REDNOTE, extract, known_failure

from extractors.records import Kind, Modality
from extractors.vocabulary import Vocabulary


def attributes(text: str, vocabulary: Vocabulary = REDNOTE) -> list[str]:
    found = [fact for fact in extract(text, vocabulary).facts if fact.kind is Kind.ATTRIBUTE]
    return [f"{'not: ' * (fact.modality is Modality.DENIED)}{fact.subject} {fact.predicate} {fact.object}" for fact in found]


PLACE_BETWEEN = known_failure("the place is a mention, and '~' stands for words that are none")
HYPHEN = known_failure("'ByteDance-owned' is one token, so that the name in it is no mention")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("RedNote was founded in 2013.", ["RedNote founded 2013"]),
        ("RedNote was launched in 2013.", ["RedNote founded 2013"]),
        pytest.param("RedNote was launched in Shanghai in 2013.", ["RedNote founded 2013"], marks=PLACE_BETWEEN),
        ("Founded in 2013, RedNote is young.", ["RedNote founded 2013"]),
        ("RedNote dates back to 2013.", ["RedNote founded 2013"]),
        ("RedNote was founded by Miranda Qu and Charlwin Mao.", ["RedNote founded_by Charlwin Mao; Miranda Qu"]),
        ("Miranda Qu and Charlwin Mao founded RedNote.", ["RedNote founded_by Charlwin Mao; Miranda Qu"]),
        ("TikTok is owned by ByteDance.", ["TikTok owned_by ByteDance"]),
        ("TikTok belongs to ByteDance.", ["TikTok owned_by ByteDance"]),
        ("ByteDance, which owns TikTok, is private.", ["TikTok owned_by ByteDance"]),
        pytest.param("ByteDance-owned TikTok is popular.", ["TikTok owned_by ByteDance"], marks=HYPHEN),
        ("TikTok is not owned by Oracle.", ["not: TikTok owned_by Oracle"]),
        ("RedNote isn't based in Singapore.", ["not: RedNote based_in Singapore"]),
        ("TikTok, a unit of ByteDance, is popular.", ["TikTok owned_by ByteDance"]),
        ("RedNote is headquartered in Shanghai.", ["RedNote based_in Shanghai"]),
        ("TikTok CEO Shou Zi Chew was there.", ["TikTok ceo Shou Zi Chew"]),
        ("Shou Zi Chew, the chief executive of TikTok, was there.", ["TikTok ceo Shou Zi Chew"]),
        ("RedNote grew.", []),
        ("ByteDance is private. The company is large.", []),
        ("In 2013 nobody knew RedNote.", []),
        ("TikTok is not owned by RedNote.", []),
    ],
)
def test_reads_what_a_subject_is(sentence: str, expected: list[str]) -> None:
    assert attributes(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Hearthwell was established in 1987.", ["Hearthwell founded 1987"]),
        ("Hearthwell, based in Leeds, makes heaters.", ["Hearthwell based_in Leeds"]),
        ("Hearthwell is owned by Northmart.", ["Hearthwell owned_by Northmart"]),
        ("The Product Safety Office is led by Dana Whitlock.", ["Product Safety Office run_by Dana Whitlock"]),
        ("Hearthwell is not owned by Northmart.", ["not: Hearthwell owned_by Northmart"]),
    ],
)
def test_reads_what_a_subject_of_another_story_is(sentence: str, expected: list[str]) -> None:
    assert attributes(sentence, RECALL) == expected


def test_a_year_is_a_value_and_a_date() -> None:
    (fact,) = extract("RedNote was founded in 2013.").facts
    assert (fact.value, fact.object, str(fact.as_of)) == (2013.0, "2013", "2013")
