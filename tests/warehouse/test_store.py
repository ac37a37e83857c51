"""Opening, appending, transactions: by rows in and rows out."""

import dataclasses
import time
from datetime import UTC, date, datetime, timedelta, timezone
from threading import Barrier, Thread

import duckdb
import pytest
from sample_rows import START, alert, article, delivery, fact, run

from extractors.records import Article, Fact, Kind, Modality, Novelty, Precision, Qualifier, Verdict, When
from warehouse import store
from warehouse.batch import column_types
from warehouse.errors import ConflictError
from warehouse.feed_rows import FeedNoticeRow, PollRow
from warehouse.lines import write_line
from warehouse.outbox_rows import OUTBOX_ROW_TYPES
from warehouse.rows import ROW_TYPES, article_row, fact_row
from warehouse.store import open_warehouse
from warehouse.versions import number_versions


@pytest.fixture
def sql(monkeypatch):
    """Lets a test write its queries where it uses them, instead of in sql/queries."""
    monkeypatch.setattr(store, "load_query", lambda text: text)


def stored(warehouse, table):
    with warehouse._connection.cursor() as cursor:
        return cursor.execute(f"FROM {table} ORDER BY ALL").fetchall()


def insert(warehouse, *rows):
    with warehouse.writing() as transaction:
        return transaction.insert(rows)


@pytest.mark.parametrize("row_type", [*ROW_TYPES, PollRow, FeedNoticeRow, *OUTBOX_ROW_TYPES], ids=lambda row_type: row_type.TABLE)
def test_row_types_are_the_tables(warehouse, row_type):
    with warehouse._connection.cursor() as cursor:
        columns = [row[:3] for row in cursor.execute(f"DESCRIBE {row_type.TABLE}").fetchall()]
    types = {name: "BIGINT" if sql_type == "INTEGER" else sql_type for name, sql_type, _ in columns}
    assert list(types.items()) == list(column_types(row_type).items())
    hints = {field.name: field.type for field in dataclasses.fields(row_type)}
    assert {name for name, _, null in columns if null == "YES"} == {name for name, hint in hints.items() if "None" in hint}
    assert set(row_type.KEY) <= set(types)


def test_every_column_survives_the_journey(warehouse):
    row = fact(
        object="Xingin", value=3.4e6, value_high=0.1, unit="users", as_of=date(2025, 1, 1), as_of_precision=Precision.MONTH,
        speaker="“Li”\x00\n小红书😀'", core=False, slot_hash=-(2**63), prior_fact_id="f0",
    )  # fmt: skip
    insert(warehouse, row)
    (back,) = stored(warehouse, "fact")
    sent = dataclasses.astuple(row)
    assert back == tuple(value.replace(tzinfo=None) if isinstance(value, datetime) else value for value in sent)


def test_times_are_stored_in_utc_and_come_back_aware(warehouse, sql):
    taipei = timezone(timedelta(hours=8))
    moment = datetime(2025, 1, 14, 1, 30, tzinfo=taipei)
    insert(warehouse, article(published_at=moment))
    assert warehouse.read("SELECT published_at, CAST(published_at AS VARCHAR) AS text FROM article") == [
        {"published_at": datetime(2025, 1, 13, 17, 30, tzinfo=UTC), "text": "2025-01-13 17:30:00"}
    ]
    found = warehouse.read("SELECT 1 AS one FROM article WHERE published_at = $at", {"at": moment})
    assert found == [{"one": 1}]


FAULTY = {
    "a time without a zone": (lambda: [article(published_at=datetime(2025, 1, 1))], ValueError),  # noqa: DTZ001
    "a number that is none": (lambda: [fact(value=float("nan"))], ValueError),
    "two kinds of rows": (lambda: [fact(), article()], TypeError),
    "a hash of 65 bits": (lambda: [fact(slot_hash=2**64)], duckdb.Error),
}


@pytest.mark.parametrize("case", FAULTY)
def test_our_own_mistakes_raise_and_store_nothing(warehouse, case):
    rows, error = FAULTY[case]

    def store_both(transaction):
        transaction.insert([article("before")])
        transaction.insert(rows())

    with pytest.raises(error):
        warehouse.write(store_both)
    assert stored(warehouse, "article") == []


def test_text_that_is_no_unicode_keeps_its_length(warehouse, sql):
    insert(warehouse, article(text="a\ud800b"))
    assert warehouse.read("SELECT text FROM article") == [{"text": "a?b"}]


def test_a_row_is_stored_once(warehouse):
    assert insert(warehouse, fact("f1"), fact("f2"), fact("f1", value=5)) == 2
    assert insert(warehouse, fact("f2", value=9), fact("f3")) == 1
    assert [(row[0], row[9]) for row in stored(warehouse, "fact")] == [("f1", None), ("f2", None), ("f3", None)]
    assert insert(warehouse) == 0


def test_a_key_may_hold_null(warehouse):
    assert insert(warehouse, run("r1", None)) == 1
    assert insert(warehouse, run("r1", None), run("r1", START)) == 1


