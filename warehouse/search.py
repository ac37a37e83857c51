"""Keeps full-text search up to date. Searching itself is SQL: the macros search_articles(q) and search_claims(q)."""

from __future__ import annotations

from warehouse.store import Transaction


def index_new(transaction: Transaction) -> int:
    """Index the wordings and facts that search does not know yet; return how many.

    Belongs in the transaction that stores them.
    """
    indexed = 0
    for corpus in ("article", "claim"):
        ((last,),) = (row.values() for row in transaction.read(f"last_{corpus}_document"))
        transaction.run(f"index_{corpus}_postings", {"last": last})
        indexed += transaction.run(f"index_{corpus}_documents", {"last": last})
    return indexed
