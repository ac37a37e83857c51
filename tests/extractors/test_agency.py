"""Whose wire a story is from."""

import pytest

from extractors.agency import find_agency

STORY = "The app has a million users.\nIts maker said so on Monday.\n"


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("With PTI inputs", "PTI"),
        ("(With inputs from PTI)", "PTI"),
        ("(With PTI Inputs)", "PTI"),
        ("With inputs from AFP and Reuters", "AFP"),
        ("(With inputs from ANI, agencies)", "ANI"),
        ("— Reuters", "Reuters"),
        ("Source: AFP", "AFP"),
        ("Additional reporting by The Associated Press", "AP"),
        ("The Associated Press contributed to this report.", "AP"),
        ("(With agency inputs)", "agencies"),
        ("With reporting from wire services", "agencies"),
        ("Agencies", "agencies"),
        ("dpa", "DPA"),
    ],
)
def test_credit_lines(line: str, agency: str):
    assert find_agency(STORY + line) == agency


@pytest.mark.parametrize(
    ("head", "agency"),
    [
        ("BEIJING, Jan 14 (Xinhua) -- ", "Xinhua"),
        ("WASHINGTON (AP) — ", "AP"),
        ("Marbury (Reuters) - ", "Reuters"),
        ("AUSTIN, Texas (Fjord Wire) – ", "Fjord Wire"),
    ],
)
def test_datelines(head: str, agency: str):
    assert find_agency(head + STORY) == agency


@pytest.mark.parametrize(
    "line",
    [
        "Reuters reported on Tuesday that 700,000 people had joined.",
        "The figure was first published by Bloomberg.",
        "“I work for AFP,” she said.",
        "With input from 300 readers, the map grew.",
        "Sources: a person close to the company",
        "The sale to AP was called off.",
        "Kettle (the app) – a million users – is free.",
        "In LEEDS (Yorkshire) it is free.",
        "",
    ],
)
def test_a_report_that_quotes_a_wire_credits_nobody(line: str):
    assert find_agency(STORY + line) is None
