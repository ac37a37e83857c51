"""The ledger gives the same rows however articles are cut into batches, heeds analysts, and forgets nothing that it must know."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from random import Random

import pytest

from extractors.article_file import parse_article_file
from extractors.facts import extract_facts
from extractors.records import Article, Fact, Kind, Precision, When, make_id
from extractors.topic import parse_topic
from extractors.vocabulary import compile_topic
from warehouse.ledger import record_judgement, record_readings
from warehouse.priors import MOST
from warehouse.readings import Reading
from warehouse.store import Warehouse, open_warehouse

NOW = datetime(2025, 2, 1, 12, tzinfo=UTC)
REPO = Path(__file__).resolve().parents[2]
DEV = REPO.parent / "shared" / "eval" / "dev"
LEDGER = """SELECT fact.* EXCLUDE (run_id, judged_at) FROM fact ORDER BY fact_id"""


def tell(name: str, published: datetime, *said: dict[str, object], text: str = "") -> Reading:
    """Return an article `name` that says the given things, one sentence each."""
    sentences = [f"Sentence {place} of {name}." for place in range(len(said))]
    article_id = make_id(name)
    version_id = make_id(name, text)
    facts = tuple(
        Fact(**{
            "fact_id": make_id(version_id, place), "article_id": article_id, "version_id": version_id, "kind": Kind.QUANTITY,
            "subject": "Lumo", "predicate": "users", "unit": "users", "sentence": sentences[place], "start_char": 100 * place,
            "end_char": 100 * place + 20, "rule": "test", **slots,
        })
        for place, slots in enumerate(said)
    )  # fmt: skip
    url = f"https://news.example/{name}"
    return Reading(Article(article_id, version_id, url, "Post", name, text or " ".join(sentences), published), facts)


def record(warehouse: Warehouse, *readings: Reading, alerting: bool = True):
    return warehouse.write(
        lambda tx: record_readings(tx, readings, topic="t", run_id="r", source="feed", now=NOW, alerting=alerting)
    )


def rows(warehouse: Warehouse) -> list[tuple[object, ...]]:
    with warehouse._connection.cursor() as cursor:
        return cursor.execute(LEDGER).fetchall()


def verdicts(warehouse: Warehouse) -> dict[str, tuple[str, str]]:
    """Return verdict and rule by article title and place."""
    with warehouse._connection.cursor() as cursor:
        found = cursor.execute(
            "SELECT title, start_char, verdict, verdict_rule FROM fact JOIN article USING (article_id) ORDER BY ALL"
        ).fetchall()
    return {f"{title}.{start // 100}": (verdict, rule) for title, start, verdict, rule in found}


def claims(warehouse: Warehouse) -> list[tuple[str, ...]]:
    with warehouse._connection.cursor() as cursor:
        return cursor.execute("SELECT claim_id, fact_id FROM fact").fetchall()


def day(number: int, hour: int = 9) -> datetime:
    return datetime(2025, 1, number, hour, tzinfo=UTC)


WEEK = [
    tell("a", day(1), {"value": 5e6}, {"value": 5e6, "scope": "US"}, {"value": 9e6}),
    tell("b", day(1, 10), {"value": 5e6}, {"predicate": "revenue", "unit": "USD", "value": 3e7, "as_of": When(day(1).date())}),
    tell(
        "c",
        day(1, 10),
        {"value": 6e6},
        {"kind": Kind.EVENT, "predicate": "banned", "object": "Vidly", "value": None, "unit": None},
    ),
    tell("d", day(2), {"value": 6e6}, {"value": 5e6}),
    tell(
        "e", day(2), {"kind": Kind.EVENT, "subject": "Vidly", "predicate": "banned", "value": None, "unit": None}, {"value": 7e6}
    ),
    tell("f", day(3), {"kind": Kind.ATTRIBUTE, "predicate": "based_in", "object": "Lund", "value": None, "unit": None}),
    tell("g", day(3, 12), {"kind": Kind.ATTRIBUTE, "predicate": "based_in", "object": "Ystad", "value": None, "unit": None}),
]


@pytest.fixture
def one_by_one(tmp_path: Path) -> list[tuple[object, ...]]:
    with open_warehouse(tmp_path / "one by one") as warehouse:
        for reading in sorted(WEEK, key=lambda reading: (reading.article.published_at, reading.article.article_id)):
            record(warehouse, reading)
        return rows(warehouse)


def test_one_batch_gives_what_single_articles_give(one_by_one, warehouse) -> None:
    record(warehouse, *WEEK)
    assert rows(warehouse) == one_by_one


@pytest.mark.parametrize("seed", range(4))
def test_order_within_a_day_does_not_matter(one_by_one, warehouse, seed: int) -> None:
    for _, readings in groupby(WEEK, key=lambda reading: reading.article.published_at.date()):
        shuffled = list(readings)
        Random(seed).shuffle(shuffled)  # noqa: S311
        record(warehouse, *shuffled)
    assert rows(warehouse) == one_by_one


def test_a_second_replay_changes_nothing(one_by_one, warehouse) -> None:
    record(warehouse, *WEEK)
    again = record(warehouse, *WEEK)
    assert (again.articles, again.facts, again.alerts) == (0, 0, 0)
    assert rows(warehouse) == one_by_one


def replay_alone(folder: str) -> None:
    for reading in sorted(WEEK, key=lambda reading: (reading.article.published_at, reading.article.article_id)):
        with open_warehouse(Path(folder), wait_s=60) as warehouse:
            record(warehouse, reading)


def test_two_processes_at_once_write_one_ledger(one_by_one, tmp_path: Path) -> None:
    folder = str(tmp_path / "shared")
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=replay_alone, args=(folder,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=90)
    assert [process.exitcode for process in processes] == [0, 0]
    with open_warehouse(Path(folder)) as warehouse:
        assert rows(warehouse) == one_by_one


def test_a_late_arrival_is_no_news(warehouse) -> None:
    record(warehouse, tell("tenth", day(10), {"value": 5e6}))
    late = record(warehouse, tell("ninth", day(9), {"value": 5e6}))
    assert late.verdicts == {"restated": 1}
    assert late.alerts == 0


def test_a_late_arrival_is_no_later_word(warehouse) -> None:
    record(warehouse, tell("tenth", day(10), {"value": 5e6}))
    record(warehouse, tell("ninth", day(9), {"value": 4e6}))
    record(warehouse, tell("eleventh", day(11), {"value": 6e6}))
    with warehouse._connection.cursor() as cursor:
        ((reason,),) = cursor.execute("SELECT reason FROM fact WHERE value = 6e6").fetchall()
    assert reason == "was 5 million users, now 6 million users"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"predicate": "revenue", "unit": "USD", "as_of": When(date(2023, 1, 1), Precision.YEAR)},
         {"predicate": "revenue", "unit": "USD", "as_of": When(date(2024, 1, 1), Precision.YEAR)}),
        ({"predicate": "tariff", "unit": "percent", "object": "steel"},
         {"predicate": "tariff", "unit": "percent", "object": "cars"}),
        ({"predicate": "fine", "unit": "USD"}, {"predicate": "fine", "unit": "XAU"}),
        ({"scope": "US"}, {"scope": "UK"}),
    ],
    ids=["period", "object", "currency", "scope"],
)  # fmt: skip
def test_what_is_part_of_a_claim_is_part_of_its_id(warehouse, first, second) -> None:
    record(warehouse, tell("a", day(1), {"value": 25.0, **first}))
    record(warehouse, tell("b", day(2), {"value": 31.0, **second}))
    assert {verdict for verdict, _ in verdicts(warehouse).values()} == {"new"}
    assert len({claim for claim, *_ in claims(warehouse)}) == 2


# ---------------------------------------------------------------- how much is looked at


def test_a_figure_that_was_told_a_thousand_times_is_judged_against_few(warehouse) -> None:
    record(warehouse, *[tell(f"a{place}", day(1) + timedelta(minutes=place), {"value": 5e6}) for place in range(300)])
    moved = [tell(f"b{place}", day(5) + timedelta(minutes=place), {"value": 1e7 + place * 1e6}) for place in range(MOST - 5)]
    record(warehouse, *moved)
    record(warehouse, tell("old", day(20), {"value": 5e6}))
    assert verdicts(warehouse)["old.0"] == ("restated", "figure.same")


# ---------------------------------------------------------------- analysts


def claim_of(warehouse: Warehouse, reading: Reading) -> tuple[str, str]:
    with warehouse._connection.cursor() as cursor:
        return cursor.execute("SELECT claim_id, fact_id FROM fact WHERE article_id = ?", [reading.article.article_id]).fetchall()[
            0
        ]


def test_same_as_teaches_that_two_measures_are_one(warehouse) -> None:
    known = tell("known", day(1), {"predicate": "users", "value": 5e6})
    other = tell("other", day(2), {"predicate": "members", "value": 5e6})
    record(warehouse, known, other)
    (claim, _), (_, fact) = claim_of(warehouse, known), claim_of(warehouse, other)
    warehouse.write(lambda tx: record_judgement(tx, fact, claim, NOW, "ana"))
    record(warehouse, tell("third", day(3), {"predicate": "members", "value": 5e6}))
    record(warehouse, tell("fourth", day(4), {"predicate": "members", "value": 8e6}))
    assert verdicts(warehouse)["third.0"][0] == "restated"
    assert verdicts(warehouse)["fourth.0"] == ("changed", "figure.moved")
    assert claim_of(warehouse, tell("fourth", day(4)))[0] == claim


def test_new_teaches_that_a_figure_is_another_one(warehouse) -> None:
    known = tell("known", day(1), {"value": 5e6})
    other = tell("other", day(2), {"value": 5e6, "scope": "registered"})
    record(warehouse, known, other)
    assert verdicts(warehouse)["other.0"] == ("restated", "figure.same")
    warehouse.write(lambda tx: record_judgement(tx, claim_of(warehouse, other)[1], None, NOW, "ana"))
    record(warehouse, tell("third", day(3), {"value": 9e6, "scope": "registered"}))
    assert verdicts(warehouse)["third.0"] == ("changed", "figure.moved")
    assert claim_of(warehouse, tell("third", day(3)))[0] != claim_of(warehouse, known)[0]


def test_the_last_judgement_counts(warehouse) -> None:
    known, other = tell("known", day(1), {"value": 5e6}), tell("other", day(2), {"predicate": "members", "value": 5e6})
    record(warehouse, known, other)
    (claim, _), (_, fact) = claim_of(warehouse, known), claim_of(warehouse, other)
    warehouse.write(lambda tx: record_judgement(tx, fact, claim, NOW, "ana"))
    warehouse.write(lambda tx: record_judgement(tx, fact, None, NOW + timedelta(minutes=1), "ben"))
    record(warehouse, tell("third", day(3), {"predicate": "members", "value": 8e6}))
    assert claim_of(warehouse, tell("third", day(3)))[0] != claim


@pytest.mark.parametrize(("fact", "claim"), [("nothing", None), ("known", "no such claim")])
def test_a_judgement_on_nothing_is_refused(warehouse, fact: str, claim: str | None) -> None:
    known = tell("known", day(1), {"value": 5e6})
    record(warehouse, known)
    fact_id = claim_of(warehouse, known)[1] if fact == "known" else fact
    with pytest.raises(KeyError, match=r"no (fact|claim)"):
        warehouse.write(lambda tx: record_judgement(tx, fact_id, claim, NOW, "ana"))


# ---------------------------------------------------------------- real stories


@pytest.mark.skipif(not DEV.is_dir(), reason="the dev stories are not there")
def test_the_dev_stories_shuffled_within_a_day_make_one_ledger(tmp_path: Path) -> None:
    vocabulary = compile_topic(parse_topic((REPO / "seeds/rednote/topic.toml").read_text(encoding="utf-8")))
    articles = [parse_article_file(path.name, path.read_bytes(), NOW) for path in sorted(DEV.glob("*.md"))]
    readings = []
    for article in articles:
        extracted = extract_facts(article, vocabulary)
        readings.append(Reading(article, extracted.facts, extracted.misses))
    readings.sort(key=lambda reading: (reading.article.published_at, reading.article.article_id, reading.article.version_id))
    ledgers = []
    for seed in (None, 1):
        with open_warehouse(tmp_path / str(seed)) as warehouse:
            for _, told in groupby(readings, key=lambda reading: reading.article.published_at.date()):
                batch = list(told)
                if seed is None:
                    for reading in batch:
                        record(warehouse, reading)
                else:
                    Random(seed).shuffle(batch)  # noqa: S311
                    record(warehouse, *batch)
            ledgers.append(rows(warehouse))
    assert len(ledgers[0]) > 400
    assert ledgers[0] == ledgers[1]
