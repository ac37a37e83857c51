"""What the rules build on: when two figures, names or wordings are one; and what holds for any fact."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.records import ALERT_WORTHY, Fact, Kind, Modality, Novelty, Precision, Qualifier, When
from warehouse.claim_rules import claim_rules, event_class, to_dollars
from warehouse.figure_values import Relation, in_one_dimension, relate
from warehouse.names_alike import Sameness, compare_names
from warehouse.novelty import judge
from warehouse.slots import Known, find_hashes, make_claim_id, to_known
from warehouse.wordings import Likeness, compare_wordings, write_wording

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


def known(published_at: datetime = NOON, fact_id: str = "f", **slots: object) -> Known:
    told = {"kind": Kind.QUANTITY, "subject": "Lumo", "predicate": "users", "sentence": "It is so.", "unit": "users"} | slots
    return to_known(
        Fact(fact_id=fact_id, article_id="a", version_id="v", start_char=0, end_char=9, rule="test", **told), published_at
    )


def figure(text: str) -> Known:
    """Read "over 5 miles", "40-50 USD", "about 3e8 users" as a figure."""
    words = text.split()
    hedge = Qualifier(words.pop(0)) if words[0][0].isalpha() else Qualifier.EXACT
    low, _, high = words[0].partition("..")
    return known(
        value=float(low), value_high=float(high) if high else None, unit=" ".join(words[1:]) or "users",
        qualifier=Qualifier.BETWEEN if high else hedge,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "before", "relation"),
    [
        ("3.03e8", "about 3e8", "same"),
        ("41000", "41327", "same"),
        ("41500", "41327", "other"),
        ("102", "101", "other"),
        ("102", "about 100", "same"),
        ("5.2 percent", "5.1 percent", "other"),
        ("53 percent", "53.4 percent", "same"),
        ("33.33 percent", "33 percent", "same"),
        ("66.67 percent", "67 percent", "same"),
        ("3.3e6", "3.4e6", "other"),
        ("about 5 miles", "8 kilometers", "same"),
        ("5 miles", "5 kilometers", "other"),
        ("25 basis points", "0.25 percentage points", "same"),
        ("12 months", "1 years", "same"),
        ("4 weeks", "1 months", "other"),
        ("1.22e11 CNY", "1.7e10 USD", "same"),
        ("1.86e11 CNY", "1.7e10 USD", "other"),
        ("over 500000", "700000", "weaker"),
        ("over 63000", "24000000", "other"),
        ("over 3e6", "2.1e6", "other"),
        ("under 10 percent", "9.4 percent", "weaker"),
        ("under 5 percent", "9.4 percent", "other"),
        ("over 5 percent", "under 5 percent", "other"),
        ("1.1e6", "over 700000", "sharper"),
        ("45", "40..50", "sharper"),
        ("50", "40..50", "weaker"),
        ("up_to 50", "40..50", "weaker"),
        ("40..50", "45", "weaker"),
        ("40..60", "40..50", "other"),
        ("30..60", "40..50", "weaker"),
        ("42..48", "40..50", "sharper"),
        ("14..20", "40..50", "other"),
    ],
)
def test_figures(told: str, before: str, relation: str) -> None:
    assert in_one_dimension(figure(told), figure(before))
    assert relate(figure(told), figure(before)) is Relation(relation)


@pytest.mark.parametrize(
    ("one", "other"),
    [("5 percent", "5 users"), ("5 USD", "5 users"), ("5 miles", "5 hectares"), ("3 percentage points", "3 percent")],
)
def test_figures_that_cannot_be_compared(one: str, other: str) -> None:
    assert not in_one_dimension(figure(one), figure(other))


def test_mirrored_measures_meet_with_opposite_signs() -> None:
    loss, profit = known(predicate="loss", value=2e8, unit="USD"), known(predicate="profit", value=2e8, unit="USD")
    assert find_hashes("t", loss) == find_hashes("t", profit)
    assert relate(loss, profit) is Relation.OTHER


def test_a_year_without_rates_takes_the_last_one() -> None:
    assert to_dollars(1.0, "EUR", 2031) == to_dollars(1.0, "EUR", max(claim_rules().rates))
    assert to_dollars(1.0, "EUR", 1999) == to_dollars(1.0, "EUR", min(claim_rules().rates))
    assert to_dollars(1.0, "XAU", 2025) is None


@pytest.mark.parametrize(
    ("told", "before", "sameness"),
    [
        ("Shanghai, China", "Shanghai", "same"),
        ("Corvane Ltd", "Corvane", "same"),
        ("Voss", "Maria Voss", "same"),
        ("J. Okoro", "James Okoro", "same"),
        ("Maria Lentz", "Maria Lenz", "same"),
        ("the little red book", "Little Red Book", "same"),
        ("New Delhi", "New Haven", "other"),
        ("Maria Lenz", "Maria Voss", "other"),
        ("Bank of Sudmark", "Bank of Norland", "other"),
        ("Lars Holm", "Ingrid Holm", "other"),
        ("Altona North", "Greater Altona", "doubtful"),
        ("Ana Sousa; Wim de Boer", "Ana Sousa", "more"),
        ("Ana Sousa", "Ana Sousa; Wim de Boer", "same"),
        ("Raj Patel; Lena Ortiz", "Lena Ortiz; Raj Patel", "same"),
        ("2014", "2013", "other"),
    ],
)
def test_names(told: str, before: str, sameness: str) -> None:
    assert compare_names(told, before) is Sameness(sameness)


def wording(sentence: str, speaker: str = "Ana Sousa") -> str:
    return write_wording(
        Fact("f", "a", "v", Kind.STATEMENT, speaker, "said", sentence, 0, len(sentence), "test", speaker=speaker)
    )


@pytest.mark.parametrize(
    ("told", "before", "likeness"),
    [
        ("The harbour must be dredged, Ana Sousa said.", "Ana Sousa said that the harbour must be dredged.", "same"),
        ("Ana Sousa said the firm would not sell the app.", "Ana Sousa said the firm would sell the app.", "opposite"),
        ("Ana Sousa won't sell the old app.", "Ana Sousa will sell the old app.", "opposite"),
        ("Ana Sousa opposes a ban on apps for children.", "Ana Sousa supports a ban on apps for children.", "opposite"),
        ("Ana Sousa promised 900 new houses.", "Ana Sousa promised 500 new houses.", "other number"),
        ("Ana Sousa promised five hundred new houses.", "Ana Sousa promised 500 new houses.", "same"),
        ("Ana Sousa fears for the schools of Beru.", "Ana Sousa fears for the schools of Tamba.", "other"),
        ("Ana Sousa said that the bridges of the town are old.", "Ana Sousa said that the schools of the town are old.", "other"),
        ("Ana Sousa said that she would sell unless others did.", "Ana Sousa said that she would sell.", "adds"),
        ("Ana Sousa said it would not sell.", "Ana Sousa said it would sell the old app to the highest bidder.", "doubtful"),
        ("Ana Sousa likes boats.", "Ana Sousa said that the harbour must be dredged.", "other"),
    ],
)
def test_wordings(told: str, before: str, likeness: str) -> None:
    assert compare_wordings(wording(told), wording(before))[0] is Likeness(likeness)


def test_of_a_quotation_only_its_words_count() -> None:
    one, other = "“We will not leave a single harbour,” said Ana Sousa.", "Ana Sousa wrote: “We will not leave a single harbour.”"
    assert wording(one) == wording(other) == "“ not leave single harbour"


def test_opposites_share_a_class() -> None:
    for first, second in claim_rules().events.opposites:
        assert event_class(first) == event_class(second) == first


SLOTS = st.fixed_dictionaries({
    "kind": st.sampled_from(Kind),
    "predicate": st.sampled_from(
        ["users", "revenue", "loss", "decline_pct", "owned_by", "banned", "went_dark", "won", "rank", "said"]
    ),
    "subject": st.sampled_from(["Lumo", "Vidly", "one user"]),
    "object": st.sampled_from([None, "Vidly", "Lund; Ystad", "Lund"]),
    "value": st.sampled_from([None, 1.0, 2.0, 700_000.0, 3.4e6]),
    "value_high": st.none(),
    "unit": st.sampled_from([None, "users", "percent", "USD", "CNY", "miles"]),
    "qualifier": st.sampled_from([Qualifier.EXACT, Qualifier.ABOUT, Qualifier.OVER, Qualifier.UNDER, Qualifier.UP_TO]),
    "scope": st.sampled_from([None, "US", "US, monthly", "share price", "2025-01"]),
    "as_of": st.sampled_from(
        [None, When(date(2025, 2, 27)), When(date(2025, 2, 1), Precision.MONTH), When(date(2024, 1, 1), Precision.YEAR)]
    ),
    "modality": st.sampled_from(Modality),
    "sentence": st.sampled_from(
        ["It is so.", "“We will never leave this harbour to the mud,” she said.", "Lumo will not sell 500 boats."]
    ),
})  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the rules
@given(SLOTS)
def test_what_is_told_again_is_restated(slots: dict[str, object]) -> None:
    first, again = known(**slots, fact_id="first"), known(NOON + timedelta(hours=3), **slots, fact_id="again")
    assert judge(again, [first]).novelty is Novelty.RESTATED
    assert find_hashes("t", first) == find_hashes("t", again)
    assert make_claim_id("t", first) == make_claim_id("t", again)


@given(SLOTS, st.lists(SLOTS, max_size=4))
def test_every_verdict_has_a_rule_a_reason_and_unless_new_a_prior(
    slots: dict[str, object], before: list[dict[str, object]]
) -> None:
    priors = [known(NOON - timedelta(days=9 * (place + 1)), **told, fact_id=f"p{place}") for place, told in enumerate(before)]
    verdict = judge(known(**slots), [prior for prior in priors if prior.predicate == slots["predicate"]])
    assert "." in verdict.rule
    assert len(verdict.reason.split()) >= 3
    assert verdict.novelty is Novelty.NEW or verdict.prior_fact_id is not None
    assert verdict.novelty in ALERT_WORTHY or verdict.novelty in (Novelty.RESTATED, Novelty.UNSURE)


@given(SLOTS)
def test_a_first_fact_is_new(slots: dict[str, object]) -> None:
    assert judge(known(**slots), []).novelty is Novelty.NEW


def test_a_figure_moved_from_the_last_word_not_from_a_bound_that_was_overtaken() -> None:
    bound = known(NOON - timedelta(days=9), "bound", value=35e6, qualifier=Qualifier.OVER)
    last = known(NOON - timedelta(days=7), "last", value=250e6, as_of=When(date(2025, 2, 21)))
    verdict = judge(known(value=400e6, as_of=When(date(2025, 2, 28))), [bound, last])
    assert (verdict.rule, verdict.prior_fact_id) == ("figure.moved", "last")


def test_a_deed_that_is_only_named_is_no_news_by_itself():
    """ "It was the third postponement" takes the postponement as known; told with a verb it would be news."""
    slots = {"kind": Kind.EVENT, "subject": "Ana Brook", "predicate": "postponed", "value": None, "unit": None}
    told, named = (
        to_known(Fact("f", "a", "v", start_char=0, end_char=9, sentence="So it is.", rule=rule, **slots), NOON)
        for rule in ("event.verb", "event.noun")
    )
    assert judge(told, []).novelty is Novelty.NEW
    assert (judge(named, []).novelty, judge(named, []).rule) == (Novelty.UNSURE, "event.presupposed")
    known_before = to_known(Fact("g", "b", "w", start_char=0, end_char=9, sentence="So.", rule="event.verb", **slots), NOON)
    assert judge(named, [known_before]).novelty is Novelty.RESTATED
