"""Dates: right or None, never wrong."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.feed_dates import evident_zone, parse_date

# All of these name 17 November 2026, 09:30 UTC.
FIRST, LAST = datetime(1990, 1, 2), datetime(2100, 12, 30)  # noqa: DTZ001 - hypothesis wants naive bounds
MORNING = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 17 Nov 2026 09:30:00 GMT",
        "Tue, 17 Nov 2026 09:30:00 +0000",
        "Tue, 17 Nov 2026 09:30:00 -0000",
        "Tue, 17 Nov 2026 15:00:00 +0530",
        "Tue, 17 Nov 2026 15:00:00 IST",
        "Tue, 17 Nov 2026 11:30:00 CEST",
        "Tue, 17 Nov 2026 10:30:00 CET",
        "Tue, 17 Nov 2026 20:30:00 AEDT",
        "Tue, 17 Nov 2026 19:30:00 AEST",
        "Tue, 17 Nov 2026 18:30:00 JST",
        "Tue, 17 Nov 2026 04:30:00 EST",
        "Tue, 17 Nov 2026 01:30:00 PST",
        "Tue, 17 Nov 2026 09:30:00 GMT+0000 (Coordinated Universal Time)",
        "Tue, 17 Nov 26 09:30 UT",
        "17 Nov 2026 09:30 Z",
        "Tuesday, 17 November 2026 09:30:00 UTC",
        "Tuesday, November 17, 2026 9:30 AM UTC",
        "November 17, 2026 4:30 a.m. ET",
        "Nov. 17, 2026, 4:30 AM EST",
        "Tue Nov 17 09:30:00 UTC 2026",
        "2026-11-17T09:30:00Z",
        "2026-11-17T09:30Z",
        "2026-11-17T09:30:00.123456Z",
        "2026-11-17T15:00:00+0530",
        "2026-11-17T15:00:00+05:30",
        "2026-11-17T15:00:00.000+05:30",
        "2026-11-17 15:00:00 +0530",
        "2026-11-17 09:30:00 UTC",
        "2026/11/17 09:30 GMT",
        "2026.11.17 10:30 CET",
        "20261117T093000Z",
        "17.11.2026 10:30 MEZ",
        "17/11/2026 09:30 GMT",
        "Di, 17 November 2026 10:30:00 +0100",
        "Dienstag, 17. November 2026 um 10.30 Uhr MEZ",
        "mar., 17 nov. 2026 10:30:00 +0100",
        "17 de noviembre de 2026 10:30 CET",
        "17 novembro 2026 06:30 -0300",
        "вт, 17 ноября 2026 12:30:00 +0300",
        "2026年11月17日 18:30 JST",
    ],
)
def test_one_moment_written_in_many_ways(text: str):
    assert parse_date(text) == MORNING


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "Tue, 17 Nov 2026 09:30:00",  # no zone
        "2026/11/17 09:30",
        "2026-11-17",
        "Tue, 17 Nov 2026 09:30:00 XYZ",  # unknown zone
        "Tue, 17 Nov 2026 09:30:00 AST",  # Atlantic or Arabia
        "Tue, 17 Nov 2026 09:30:00 A",  # RFC 2822: military letters mean nothing
        "Tue, 17 Nov 2026 09:30:00 +2500",
        "Tue, 17 Nov 2026 09:30:00 +0575",
        "31 Feb 2026 09:30 GMT",
        "2026-13-17T09:30:00Z",
        "2026-11-17T25:30:00Z",
        "2026-11-17T24:00:00Z",
        "0000-00-00T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "17 Fbr 2026 09:30 GMT",
        "03/04/2026 09:30 GMT",  # March or April
        "13:30 PM UTC, 17 Nov 2026",
        "9" * 5_000,
    ],
)
def test_doubtful_dates_are_none(text: str):
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text", ["2026-11-17 09:30", "2026/11/17 09:30:00", "Tue, 17 Nov 2026 09:30:00", "17. November 2026, 9.30 Uhr"]
)
def test_the_caller_may_know_the_zone(text: str):
    india = timezone(timedelta(hours=5, minutes=30))
    assert parse_date(text, india) == MORNING - timedelta(hours=5, minutes=30)


def test_summer_time_of_a_place():
    assert parse_date("July 1, 2026 9:30 am ET") == datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    assert parse_date("January 1, 2026 9:30 am ET") == datetime(2026, 1, 1, 14, 30, tzinfo=UTC)


def test_two_digit_years_are_rfc_822s():
    assert parse_date("1 Jan 98 00:00 GMT") == datetime(1998, 1, 1, tzinfo=UTC)
    assert parse_date("1 Jan 05 00:00 GMT") == datetime(2005, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("texts", "hours"),
    [
        (["Tue, 17 Nov 2026 09:30:00 +0530", "2026/11/17 09:30"], 5.5),
        (["2026-11-17T09:30:00Z", "2026-11-18T09:30:00+00:00"], 0),
        (["2026-11-17T09:30:00Z", "2026-11-18T09:30:00+01:00"], None),  # two clocks: no evidence
        (["2026/11/17 09:30"], None),
        ([], None),
    ],
)
def test_the_zone_that_a_feed_shows(texts: list[str], hours: float | None):
    zone = evident_zone(texts)
    assert (zone.utcoffset(None) if zone else None) == (None if hours is None else timedelta(hours=hours))


@given(st.datetimes(FIRST, LAST), st.integers(-14 * 4, 14 * 4))
def test_iso_round_trip(moment: datetime, quarters: int):
    aware = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    assert parse_date(aware.isoformat()) == aware
    assert parse_date(aware.strftime("%a, %d %b %Y %H:%M:%S %z")) == aware


@given(st.text(max_size=120))
def test_any_text_is_a_date_or_none(text: str):
    assert parse_date(text, UTC) is None or parse_date(text, UTC).tzinfo is UTC
