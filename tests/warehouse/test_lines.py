"""How a fact reads in one line."""

import pytest

from extractors.records import Fact, Kind, Modality, Qualifier
from warehouse.lines import write_line, write_number, write_value

NUMBERS = [
    (0, "0"), (1, "1"), (0.5, "0.5"), (19.4, "19.4"), (2013, "2,013"), (63000, "63,000"), (700_000, "700,000"),
    (999_999, "999,999"), (1_000_000, "1 million"),
    (3_400_000, "3.4 million"), (170_250_000, "170.25 million"), (1_234_567, "1,234,567"),
    (17e9, "17 billion"), (1.5e12, "1.5 trillion"), (999_999_999, "999,999,999"), (-5e6, "-5 million"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "written"), NUMBERS)
def test_numbers_read_as_in_the_news_and_lose_nothing(value, written):
    assert write_number(value) == written


VALUES = [
    ((17e9, None, "USD", Qualifier.OVER), "over $17 billion"),
    ((40e9, 50e9, "USD", Qualifier.BETWEEN), "$40 billion to $50 billion"),
    ((12e9, None, "CNY", Qualifier.EXACT), "CNY 12 billion"),
    ((54, None, "percent", Qualifier.EXACT), "54%"),
    ((35.1, 39, "percent", Qualifier.BETWEEN), "35.1 to 39%"),
    ((75, None, "days", Qualifier.UP_TO), "up to 75 days"),
    ((5, None, None, Qualifier.ABOUT), "about 5"),
    ((None, None, "users", Qualifier.EXACT), ""),
]


@pytest.mark.parametrize(("slots", "written"), VALUES)
def test_values_carry_hedge_and_unit(slots, written):
    assert write_value(*slots) == written


LONG = "The app " + "really " * 60 + "works."
LINES = [
    ({"predicate": "daily_users", "scope": "US", "value": 3.4e6, "unit": "users"}, "RedNote: daily users (US) 3.4 million"),
    ({"predicate": "joined", "value": 7e5, "unit": "people", "qualifier": Qualifier.OVER}, "RedNote: joined over 700,000 people"),
    ({"predicate": "valuation", "value": 17e9, "unit": "USD"}, "RedNote: valuation $17 billion"),
    ({"predicate": "stake", "object": "GIC", "value": 5, "unit": "percent"}, "RedNote: stake 5% GIC"),
    ({"kind": Kind.RANKING, "predicate": "app_store_rank", "scope": "US", "value": 1}, "RedNote: app store rank (US) no. 1"),
    ({"kind": Kind.ATTRIBUTE, "predicate": "founded", "value": 2013}, "RedNote: founded 2013"),
    ({"kind": Kind.ATTRIBUTE, "predicate": "based_in", "object": "Shanghai"}, "RedNote: based in Shanghai"),
    ({"kind": Kind.EVENT, "predicate": "test", "object": "a translator"}, "RedNote test a translator"),
    ({"kind": Kind.EVENT, "predicate": "ban", "modality": Modality.PLANNED}, "RedNote ban [planned]"),
    ({"kind": Kind.STATEMENT, "predicate": "said", "speaker": "Wei Lu", "sentence": "“It is  new.”"}, "Wei Lu: “It is new.”"),
    ({"kind": Kind.STATEMENT, "predicate": "said", "sentence": LONG}, f"RedNote: “The app {'really ' * 26}really…”"),
]


@pytest.mark.parametrize(("slots", "line"), LINES)
def test_lines(slots, line):
    known = {"kind": Kind.QUANTITY, "subject": "RedNote", "sentence": "S."} | slots
    fact = Fact(fact_id="f", article_id="a", version_id="v", start_char=0, end_char=2, rule="r", **known)
    assert write_line(fact) == line
