"""Numbers the wordings of an article in the order in which they are stored."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.records import Article
from warehouse.store import Transaction


def number_versions(transaction: Transaction, articles: Sequence[Article]) -> tuple[dict[tuple[str, str], int], set[str]]:
    """Return the version (1, 2, 3 ...) of each article by (article_id, version_id), and which version_ids are stored already.

    A wording that is stored already keeps its number; others get the next ones, in the order given. To be called in the
    transaction that then stores them.
    """
    stored = transaction.read("article_versions", {"article_ids": sorted({article.article_id for article in articles})})
    numbers = {(row["article_id"], row["version_id"]): int(row["version"]) for row in stored}
    known = {version_id for _, version_id in numbers}
    latest: dict[str, int] = {}
    for (article_id, _), version in numbers.items():
        latest[article_id] = max(version, latest.get(article_id, 0))
    for article in articles:
        wording = (article.article_id, article.version_id)
        if wording not in numbers:
            numbers[wording] = latest[article.article_id] = latest.get(article.article_id, 0) + 1
    return numbers, known
