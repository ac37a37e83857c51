"""Makes the report's page: one HTML file with its style, its script and its data inside, that asks for nothing from anywhere.

News is foreign text: it is escaped everywhere, only http(s) links are links, and the page's own policy lets run and style
nothing but the two parts that are named by their hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from extractors.records import Novelty
from extractors.topic import Topic
from extractors.urls import is_web_url
from flows.messages import count, make_visible
from flows.reports.charts import draw_figure, name_figure
from flows.reports.gather import Record, Report, gather_report

MOST_CHARTS = 12
MOST_CONTRADICTIONS = 60
MOST_ARTICLES = 200
MOST_PUBLISHERS = 60
MOST_TOLD_BY = 8
VERDICTS = (Novelty.CONTRADICTED, Novelty.RETRACTED, Novelty.CHANGED, Novelty.NEW)


def render_report(folder: Path, topic: Topic, now: datetime) -> str:
    """Return the report of a topic as a page, from the published snapshot in `folder`. Raises WarehouseError."""
    return render_page(gather_report(folder, topic, now))


def render_page(report: Report) -> str:
    """Return the report as a page."""
    style, script = _read("page.css"), _read("page.js")
    return _environment().get_template("page.html").render(
        report=report,
        style=Markup(style),  # noqa: S704 - ours
        script=Markup(script),  # noqa: S704 - ours
        policy=write_policy(style, script),
        verdicts=[(verdict.value, sum(told["verdict"] == verdict for told in report.told)) for verdict in VERDICTS],
        charts=[(name_figure(figure), draw_figure(figure), figure) for figure in report.figures[:MOST_CHARTS]],
        contradictions=report.contradictions[:MOST_CONTRADICTIONS],
        publishers=report.publishers[:MOST_PUBLISHERS],
        articles=report.articles[:MOST_ARTICLES],
        told=[pack_told(told) for told in report.told],
    )  # fmt: skip


def write_policy(style: str, script: str) -> str:
    """Return the content security policy of a page with this style and script: nothing else, and nothing from outside."""
    ours = f"style-src {_hash(style)}; script-src {_hash(script)}; img-src data:"
    return f"default-src 'none'; {ours}; base-uri 'none'; form-action 'none'"


def pack_told(told: Record) -> dict[str, object]:
    """Return what the page's script needs of one thing told; what is empty is left out."""
    others: Sequence[Record] = told["told_by"] or ()
    shown = others[:MOST_TOLD_BY]
    packed = {
        "id": told["fact_id"],
        "claim": told["claim_id"],
        "verdict": told["verdict"],
        "subject": _text(told["subject"]),
        "line": _text(told["line"]),
        "sentence": _text(told["sentence"]),
        "quoted": _tells_itself(told),
        "publisher": _text(told["publisher"]),
        "speaker": _text(told["speaker"]),
        "at": _write_minute(told["published_at"]),
        "url": link(told["url"]),
        "why": _text(told["reason"]),
        "before": _text(told["before_line"]),
        "others": [[_text(one["publisher"]), _write_minute(one["published_at"]), link(one["url"])] for one in shown],
        "more": max(0, len(others) - MOST_TOLD_BY),
    }
    if told["before_sentence"]:
        packed["earlier"] = [
            _text(told["before_sentence"]), _text(told["before_publisher"]), _write_minute(told["before_published_at"]),
            link(told["before_url"]),
        ]  # fmt: skip
    return {name: value for name, value in packed.items() if value}


def _tells_itself(told: Record) -> bool:
    """Whether the line quotes the sentence already, as a short statement does."""
    return " ".join(str(told["sentence"]).split()).strip('“”". ') in str(told["line"])


def link(url: object) -> str:
    """Return a web address; "" for anything else, which might be a script."""
    text = str(url or "")
    return text if is_web_url(text) else ""


def _name_address(url: object) -> str:
    """Return an address without what may be a secret in it: name and password, query."""
    try:
        parts = urlsplit(str(url))
    except ValueError:
        return "an address that is none"
    return f"{parts.hostname or ''}{parts.path}"


def _text(value: object) -> str:
    return make_visible(str(value)) if value else ""


def _write_minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}Z" if moment else ""


def _write_moment(moment: datetime | None) -> str:
    return f"{moment:%-d %b %Y %H:%M} UTC" if moment else "never"


def _write_share(record: Mapping[str, float]) -> str:
    return f"{record['corroborated_share']:.0%} ({record['share_low']:.0%} to {record['share_high']:.0%})"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _read(name: str) -> str:
    return files("flows.reports").joinpath(name).read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_read), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"visible": _text, "link": link, "share": _write_share}
    environment.filters |= {"moment": _write_moment, "minute": _write_minute, "bare": _name_address}
    environment.globals["count"] = count
    return environment
