"""What a flow run shows a person on Prefect's pages: what is new, which feeds failed, what was read. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.records import Novelty
from flows.markups import MARKDOWN, render
from flows.messages import AlertItem, Dispatch, count
from flows.poll_records import PollSummary
from flows.polling import FailedFeed
from warehouse.ledger import Recorded

_TOLD = (Novelty.NEW, Novelty.CHANGED, Novelty.CONTRADICTED, Novelty.RETRACTED)


def name_artifact(topic: str, what: str) -> str:
    """Return the stable key of an artifact: small letters, digits and dashes, as Prefect wants it."""
    return re.sub(r"[^a-z0-9]+", "-", f"{topic}-{what}".lower()).strip("-")


def render_summary(title: str, summary: PollSummary, items: Sequence[AlertItem]) -> str:
    """Return a poll's result as Markdown."""
    if items:
        dispatch = Dispatch(title, tuple(items))
        news = f"# {MARKDOWN.escape(dispatch.title)}\n\n{render(dispatch, MARKDOWN)}"
    else:
        news = f"# {MARKDOWN.escape(title)}: nothing new"
    parts = [news, "## Coverage", MARKDOWN.escape(str(summary.coverage)), *_render_failures(summary.failed)]
    return "\n\n".join(parts)


def describe_poll(summary: PollSummary) -> str:
    """Return what a poll came to in a few words, for the state of its run: "3 new, 1 contradicted, 2 feeds failing"."""
    if not summary.coverage.feeds_due:
        return "no feed was due"
    failing = summary.coverage.feeds_failing
    return describe_news(summary.recorded) + (f", {count(failing, 'feed')} failing" if failing else "")


def describe_news(recorded: Recorded) -> str:
    """Return the verdicts that people are told about, counted."""
    told = [f"{recorded.verdicts[verdict]} {verdict}" for verdict in _TOLD if recorded.verdicts.get(verdict)]
    return ", ".join(told) or "nothing new"


def _render_failures(failed: Sequence[FailedFeed]) -> list[str]:
    if not failed:
        return []
    lines = [f"- {MARKDOWN.escape(feed.title)}: {MARKDOWN.escape(feed.reason)}" for feed in failed]
    return ["## Feeds that could not be read", "\n".join(lines)]
