"""Measures what it costs to judge new facts against small and large ledgers: a verdict must not get slower with the years.

    python -m benches.novelty_scale [--facts 500] [--claims 10000 100000 1000000]

Builds synthetic ledgers in a temporary folder: most claims told once, and five subjects that the topic is about (three
facts in ten), whose figures move and whose words pile up. Then judges the same number of new facts, three in ten about those
five, four in ten about other known subjects, against each ledger, and prints the time (best of nine) and its ratio to the
first.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

import duckdb

from extractors.records import Fact, Kind, Novelty, Verdict, make_id
from warehouse.lines import write_line
from warehouse.novelty import judge
from warehouse.priors import read_priors
from warehouse.rows import FactRow, fact_row
from warehouse.slots import find_hashes, make_claim_id, to_known
from warehouse.store import PIPELINE, Transaction, open_warehouse

TOPIC = "scale"
START = datetime(2015, 1, 1, tzinfo=UTC)
HOT = 5
MEASURES = ("users", "revenue", "employees", "valuation", "views", "stake")
ACTIONS = ("banned", "sued", "bought", "launched", "upheld", "signed")
WORDS = (
    "harbour", "winter", "pension", "bridge", "school", "engine", "court", "river", "market", "doctor", "island", "tax", "train",
    "garden", "mayor", "strike", "forest", "signal", "bank", "paper", "water", "budget", "road", "minister", "glass", "copper",
)  # fmt: skip
BASE = 10_000
GROW = """
INSERT INTO fact
SELECT fact.* REPLACE (
    fact.fact_id || copy AS fact_id, fact.claim_id || copy AS claim_id, fact.article_id || copy AS article_id,
    fact.value + copy AS value,
    -- A copy is about somebody else, except for the hot subjects: they go on being talked about, in other figures and words.
    CASE WHEN fact.subject LIKE 'Hot %' THEN fact.slot_hash
         ELSE hash(fact.slot_hash, copy)::HUGEINT - 9223372036854775808 END AS slot_hash,
    CASE WHEN fact.subject LIKE 'Hot %' THEN fact.other_hash
         ELSE hash(fact.other_hash, copy)::HUGEINT - 9223372036854775808 END AS other_hash,
    fact.wording || ' w' || copy AS wording, fact.published_at + INTERVAL (copy * 7) DAY AS published_at
)
FROM fact, range(1, $copies + 1) AS copies(copy)
ORDER BY copy, fact.published_at -- a ledger grows in the order of time
"""


def make_facts(number: int, rng: Random) -> Iterator[Fact]:
    """Yield `number` facts: three fifths figures, a quarter events, the rest statements."""
    for place in range(number):
        hot = rng.random() < 0.3
        who = f"Hot {rng.randrange(HOT)}" if hot else f"Subject {rng.randrange(max(number // 4, 1))}"
        yield make_fact(place, who, rng)


def make_fact(place: int, who: str, rng: Random) -> Fact:
    """Return one fact about `who`."""
    draw, words = rng.random(), rng.sample(WORDS, 8)
    kind = Kind.QUANTITY if draw < 0.6 else Kind.EVENT if draw < 0.85 else Kind.STATEMENT
    article = f"article-{place // 20}"
    named = f"{who} said that the {words[0]} of the {words[1]} and the {words[2]} would cost the {words[3]} of {words[4]} dear."
    return Fact(
        make_id("scale", place, who), article, f"{article}-1", kind, who,
        rng.choice(MEASURES) if kind is Kind.QUANTITY else rng.choice(ACTIONS) if kind is Kind.EVENT else "said",
        named, place % 20, place % 20 + len(named), "scale",
        object=f"Thing {rng.randrange(1000)}" if kind is Kind.EVENT else None,
        value=float(rng.randrange(1, 1_000_000)) if kind is Kind.QUANTITY else None,
        unit="users" if kind is Kind.QUANTITY else None, speaker=who if kind is Kind.STATEMENT else None,
    )  # fmt: skip


def make_row(fact: Fact, place: int) -> FactRow:
    """Return the row of a fact that founded a claim."""
    published_at = START + timedelta(minutes=place)
    known = to_known(fact, published_at)
    slot_hash, other_hash = find_hashes(TOPIC, known)
    verdict = Verdict(Novelty.NEW, make_claim_id(TOPIC, known), "Nobody said it before.", "scale.first")
    return fact_row(
        fact, verdict, version=1, published_at=published_at, topic=TOPIC, run_id="scale", judged_at=START,
        line=write_line(fact), slot_hash=slot_hash, other_hash=other_hash, wording=known.wording,
    )  # fmt: skip


def build(folder: Path, claims: int) -> None:
    """Make a ledger of `claims` facts: BASE through the warehouse, the rest as copies of them in SQL."""
    with open_warehouse(folder) as warehouse:
        rows = [make_row(fact, place) for place, fact in enumerate(make_facts(BASE, Random(1)))]  # noqa: S311 - always the same
        warehouse.write(lambda tx: tx.insert(rows))
    with duckdb.connect(str(folder / PIPELINE)) as connection:
        connection.execute(GROW, {"copies": claims // BASE - 1})


def judge_new(transaction: Transaction, facts: int) -> float:
    """Judge new facts as the ledger does, without storing them; return the seconds it took."""
    rng = Random(2)  # noqa: S311
    published_at = START + timedelta(days=4000)
    new = []
    for place in range(facts):
        draw = rng.random()
        known, hot = f"Subject {rng.randrange(BASE // 4)}", f"Hot {rng.randrange(HOT)}"
        who = hot if draw < 0.3 else known if draw < 0.7 else f"New {place}"
        new.append(to_known(make_fact(10**9 + place, who, rng), published_at))
    began = perf_counter()
    priors = read_priors(transaction, TOPIC, new)
    for known in new:
        judge(known, priors.find(known))
        priors.add(known)
    return perf_counter() - began


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--facts", type=int, default=500)
    ask.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    asked = ask.parse_args()
    least = 0.0
    for claims in asked.claims:
        with TemporaryDirectory() as folder:
            build(Path(folder), claims)
            with open_warehouse(Path(folder)) as warehouse, warehouse.writing() as transaction:
                took = min(judge_new(transaction, asked.facts) for _ in range(9))
        least = least or took
        told = f"{asked.facts} facts judged in {took * 1000:.0f} ms, {took / least:.1f} times the first"
        sys.stdout.write(f"{claims:>9,} claims: {told}\n")


if __name__ == "__main__":
    main()
