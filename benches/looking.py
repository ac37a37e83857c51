"""Measures how long people wait who look: searches, views and the report, on the snapshot of a large made-up warehouse.

    python -m benches.looking [--articles 20000]

Every article has 250 words drawn as language draws them (Zipf), and four facts: half are new, a third restates what another
publisher told, the others move it or contradict it. Times include opening the snapshot, as every command does; best of three.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from extractors.records import Kind, Modality, Novelty, Qualifier, Quality
from extractors.topic import parse_topic
from flows.reports.gather import gather_report
from flows.reports.render import render_page
from warehouse.publish import publish
from warehouse.rows import ArticleRow, FactRow
from warehouse.search import index_new
from warehouse.store import Transaction, load_query, open_warehouse, read_snapshot

START = datetime(2024, 1, 1, tzinfo=UTC)
TOPIC = parse_topic('name = "scale"\ntitle = "Scale"\n[[subjects]]\nname = "Subject 1"\ntype = "company"\n')
PUBLISHERS = 40
SUBJECTS = 60
WORDS = 30_000
FACTS_AN_ARTICLE = 4
A_BATCH = 500
BOUND_S = 0.1
"""What a search may take."""
VIEWS = {
    "claims": "SELECT count(*) FROM claims WHERE origins > 1",
    "claims_on": "SELECT count(*) FROM claims_on('2024-06-30')",
    "timeline": "SELECT count(*) FROM timeline('Subject 7')",
    "contradictions": "SELECT count(*) FROM contradictions",
    "first_with": "SELECT count(*) FROM first_with WHERE followers > 0",
    "publisher_reliability": "SELECT count(*) FROM publisher_reliability",
    "suppressed": "SELECT count(*) FROM suppressed",
    "corroboration": "SELECT count(*) FROM corroboration",
}


def make_article(number: int, chance: Random) -> ArticleRow:
    """One article; the rank of each word falls off as in a language."""
    words = [f"word{min(WORDS, int(chance.paretovariate(0.9)))}" for _ in range(250)]
    at = START + timedelta(minutes=20 * number)
    return ArticleRow(
        article_id=f"a{number}", version=1, version_id=f"v{number}", topic="scale", source="feed", feed_url=None,
        url=f"https://news.example/{number}", publisher=f"Publisher {number % PUBLISHERS}", title=" ".join(words[:8]),
        author=None, published_at=at, first_seen_at=at, language="en", text=" ".join(words), words=250, quality=Quality.FULL,
        agency=None,        origin_id=f"a{number - number % 7 % 2}",
    )  # fmt: skip


def make_facts(article: ArticleRow, number: int, told: list[FactRow], chance: Random) -> Iterator[FactRow]:
    """The facts of an article, judged by a throw of dice against what was told before."""
    for place in range(FACTS_AN_ARTICLE):
        verdict = chance.choices(
            [Novelty.NEW, Novelty.RESTATED, Novelty.CHANGED, Novelty.CONTRADICTED], [50, 33, 14, 3] if told else [1, 0, 0, 0]
        )[0]
        prior = chance.choice(told[-2000:]) if verdict is not Novelty.NEW else None
        subject = prior.subject if prior else f"Subject {chance.randrange(SUBJECTS)}"
        value = prior.value if prior and verdict is Novelty.RESTATED else float(chance.randrange(1, 10**6))
        claim = prior.claim_id if prior else f"c{number}-{place}"
        row = FactRow(
            fact_id=f"f{number}-{place}", topic="scale", claim_id=claim, article_id=article.article_id, version=1,
            kind=Kind.QUANTITY, subject=subject, predicate="users", object=None, value=value, value_high=None, unit="users",
            qualifier=Qualifier.EXACT, scope=None, as_of=article.first_seen_at.date(), as_of_precision="day", speaker=None,
            modality=Modality.ACTUAL, core=True, sentence=f"{subject} has {value:.0f} users, it said, {article.text[:120]}.",
            start_char=0, end_char=9, rule="bench", line=f"{subject}, users in place {claim}: {value:.0f}", slot_hash=1,
            other_hash=None, wording="", published_at=article.first_seen_at, verdict=verdict, reason="bench",
            verdict_rule="bench", prior_fact_id=prior.fact_id if prior else None, run_id="r1", judged_at=article.first_seen_at,
        )  # fmt: skip
        told.append(row)
        yield row


def fill(folder: Path, articles: int) -> None:
    """Make a warehouse of so many articles and publish it."""
    chance = Random(8)  # noqa: S311 - the same warehouse each time
    told: list[FactRow] = []
    with open_warehouse(folder) as warehouse:
        for first in range(0, articles, A_BATCH):
            batch = [make_article(number, chance) for number in range(first, min(articles, first + A_BATCH))]
            facts = [fact for row in batch for fact in make_facts(row, int(row.article_id[1:]), told, chance)]

            def write(tx: Transaction, batch: list[ArticleRow] = batch, facts: list[FactRow] = facts) -> None:
                tx.insert(batch)
                tx.insert(facts)
                index_new(tx)

            warehouse.write(write)
        publish(warehouse)


def time_best(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the shortest of a few times, in seconds."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def search(folder: Path, query: str, words: str) -> None:
    """Search as the command does."""
    read_snapshot(folder, load_query(query), {"words": words, "most": 20})


def measure(folder: Path) -> float:
    """Print what everything takes; return what a search of articles does, in seconds."""
    chance = Random(9)  # noqa: S311
    questions = [" ".join(f"word{min(WORDS, int(chance.paretovariate(0.6)) + 3)}" for _ in range(3)) for _ in range(20)]
    typical = {}
    for query in ("search_articles", "search_claims"):
        times = [time_best(partial(search, folder, query, words)) for words in questions]
        typical[query] = median(times)
        print(f"{query:<24}{median(times) * 1000:8.0f} ms  (slowest of {len(times)}: {max(times) * 1000:.0f} ms)")
    for name, asked in VIEWS.items():
        print(f"{name:<24}{time_best(partial(read_snapshot, folder, asked)) * 1000:8.0f} ms")
    start = perf_counter()
    report = gather_report(folder, TOPIC, START)
    gathered = perf_counter()
    page = render_page(report)
    print(f"{'report, gathered':<24}{(gathered - start) * 1000:8.0f} ms  ({len(report.told):,} things told)")
    print(f"{'report, rendered':<24}{(perf_counter() - gathered) * 1000:8.0f} ms  ({len(page.encode()) / 1e6:.1f} MB)")
    return typical["search_articles"]


def main() -> None:
    """Print the times; fail when a search of articles takes too long."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    articles = parser.parse_args().articles
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        fill(folder, articles)
        size = (folder / "news.duckdb").stat().st_size / 1e6
        print(f"{articles:,} articles, {articles * FACTS_AN_ARTICLE:,} facts, {size:.0f} MB")
        if measure(folder) > BOUND_S:
            sys.exit(f"search_articles takes more than {BOUND_S * 1000:.0f} ms")


if __name__ == "__main__":
    main()
