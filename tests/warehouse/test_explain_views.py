"""Given rows, expected rows: why a fact got its verdict, who confirmed a claim, what second looks found."""

from __future__ import annotations

from datetime import date

import pytest
from sample_rows import alert, article, day, fact

from extractors.records import Modality, Novelty
from warehouse.rechecks import Outcome, RecheckRow

PUBLISHERS = [
    article("a1", publisher="Harbour Post", origin_id="a1"),
    article("a2", publisher="Civic Wire", origin_id="a2"),
    article("a3", publisher="Daily Mirror of Wires", origin_id="a1"),
    article("a4", publisher="Harbour Post", origin_id="a4"),
]
FIRST = fact("f1", value=100.0, unit="users")


def again(fact_id: str, article_id: str, **changes):
    known = {"value": 100.0, "unit": "users", "verdict": Novelty.RESTATED, "prior_fact_id": "f1", "published_at": day(14)}
    return fact(fact_id, article_id=article_id, **known | changes)


# What was told of one claim -> who confirmed it
CORROBORATION = {
    "said once": ([FIRST], []),
    "by another source": ([FIRST, again("f2", "a2")], ["Civic Wire"]),
    "by a copy": ([FIRST, again("f2", "a3")], []),
    "by the same publisher": ([FIRST, again("f2", "a4")], []),
    "by a copy, then by another source": ([FIRST, again("f2", "a3"), again("f3", "a2", published_at=day(15))], ["Civic Wire"]),
    "in a vaguer form": ([FIRST, again("f2", "a2", value=90.0)], ["Civic Wire"]),
    "with another value": ([FIRST, again("f2", "a2", value=150.0, verdict=Novelty.CHANGED)], []),
    "perhaps": ([FIRST, again("f2", "a2", verdict=Novelty.UNSURE)], []),
    "twice": ([FIRST, again("f2", "a2"), again("f3", "a2", published_at=day(15))], ["Civic Wire"]),
}


@pytest.mark.parametrize("case", CORROBORATION)
def test_corroboration(ask, case):
    facts, expected = CORROBORATION[case]
    assert ask([*PUBLISHERS, *facts], "SELECT publisher FROM corroboration") == [(publisher,) for publisher in expected]


# A fact judged against `FIRST` -> (slot, differing)
SLOTS = {
    "every slot agrees": (again("f2", "a2", verdict_rule="figure.same"), ("none", "")),
    "another value": (
        again("f2", "a2", value=150.0, as_of=date(2025, 1, 14), verdict=Novelty.CHANGED, verdict_rule="figure.moved"),
        ("value", "value, date"),
    ),
    "another scope": (again("f2", "a2", scope="US", verdict=Novelty.NEW, verdict_rule="figure.other_scope"), ("scope", "scope")),
    "denied": (
        again("f2", "a2", modality=Modality.DENIED, verdict=Novelty.CONTRADICTED, verdict_rule="figure.denied"),
        ("surety", "surety"),
    ),
    "an edit": (
        again("f2", "a2", value=90.0, verdict=Novelty.RETRACTED, verdict_rule="edit.figure.same_date"),
        ("value", "value"),
    ),
    "taken back": (again("f2", "a1", verdict=Novelty.RETRACTED, verdict_rule="edit.removed"), ("sentence", "")),
    "a rule that has no words yet": (again("f2", "a2", unit="people", verdict_rule="figure.brand_new"), ("unit", "unit")),
    "nothing before": (
        fact("f2", claim_id="c2", article_id="a2", verdict_rule="figure.first"),
        ("subject and measure", None),
    ),
}


@pytest.mark.parametrize("case", SLOTS)
def test_the_slot_that_decided(ask, case):
    judged, expected = SLOTS[case]
    sql = "SELECT slot, differing FROM explanations WHERE fact_id = 'f2' AND rule_words <> ''"
    assert ask([*PUBLISHERS, FIRST, judged], sql) == [expected]


def test_an_explanation_names_the_earlier_alert(ask):
    rows = [*PUBLISHERS, FIRST, again("f2", "a1", verdict=Novelty.RETRACTED), alert("n1"), alert("n2", fact_id="f2")]
    sql = "SELECT alert_id, earlier_alert_id, prior_line FROM explanations WHERE fact_id = 'f2'"
    assert ask(rows, sql) == [("n2", "n1", "line of f1")]


def test_second_looks_show_when_and_which_wording(ask):
    rows = [
        article(version=1, first_seen_at=day(13)),
        article(version=2, first_seen_at=day(14)),
        RecheckRow("a1", day(14), "r2", 1, Outcome.EDITED, 200, version_id="a1-v2"),
        RecheckRow("a1", day(20), "r3", 2, Outcome.GONE, 410, "gone"),
    ]
    sql = "SELECT look, outcome, version, first_seen_at FROM rechecks ORDER BY look"
    assert ask(rows, sql) == [(1, "edited", 2, day(13)), (2, "gone", None, day(13))]
