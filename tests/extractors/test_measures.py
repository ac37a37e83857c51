"""Which measure a figure is of: labelled sentences, and the rules themselves."""

from __future__ import annotations

import pytest
from samples import RECALL, REDNOTE, TOPICS, extract, known_failure

from extractors.measures import compile_measures
from extractors.quantities import Form
from extractors.records import Kind
from extractors.topic import Topic
from extractors.vocabulary import Vocabulary


def measures(text: str, vocabulary: Vocabulary = REDNOTE) -> list[str]:
    return [
        f"{fact.predicate} {fact.value:.12g} {fact.unit}"
        for fact in extract(text, vocabulary).facts
        if fact.kind is Kind.QUANTITY
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("RedNote has 300 million users.", ["users 300000000 users"]),
        ("RedNote has 300 million monthly active users.", ["users 300000000 users"]),
        ("RedNote has 3.4 million daily active users.", ["daily_users 3400000 users"]),
        ("Every day 3.4 million people use RedNote.", ["daily_users 3400000 users"]),
        ("RedNote won 700,000 new users.", ["new_users 700000 users"]),
        ("Some 700,000 Americans joined RedNote.", ["new_users 700000 users"]),
        ("RedNote reached 10 million downloads.", ["downloads 10000000 downloads"]),
        ("RedNote was downloaded 10 million times.", ["downloads 10000000 downloads"]),
        ("The tag #MathHomework has 5 million views.", ["views 5000000 views"]),
        ("The tag #MathHomework has been viewed 5 million times.", ["views 5000000 views"]),
        ("The tag #MathHomework has 5,000 comments.", ["comments 5000 comments"]),
        ("ByteDance has 7,000 employees.", ["employees 7000 employees"]),
        ("ByteDance is worth $300 billion.", ["valuation 300000000000 USD"]),
        ("ByteDance had revenue of $110 billion.", ["revenue 110000000000 USD"]),
        ("ByteDance lost $7 billion, a record loss.", ["loss 7000000000 USD"]),
        (
            "ByteDance's net profit reached $2 billion, against revenue of $9 billion.",
            ["profit 2000000000 USD", "revenue 9000000000 USD"],
        ),
        ("Amazon made a bid of $40 billion for TikTok.", ["offer_price 40000000000 USD"]),
        ("Oracle holds 15 percent of the venture.", ["stake 15 percent"]),
        pytest.param(
            "TikTok pays creators $2 billion.",
            ["payouts 2000000000 USD"],
            marks=known_failure("the bare verb 'pays' is a cue of monthly pay"),
        ),
        ("TikTok spends $2 billion on Texas.", ["amount 2000000000 USD"]),
        ("TikTok sent 12 lawyers to Washington.", ["lawyers 12 lawyers"]),
    ],
)
def test_a_figure_is_measured_by_its_noun_and_the_nearest_cue(sentence: str, expected: list[str]) -> None:
    assert measures(sentence) == expected


def test_a_topic_brings_measures_of_its_own() -> None:
    assert measures("The Emberline caused 14 fires.", RECALL) == ["fires 14 fires"]
    assert measures("RedNote caused 14 fires.", REDNOTE) == ["fires 14 fires"], (
        "the counted noun is a measure where no rule knows it"
    )


def test_a_figure_under_the_least_of_a_measure_is_not_of_it() -> None:
    assert measures("RedNote has 170 million people.") == ["users 170000000 users"]
    assert "users" not in " ".join(measures("Sixty people sat around TikTok's table.")).split()


@pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.name)
def test_the_topics_own_rules_come_first(topic: Topic) -> None:
    for rules in compile_measures(topic).values():
        own = [rule.measure in topic.measures for rule in rules]
        assert own == sorted(own, reverse=True)


@pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.name)
def test_no_rule_is_behind_one_that_always_wins(topic: Topic) -> None:
    """A rule with the nouns, bounds and no cues of an earlier one can never be chosen."""
    for form, rules in compile_measures(topic).items():
        catching = [rule.measure for rule in rules if rule.noun is None and rule.cue is None]
        assert len(catching) <= 1, f"{form}: only the first of these is ever chosen"


def test_every_form_that_can_be_a_measure_has_rules() -> None:
    assert {Form.CARDINAL, Form.MONEY, Form.PERCENT, Form.SHARE, Form.DURATION, Form.VOTE} <= set(
        compile_measures(TOPICS["recall"])
    )
