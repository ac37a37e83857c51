"""Draws how a figure moved: a step chart as SVG, by Pygal. Colours are the page's; dots carry what it shows when pointed at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import pygal
from lxml import etree
from markupsafe import Markup
from pygal.style import Style

from extractors.records import Novelty
from flows.messages import make_visible
from flows.reports.gather import Figure, Record
from warehouse.lines import write_number, write_value

WIDTH, HEIGHT = 560, 240
LABEL_SIZE = 16
"""For which Pygal leaves room: the page's own size on a phone."""
MOST_DATES = 3
"""Dates under the axis; more run into each other on a phone."""
_DROPPED = ("defs", "desc", "title")
"""Pygal's own styles, script and tooltips: the page has its own, and its policy forbids inline ones."""


def name_figure(figure: Figure) -> str:
    """Return "RedNote, daily users in the US"."""
    return make_visible(str(figure.steps[-1]["line"]).split(": ", 1)[0])


def draw_figure(figure: Figure) -> Markup:
    """Return the chart of a figure: a value holds until the next one, what contradicts it stands beside the line.

    Every step has a dot that can be pointed at and focused.
    """
    undisputed = [step for step in figure.steps if step["verdict"] != Novelty.CONTRADICTED]
    disputed = [step for step in figure.steps if step["verdict"] == Novelty.CONTRADICTED]
    chart = pygal.DateTimeLine(
        width=WIDTH, height=HEIGHT, margin=14, margin_right=56, show_legend=False, dots_size=5, js=(), no_prefix=True,
        min_scale=3, max_scale=5, show_x_guides=False, x_label_rotation=0, truncate_label=-1,
        inverse_y_axis=figure.kind == "ranking", range=_choose_range(figure),
        x_value_formatter=lambda moment: f"{moment:%-d %b %Y}", value_formatter=lambda value: write_figure(value, figure),
        y_labels=_choose_ranks(figure) if figure.kind == "ranking" else None,
        x_labels=[_noon(day) for day in choose_dates([step["holds_on"] for step in figure.steps])],
        style=Style(label_font_size=LABEL_SIZE, major_label_font_size=LABEL_SIZE),
    )  # fmt: skip
    chart.add("", _make_corners(undisputed))
    chart.add("", [{"value": (_noon(step["holds_on"]), step["value"])} for step in disputed], stroke=False)
    return _clean(chart.render_tree(), figure, [*undisputed, *disputed])


def write_figure(value: float, figure: Figure) -> str:
    """Return a value as the axis shows it: with the sign of its currency or per cent, without other units."""
    unit = str(figure.steps[0]["unit"] or "")
    return write_value(value, unit=unit) if unit == "percent" or unit.isupper() else write_number(value)


def choose_dates(days: Sequence[date]) -> list[date]:
    """Return at most `MOST_DATES` of the days of a chart, evenly spread from its first to its last."""
    distinct = sorted(set(days))
    if len(distinct) <= 1:
        return distinct
    first, span = distinct[0], distinct[-1] - distinct[0]
    parts = min(MOST_DATES, span.days + 1) - 1
    return [first + span * part / parts for part in range(parts + 1)]


def _make_corners(steps: Sequence[Record]) -> list[dict[str, object]]:
    """The points of the line: before each step the old value at the new day, without a dot."""
    points: list[dict[str, object]] = []
    for before, step in zip((None, *steps), steps, strict=False):
        if before is not None:
            points.append({"value": (_noon(step["holds_on"]), before["value"]), "node": {"r": 0}})
        points.append({"value": (_noon(step["holds_on"]), step["value"])})
    return points


def _choose_range(figure: Figure) -> tuple[float, float]:
    values = [step["value"] for step in figure.steps]
    return (1, max(values)) if figure.kind == "ranking" else (min(0, *values), max(0, *values))


def _choose_ranks(figure: Figure) -> list[int]:
    """The top, the lowest rank and the one between them."""
    lowest = int(max(step["value"] for step in figure.steps))
    return sorted({1, (1 + lowest) // 2, lowest})


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _clean(tree: etree._Element, figure: Figure, steps: Sequence[Record]) -> Markup:
    for node in [node for node in tree.iter() if node.tag is etree.Comment or etree.QName(node).localname in _DROPPED]:
        node.getparent().remove(node)
    for node in tree.iter():
        node.attrib.pop("style", None)
    circles = [node for node in tree.iter() if etree.QName(node).localname == "circle"]
    for corner in (circle for circle in circles if circle.get("r") == "0"):
        corner.getparent().remove(corner)
    for dot, step in zip((circle for circle in circles if circle.get("r") != "0"), steps, strict=True):
        told = f"{step['holds_on']:%-d %b %Y}: {str(step['line']).split(': ', 1)[-1]}. {step['publisher'] or ''}"
        dot.attrib.update({
            "class": f"dot {step['verdict']}", "tabindex": "0", "role": "img", "aria-label": make_visible(told),
            "data-sentence": make_visible(str(step["sentence"])),
        })  # fmt: skip
    tree.attrib.pop("id", None)
    tree.attrib.update({"role": "group", "aria-label": f"{name_figure(figure)}: {len(steps)} values"})
    # Pygal writes text into the tree, never markup, and lxml escapes it.
    return Markup(etree.tostring(tree, encoding="unicode"))  # noqa: S704
