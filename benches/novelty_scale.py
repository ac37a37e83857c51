"""Measures what it costs to judge new facts against small and large ledgers: a verdict must not get slower with the years.

    python -m benches.novelty_scale [--facts 500] [--claims 10000 100000 1000000]

Builds synthetic ledgers in a temporary folder: most claims told once, twenty hot subjects (a twentieth of all facts) whose figures
move and whose words pile up. Then judges the same number of new facts, half about known slots and a tenth about hot ones,
against each ledger, and prints the time (median of five), and its ratio to that against the smallest.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from extractors.records import Fact, Kind, Novelty, Verdict, make_id
from warehouse.novelty import judge
from warehouse.priors import read_priors
from warehouse.rows import FactRow, fact_row
from warehouse.slots import find_hashes, make_claim_id, to_known
from warehouse.store import Transaction, Warehouse, open_warehouse

TOPIC = "scale"
START = datetime(2015, 1, 1, tzinfo=UTC)
HOT = 20
MEASURES = ("users", "revenue", "employees", "valuation", "views", "stake")
ACTIONS = ("banned", "sued", "bought", "launched", "upheld", "signed")
WORDS = (
    "harbour", "winter", "pension", "bridge", "school", "engine", "court", "river", "market", "doctor", "island", "tax", "train",
    "garden", "mayor", "strike", "forest", "signal", "bank", "paper", "water", "budget", "road", "minister", "glass", "copper",
)  # fmt: skip
BATCH = 20_000


def make_facts(number: int, rng: Random) -> Iterator[Fact]:
    """Yield `number` facts: three fifths figures, a quarter events, the rest statements."""
    for place in range(number):
        hot = rng.random() < 0.05
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
        slot_hash=slot_hash, other_hash=other_hash, wording=known.wording,
    )  # fmt: skip


def build(warehouse: Warehouse, claims: int) -> float:
    """Fill an empty ledger; return the seconds it took."""
    began = perf_counter()
    places = count()
    facts = make_facts(claims, Random(1))  # noqa: S311 - the same ledger every time
    while batch := list(islice(facts, BATCH)):
        rows = [make_row(fact, next(places)) for fact in batch]
        warehouse.write(lambda tx, rows=rows: tx.insert(rows))
    return perf_counter() - began


def judge_new(transaction: Transaction, facts: int, claims: int) -> float:
    """Judge new facts as the ledger does, without storing them; return the seconds it took."""
    rng = Random(2)  # noqa: S311
    published_at = START + timedelta(days=4000)
    new = []
    for place in range(facts):
        draw = rng.random()
        who = f"Hot {rng.randrange(HOT)}" if draw < 0.1 else f"Subject {rng.randrange(max(claims // 4, 1))}" if draw < 0.5 else f"New {place}"
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
        with TemporaryDirectory() as folder, open_warehouse(Path(folder)) as warehouse:
            built = build(warehouse, claims)
            with warehouse.writing() as transaction:
                took = median(judge_new(transaction, asked.facts, claims) for _ in range(5))
            least = least or took
            sys.stdout.write(
                f"{claims:>9,} claims: {asked.facts} facts judged in {took * 1000:6.0f} ms, {took / least:4.1f} times the first"
                f" (built in {built:.0f} s)\n"
            )


if __name__ == "__main__":
    main()
