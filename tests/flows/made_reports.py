"""Reports made up for tests of the page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flows.reports.gather import Figure, Record, Report

MADE_AT = datetime(2025, 2, 13, 9, 0, tzinfo=UTC)
VERDICTS = ("new", "changed", "new", "contradicted", "new")
SUBJECTS = ("RedNote", "TikTok", "ByteDance", "Supreme Court")
PUBLISHERS = ("Post", "Herald", "Courier")


def make_telling(number: int) -> dict[str, Any]:
    """The thing told `number` hours before the report."""
    verdict, at = VERDICTS[number % 5], MADE_AT - timedelta(hours=number)
    subject, publisher = SUBJECTS[number % 4], PUBLISHERS[number % 3]
    before = verdict != "new"
    other = {"publisher": PUBLISHERS[(number + 1) % 3], "url": f"https://other.example/{number}", "published_at": at}
    return {
        "fact_id": f"{number:016x}", "claim_id": f"{number // 2:016x}", "verdict": verdict, "subject": subject,
        "line": f"{subject}, monthly users in country {number}: {number} million",
        "sentence": f"{subject} counted {number} million monthly users in the country of that number, its spokeswoman told those "
        "who had asked for a figure since the start of the year, and more of them are said to come every day.",
        "publisher": publisher, "speaker": "a spokeswoman", "published_at": at, "url": f"https://news.example/2025/02/story-{number}",
        "reason": "nobody gave this figure before", "core": True, "told_by": [other] * (number % 3),
        "before_line": f"{subject}: {number - 1} million" if before else None,
        "before_sentence": f"It had {number - 1} million before." if before else None,
        "before_publisher": "Herald" if before else None, "before_published_at": at if before else None,
        "before_url": "https://news.example/before" if before else None,
    }  # fmt: skip


def make_step(day: int, value: float, *, verdict: str = "changed", unit: str | None = "users") -> dict[str, Any]:
    """A value that holds on a day of January 2025."""
    return {
        "holds_on": date(2025, 1, day), "value": value, "unit": unit, "verdict": verdict, "publisher": "Post",
        "line": f"RedNote, users: {value:.0f} users", "published_at": datetime(2025, 1, day, 9, tzinfo=UTC), "url": "https://news.example/a",
        "sentence": f"It has {value:.0f}.", "step": day, "fact_id": f"{day}", "claim_id": "c1",
    }  # fmt: skip


def make_report(number: int) -> Report:
    """A report with `number` things told."""
    pair: Record = {
        "subject": "RedNote", "reason": "was 2013, now 2014",
        "line": "RedNote, founded: 2014", "sentence": "It was founded in 2014.",
        "publisher": "Herald", "published_at": MADE_AT, "article_url": "https://news.example/b", "speaker": None, "origins": 1,
        "earlier_line": "RedNote, founded: 2013", "earlier_sentence": "It was founded in 2013.",
        "earlier_publisher": "Post", "earlier_published_at": MADE_AT, "earlier_url": "https://news.example/a",
        "earlier_speaker": "the company", "earlier_origins": 3,
    }  # fmt: skip
    publisher: Record = {
        "publisher": "Post", "told_first": 4, "corroborated": 2, "corroborated_share": 0.5, "share_low": 0.15, "share_high": 0.85,
        "contradicted": 1, "retracted": 0, "alone": 1,
    }  # fmt: skip
    article: Record = {
        "title": "A story", "publisher": "Post", "url": "https://news.example/a", "published_at": MADE_AT, "quality": "full",
        "source": "feed", "version": 1, "facts": 9, "news": 4, "copy_of": None,
    }  # fmt: skip
    run: Record = {
        "kind": "poll", "started_at": MADE_AT, "feeds": 3, "failing": 1, "entries": 9, "articles": 8, "facts": 90, "alerts": 9,
    }  # fmt: skip
    feed: Record = {
        "url": "https://news.example/rss", "title": "News", "state": "failing", "last_ok_at": None, "last_new_at": None,
        "failures": 2, "last_error": "answered 500",
    }  # fmt: skip
    return Report(
        topic="rednote",
        title="RedNote and the ban",
        made_at=MADE_AT,
        sizes={"articles": 1, "facts": number, "claims": number, "alerts": number},
        told=tuple(make_telling(place) for place in range(number)),
        figures=(Figure("quantity", (make_step(1, 100.0), make_step(9, 300.0), make_step(20, 400.0))),),
        contradictions=(pair,),
        publishers=(publisher,),
        articles=(article,),
        runs=(run,),
        feeds=(feed,),
    )
