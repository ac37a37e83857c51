"""Rows for tests: each function fills in what a case does not care about."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

from extractors.records import Kind, Modality, Novelty, Qualifier, Quality
from warehouse.feed_rows import PollRow
from warehouse.outbox_rows import DeliveryRow
from warehouse.rows import AlertRow, ArticleRow, FactRow, RunRow

START = datetime(2025, 1, 13, 9, 0, tzinfo=UTC)


def day(number: int) -> datetime:
    """Nine in the morning of the given day of January 2025."""
    return START + timedelta(days=number - 13)


def article(article_id="a1", **changes) -> ArticleRow:
    known = {
        "article_id": article_id, "version": 1, "version_id": f"{article_id}-v{changes.get('version', 1)}", "topic": "rednote",
        "source": "feed", "feed_url": None, "url": f"https://news.example/{article_id}", "publisher": "Harbour Post",
        "title": "A headline", "author": None, "published_at": START, "first_seen_at": START, "language": "en", "text": "A text.",
        "words": 2, "quality": Quality.FULL, "agency": None, "origin_id": f"origin-{article_id}",
    }  # fmt: skip
    return ArticleRow(**known | changes)


def fact(fact_id="f1", **changes) -> FactRow:
    known = {field.name: None for field in fields(FactRow)} | {
        "fact_id": fact_id, "topic": "rednote", "claim_id": "c1", "article_id": "a1", "version": 1, "kind": Kind.QUANTITY,
        "subject": "RedNote", "predicate": "users", "qualifier": Qualifier.EXACT, "modality": Modality.ACTUAL, "core": True,
        "sentence": "A sentence.", "start_char": 0, "end_char": 11, "rule": "count", "line": f"line of {fact_id}", "slot_hash": 1,
        "wording": "", "published_at": START, "verdict": Novelty.NEW, "reason": "Nobody said it before.", "verdict_rule": "first",
        "run_id": "r1", "judged_at": START,
    }  # fmt: skip
    return FactRow(**known | changes)


def alert(alert_id="n1", **changes) -> AlertRow:
    known = {
        "alert_id": alert_id, "topic": "rednote", "run_id": "r1", "claim_id": "c1", "fact_id": "f1", "verdict": Novelty.NEW,
        "line": "line", "created_at": START,
    }  # fmt: skip
    return AlertRow(**known | changes)


def delivery(alert_id, target, state, seq=1, **changes) -> DeliveryRow:
    known = {"alert_id": alert_id, "target": target, "state": state, "attempts": 1, "last_error": None}
    known |= {"recorded_at": START, "seq": seq}
    return DeliveryRow(**known | changes)


def poll(feed_url, polled_at, outcome, **changes) -> PollRow:
    return PollRow(run_id="r1", feed_url=feed_url, polled_at=polled_at, outcome=outcome, **changes)


def run(run_id="r1", finished_at=START, **changes) -> RunRow:
    return RunRow(run_id=run_id, kind="poll", topic="rednote", started_at=START, finished_at=finished_at, **changes)