def test_a_transaction_that_inserts_nothing_leaves_no_trace(warehouse):
    insert(warehouse, fact())
    before = stored(warehouse, "write_fence")
    insert(warehouse, fact())
    assert stored(warehouse, "write_fence") == before == [("writer", 2)]  # one for the schema, one for the fact


def test_an_error_rolls_everything_back(warehouse):
    def fail_after_alert(transaction):
        transaction.insert([fact()])
        transaction.insert([alert()])
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        warehouse.write(fail_after_alert)
    assert stored(warehouse, "fact") == stored(warehouse, "alert") == []
    assert insert(warehouse, fact()) == 1


def test_a_transaction_sees_what_it_wrote_and_others_do_not(warehouse, sql):
    count = "SELECT count(*) AS n FROM fact"
    with warehouse.writing() as transaction:
        transaction.insert([fact()])
        assert transaction.read(count) == [{"n": 1}]
        assert warehouse.read(count) == [{"n": 0}]
    assert warehouse.read(count) == [{"n": 1}]


def test_lists_are_parameters(warehouse, sql):
    insert(warehouse, fact("f1", slot_hash=-1), fact("f2", slot_hash=2**62), fact("f3", slot_hash=5))
    query = """SELECT fact_id FROM fact
               WHERE slot_hash IN (SELECT unnest(from_json_strict($hashes, '["BIGINT"]'))) ORDER BY fact_id"""
    assert warehouse.read(query, {"hashes": [-1, 2**62]}) == [{"fact_id": "f1"}, {"fact_id": "f2"}]
    assert warehouse.read(query, {"hashes": []}) == []


def test_two_writers_at_once_one_is_told(warehouse):
    with warehouse.writing() as first:
        first.insert([fact("f1")])
        with pytest.raises(ConflictError), warehouse.writing():
            pytest.fail("two transactions are past the fence")
    assert insert(warehouse, fact("f2")) == 1


def wording(name):
    return Article("a1", name, "https://news.example/a1", "Harbour Post", "Title", f"Text {name}.", START)


def store_wordings(warehouse, *articles):
    def body(transaction):
        versions, _ = number_versions(transaction, articles)
        told = {"topic": "rednote", "source": "feed", "origin_id": "o", "first_seen_at": START}
        return transaction.insert([article_row(one, versions[one.article_id, one.version_id], **told) for one in articles])

    return warehouse.write(body)


def test_wordings_are_numbered_in_order_and_stored_once(warehouse):
    assert store_wordings(warehouse, wording("first")) == 1
    assert store_wordings(warehouse, wording("first"), wording("second"), wording("third"), wording("second")) == 2
    assert store_wordings(warehouse, wording("second")) == 0
    assert [(row[1], row[2]) for row in stored(warehouse, "article")] == [(1, "first"), (2, "second"), (3, "third")]


def test_threads_that_write_at_once_number_without_gaps(warehouse):
    barrier = Barrier(4)

    def work(name):
        barrier.wait()
        for number in range(3):
            store_wordings(warehouse, wording(f"{name}{number}"), wording(f"common{number}"))

    threads = [Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row[1] for row in stored(warehouse, "article")] == list(range(1, 16))  # 4 x 3 own wordings and 3 common ones


def test_a_log_row_counts_once(warehouse):
    assert insert(warehouse, delivery("n1", "mail", "pending", 1)) == 1
    assert insert(warehouse, delivery("n1", "mail", "sent", 1), delivery("n1", "mail", "sent", 2)) == 1


def test_fact_row_takes_everything_from_fact_and_verdict():
    said = Fact(
        "f1", "a1", "v1", Kind.QUANTITY, "RedNote", "daily_users", "3.4 million a day.", 5, 23, "count", value=3.4e6,
        unit="users", scope="US", as_of=When(date(2025, 1, 1), Precision.MONTH), qualifier=Qualifier.OVER,
        modality=Modality.ALLEGED,
    )  # fmt: skip
    row = fact_row(
        said, Verdict(Novelty.CHANGED, "c1", "It was 700,000.", "value", "f0"), version=2, published_at=START,
        topic="rednote", run_id="r1", judged_at=START, line=write_line(said), slot_hash=7, wording="w",
    )  # fmt: skip
    assert (row.as_of, row.as_of_precision, row.claim_id, row.prior_fact_id) == (date(2025, 1, 1), Precision.MONTH, "c1", "f0")
    assert (row.verdict, row.verdict_rule, row.rule) == (Novelty.CHANGED, "value", "count")
    assert row.line == "Reportedly: RedNote, daily users in the US: over 3.4 million"


def test_a_batch_of_5000_facts_is_quick(warehouse):
    """Bound value by value it took 9 seconds."""
    rows = [fact(f"f{number}", slot_hash=number, sentence=f"Sentence number {number}. " * 8) for number in range(5000)]
    began = time.perf_counter()
    assert insert(warehouse, *rows) == 5000
    assert insert(warehouse, *rows) == 0
    assert time.perf_counter() - began < 4


def test_what_was_stored_is_there_after_opening_again(tmp_path):
    with open_warehouse(tmp_path) as warehouse:
        insert(warehouse, fact())
    with open_warehouse(tmp_path) as warehouse:
        assert len(stored(warehouse, "fact")) == 1
