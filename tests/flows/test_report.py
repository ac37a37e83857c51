"""The report as a page: what is in it, and that foreign text in it is only text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from made_reports import make_report, make_step, make_telling
from places import Command, Place

from flows.reports.charts import choose_dates, draw_figure, name_figure, write_figure
from flows.reports.gather import Figure
from flows.reports.render import pack_told, render_page
from warehouse.publish import publish
from warehouse.store import open_warehouse

CSS = Path(render_page.__code__.co_filename).with_name("page.css").read_text(encoding="utf-8")


def data_of(page: str) -> list[dict[str, object]]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return list(json.loads(found[1]))


def test_the_command_writes_the_story(place: Place, claimwatch: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    here = place("feed/sample.xml")
    monkeypatch.setenv("CLAIMWATCH_NOW", "2025-02-13T09:00Z")
    claimwatch("run")
    outcome = claimwatch("report", "-o", "page.html")
    assert (outcome.code, outcome.out.split(",")[0]) == (0, "page.html")
    page = (here / "page.html").read_text(encoding="utf-8")
    told = data_of(page)
    assert [one["at"] for one in told] == sorted((one["at"] for one in told), reverse=True)
    assert "RedNote, founded: 2014" in [one["line"] for one in told]
    for words in ("Figures that moved", "RedNote, daily users in the US", "Tech Current", "feed/sample.xml"):
        assert words in page
    assert claimwatch("report").out.startswith("report-rednote.html,")
    refused = claimwatch("report", "-o", "no/such/folder/page.html")
    assert refused.code == 2
    assert refused.err == "claimwatch: no/such/folder/page.html: cannot be written: No such file or directory\n"


def test_a_report_of_nothing_is_a_page(place: Place, claimwatch: Command) -> None:
    here = place()
    with open_warehouse(here / "warehouse" / "data") as warehouse:
        publish(warehouse)
    assert claimwatch("report", "-o", "page.html").code == 0
    assert "None has moved yet." in (here / "page.html").read_text(encoding="utf-8")


HOSTILE = "</script><img src=x onerror=alert(1)>\"'&\u202e\x00"


def test_foreign_text_stays_text() -> None:
    foreign = ("subject", "line", "sentence", "publisher", "speaker", "reason", "before_line")
    telling = make_telling(1) | dict.fromkeys(foreign, HOSTILE)
    step = make_step(1, 5.0) | {"line": HOSTILE, "publisher": HOSTILE, "sentence": HOSTILE}
    report = make_report(1)
    page = render_page(
        replace(
            report, title=HOSTILE, told=(telling,), figures=(Figure("quantity", (step, step | {"value": 6.0})),),
            articles=({**report.articles[0], "title": HOSTILE, "publisher": HOSTILE, "copy_of": HOSTILE},),
            feeds=({**report.feeds[0], "title": HOSTILE, "last_error": HOSTILE, "url": f"http://{HOSTILE}"},),
            contradictions=({**report.contradictions[0], "line": HOSTILE, "sentence": HOSTILE, "reason": HOSTILE},),
        )
    )  # fmt: skip
    assert "<img" not in page
    assert page.count("</script>") == 2
    assert "\u202e" not in page
    assert "\x00" not in page
    assert data_of(page)[0]["line"] == "</script><img src=x onerror=alert(1)>\"'&"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", None, "file:///etc/passwd"])
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert "url" not in pack_told(make_telling(1) | {"url": url})
    report = make_report(1)
    page = render_page(replace(report, articles=({**report.articles[0], "url": url},)))
    assert f'href="{url}"' not in page


def test_a_feed_is_named_without_its_secrets() -> None:
    report = make_report(1)
    page = render_page(
        replace(report, feeds=({**report.feeds[0], "title": None, "url": "https://me:pw@feeds.example/a?key=secret"},))
    )
    assert "feeds.example/a" in page
    assert "secret" not in page
    assert "me:pw" not in page


def test_a_thousand_claims_fit_two_megabytes() -> None:
    assert len(render_page(make_report(1000)).encode()) < 2_000_000


def test_nothing_is_asked_from_outside() -> None:
    page = render_page(make_report(3))
    assert re.findall(r'<(?:script|link|img|iframe|object|embed)[^>]*(?:src|href)="(?!data:)[^"]*"', page) == []
    assert "@import" not in page
    assert "url(" not in page
    assert "default-src &#39;none&#39;" in page


def test_a_chart_has_a_dot_a_step_and_a_value_holds_until_the_next() -> None:
    steps = (make_step(1, 100.0), make_step(9, 300.0), make_step(9, 50.0, verdict="contradicted"), make_step(20, 400.0))
    drawn = str(draw_figure(Figure("quantity", steps)))
    assert drawn.count("<circle") == 4
    assert drawn.count('class="dot contradicted"') == 1
    assert drawn.count('tabindex="0"') == 4
    assert "20 Jan 2025: 400 users. Post" in drawn
    (line,) = re.findall(r'<path d="([^"]*)" class="line reactive nofill"', drawn)
    places = [tuple(float(number) for number in pair.split()) for pair in re.findall(r"[\d.]+ [\d.]+", line)]
    assert len(places) == 5, "three values, and the old one again at each of the two moves"
    assert places[0][1] == places[1][1]
    assert places[1][0] == places[2][0]
    for inside in ("<style", "<script", "style=", "http://pygal"):
        assert inside not in drawn


def test_the_first_rank_is_on_top() -> None:
    steps = (make_step(1, 1.0, unit=None), make_step(9, 24.0, unit=None))
    drawn = str(draw_figure(Figure("ranking", steps)))
    first, second = (float(height) for height in re.findall(r'<circle cx="[^"]*" cy="([^"]*)"', drawn))
    assert first < second


def test_a_figure_is_named_and_written_with_its_unit() -> None:
    assert name_figure(Figure("quantity", (make_step(1, 1.0), make_step(2, 2.0)))) == "RedNote, users"
    assert write_figure(2e10, Figure("quantity", (make_step(1, 2e10, unit="USD"),))) == "$20 billion"
    assert write_figure(54, Figure("quantity", (make_step(1, 54, unit="percent"),))) == "54%"
    assert write_figure(3.4e6, Figure("quantity", (make_step(1, 3.4e6),))) == "3.4 million"


DATES = [
    ([date(2025, 1, 1), date(2025, 1, 31)], [date(2025, 1, 1), date(2025, 1, 16), date(2025, 1, 31)]),
    ([date(2025, 1, 1), date(2025, 1, 2)], [date(2025, 1, 1), date(2025, 1, 2)]),
    ([date(2025, 1, 1), date(2025, 1, 1)], [date(2025, 1, 1)]),
]


@pytest.mark.parametrize(("days", "chosen"), DATES)
def test_dates_under_a_chart(days: list[date], chosen: list[date]) -> None:
    assert choose_dates(days) == chosen


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_text_can_be_read(scheme: int) -> None:
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", CSS.split(":root")[scheme + 1]))
    for ground in ("page", "card"):
        for ink in ("ink", "soft", "link", "new", "changed", "contradicted", "retracted"):
            light, dark = sorted((luminance(colours[ground]), luminance(colours[ink])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{ink} on {ground}"


def test_times_are_those_of_the_report() -> None:
    assert "13 Feb 2025 09:00 UTC" in render_page(make_report(0))
