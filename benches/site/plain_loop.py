"""The loop that everybody writes first: feedparser, an HTTP client, trafilatura, a row at a time into DuckDB.

    python -m benches.site.plain_loop FEED_URL DATABASE      prints articles, seconds and seconds of processor time as JSON

Its client keeps the connection open and its database is one file that stays open: written with care, as one loop.
"""

from __future__ import annotations

import json
import sys
import time

import duckdb
import feedparser
import httpx2
import trafilatura


def read_all(feed_url: str, database: str) -> int:
    """Read the feed and every page of it; return the number of articles stored."""
    stored = 0
    with duckdb.connect(database) as connection, httpx2.Client(trust_env=False) as client:
        connection.execute("CREATE TABLE article (url VARCHAR, title VARCHAR, author VARCHAR, published VARCHAR, text VARCHAR)")
        feed = feedparser.parse(client.get(feed_url).content)
        for entry in feed.entries:
            page = client.get(entry.link)
            found = trafilatura.bare_extraction(page.text, url=entry.link, with_metadata=True, include_comments=False)
            if found is None or not found.text:
                continue
            row = [entry.link, found.title, found.author, found.date or entry.get("published"), found.text]
            connection.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?)", row)
            stored += 1
    return stored


def main() -> None:
    begun, used = time.perf_counter(), time.process_time()
    stored = read_all(*sys.argv[1:3])
    json.dump({"articles": stored, "seconds": time.perf_counter() - begun, "cpu": time.process_time() - used}, sys.stdout)


if __name__ == "__main__":
    main()
