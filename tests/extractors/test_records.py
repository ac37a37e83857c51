"""The types of the pipeline: frozen, complete, with ids that tell apart what differs."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import records
from extractors.records import ALERT_WORTHY, Article, Fact, Kind, Modality, Novelty, Precision, Qualifier, When, make_id

TYPES = [kind for kind in vars(records).values() if dataclasses.is_dataclass(kind) and isinstance(kind, type)]


def test_the_types_of_every_stage_are_here() -> None:
    assert {"Entry", "Page", "Article", "Sentence", "Fact", "Miss", "Verdict", "When"} <= {kind.__name__ for kind in TYPES}


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_a_type_is_frozen_and_has_slots(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(kind)


@pytest.mark.parametrize(
    ("precision", "written"), [(Precision.DAY, "2025-01-19"), (Precision.MONTH, "2025-01"), (Precision.YEAR, "2025")]
)
def test_a_date_is_written_as_exactly_as_it_is_known(precision: Precision, written: str) -> None:
    assert str(When(date(2025, 1, 19), precision)) == written


def test_an_article_counts_its_words() -> None:
    assert Article("a", "v", "u", "p", "t", "One  two\nthree.", None).words == 3
    assert Article("a", "v", "u", "p", "t", "", None).words == 0


def test_a_plain_fact_is_exact_actual_and_of_the_topic() -> None:
    fact = Fact("f", "a", "v", Kind.EVENT, "TikTok", "went_dark", "TikTok went dark.", 0, 17, "event.verb")
    assert (fact.qualifier, fact.modality, fact.core, fact.value, fact.speaker) == (
        Qualifier.EXACT,
        Modality.ACTUAL,
        True,
        None,
        None,
    )


def test_what_is_known_or_unsure_alerts_nobody() -> None:
    assert set(Novelty) - ALERT_WORTHY == {Novelty.RESTATED, Novelty.UNSURE}


def test_an_id_is_sixteen_digits_and_never_changes() -> None:
    """Ids are stored: another way to make them would make everything new again."""
    assert make_id("a", 1, None, 2.5) == "1004ef1cd1d1466a"


@pytest.mark.parametrize(
    ("one", "other"),
    [(("ab", "c"), ("a", "bc")), (("a",), ("a", "")), (("a", "b"), ("b", "a")), (("1", 2.0), ("1", 2.5))],
)
def test_other_parts_make_another_id(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    assert make_id(*one) != make_id(*other)


def test_nothing_and_an_empty_text_are_one() -> None:
    assert make_id(None) == make_id("")


@given(st.lists(st.one_of(st.text(max_size=20), st.integers(), st.floats(), st.none()), max_size=6))
def test_the_same_parts_make_the_same_id(parts: list[object]) -> None:
    made = make_id(*parts)
    assert made == make_id(*parts)
    assert len(made) == 16
    assert int(made, 16) >= 0


def test_half_a_surrogate_is_no_reason_to_fail() -> None:
    assert len(make_id("\ud800")) == 16
