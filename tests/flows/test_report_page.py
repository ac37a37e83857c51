"""The report in a real browser: it is read, filtered, pointed at and printed, on wide and narrow windows, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from chromium import PROGRAM, Tab, open_tab
from made_reports import make_report

from flows.reports.render import render_page

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed: the report is not looked at")


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with open_tab() as opened:
        yield opened


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "page.html"
    path.write_text(render_page(make_report(100)), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def quiet(tab: Tab) -> Iterator[None]:
    """Whatever is done with the page, it complains of nothing and asks for nothing."""
    yield
    assert tab.complaints == []
    assert tab.requests == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_fits_its_window(tab: Tab, page: Path, width: int, scheme: str) -> None:
    tab.look(width, scheme)
    tab.open(page)
    assert tab.run("document.documentElement.scrollWidth <= innerWidth")
    assert tab.run("document.querySelectorAll('.told').length") == 30
    ground = tab.run("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(13, 17, 23)"}[scheme]


def choose(tab: Tab, name: str, value: str) -> None:
    tab.run(f"(field => {{ field.value = '{value}'; field.dispatchEvent(new Event('input', {{bubbles: true}})) }})"
            f"(document.querySelector('[name={name}]'))")  # fmt: skip


def shown(tab: Tab) -> str:
    return str(tab.run("document.getElementById('found').textContent"))


def test_it_is_filtered_by_subject_publisher_verdict_date_and_words(tab: Tab, page: Path) -> None:
    tab.open(page)
    assert shown(tab) == "All 100."
    choose(tab, "subject", "TikTok")
    assert shown(tab) == "25 of 100."
    choose(tab, "publisher", "Post")
    assert shown(tab) == "8 of 100."
    tab.point("button[type=reset]", press=True)
    assert shown(tab) == "All 100."
    tab.point("[name=verdict][value=new]", press=True)
    assert shown(tab) == "40 of 100."
    assert tab.run("[...document.querySelectorAll('.told .badge')].every((badge) => badge.textContent !== 'new')")
    tab.point("button[type=reset]", press=True)
    choose(tab, "from", "2025-02-12")
    choose(tab, "to", "2025-02-12")
    assert shown(tab) == "24 of 100."
    choose(tab, "words", "country 33")
    assert shown(tab) == "1 of 100."
    choose(tab, "words", "nothing like it")
    assert shown(tab) == "0 of 100."


def test_the_rest_is_shown_on_demand_and_in_either_order(tab: Tab, page: Path) -> None:
    tab.open(page)
    tab.point("#more", press=True)
    assert tab.run("document.querySelectorAll('.told').length") == 60
    assert tab.run("document.activeElement.className") == "line"
    choose(tab, "order", "oldest")
    assert "country 99" in tab.run("document.querySelector('.told .line').textContent")


def test_a_claim_opens_its_evidence_by_mouse_by_key_and_by_link(tab: Tab, page: Path) -> None:
    tab.look(1280, "light")
    tab.open(page)
    second = "#days article:nth-of-type(2)"
    tab.point(f"{second} summary", press=True)
    evidence = tab.run(f"document.querySelector('{second} .evidence').innerText")
    for words in ("changed: nobody gave this figure", "It had 0 million before.", f"claimwatch explain {1:016x}", "Courier"):
        assert words in evidence
    assert tab.run(f"document.querySelector('{second} .evidence a').href").startswith("https://news.example/")
    third = "#days article:nth-of-type(3)"
    tab.run(f"document.querySelector('{third} summary').focus()")
    tab.press("Enter", 13, "\r")
    assert tab.run(f"document.querySelector('{third} details').open")
    tab.run(f"location.hash = 'fact-{77:016x}'")
    tab.settle()
    assert tab.run(f"document.querySelector('#fact-{77:016x} details').open"), "drawn and opened though it was far below"


def test_a_chart_tells_its_steps_to_mouse_and_keyboard(tab: Tab, page: Path) -> None:
    tab.open(page)
    tip = "document.getElementById('tip')"
    assert tab.run(f"{tip}.hidden")
    tab.point("svg .dot")
    assert tab.run(f"{tip}.innerText") == "1 Jan 2025: 100 users. Post\n“It has 100.”"
    tab.run("document.querySelectorAll('svg .dot')[2].focus()")
    assert "20 Jan 2025: 400 users" in tab.run(f"{tip}.innerText")
    box = tab.run(f"(({{left, right}}) => [left, right])({tip}.getBoundingClientRect())")
    assert box[0] >= 0
    assert box[1] <= 1280
    tab.press("Escape", 27)
    assert tab.run(f"{tip}.hidden")


def test_on_paper_everything_is_there_and_nothing_to_click(tab: Tab, page: Path) -> None:
    tab.open(page)
    tab.look(1280, "dark", media="print")
    assert tab.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for hidden in ("form", "nav", "#more", "summary"):
        assert tab.run(f"getComputedStyle(document.querySelector('{hidden}')).display") == "none"
    assert len(tab.send("Page.printToPDF")["data"]) > 50_000
    assert tab.run("document.querySelectorAll('.told').length") == 100
    tab.look(1280, "light")


USED = {"link", "button", "searchbox", "combobox", "checkbox", "image", "region", "search", "DisclosureTriangle"}


def test_a_screen_reader_finds_a_name_for_all_that_can_be_used(tab: Tab, page: Path) -> None:
    tab.open(page)
    nodes = tab.send("Accessibility.getFullAXTree")["nodes"]
    used = [node for node in nodes if node.get("role", {}).get("value") in USED]
    assert len(used) > 50
    assert [node["role"] for node in used if not node.get("name", {}).get("value")] == []
    levels = tab.run("[...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => +heading.tagName[1])")
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), "no level of headings is skipped"


def test_twenty_thousand_claims_open_in_two_seconds(tab: Tab, tmp_path: Path) -> None:
    path = tmp_path / "long.html"
    path.write_text(render_page(make_report(20_000)), encoding="utf-8")
    assert min(tab.open(path) for _ in range(3)) <= 2
    choose(tab, "words", "country 19999")
    assert shown(tab) == "1 of 20000."
