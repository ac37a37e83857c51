"""Given rows, expected rows: what a reader of news.duckdb sees."""

from datetime import date, timedelta

import pytest
from sample_rows import START, alert, article, day, delivery, fact, poll, run

from extractors.records import Modality, Novelty
from warehouse.store import read_snapshot

CONTRACT = {
    "articles": "article_id version url publisher title author published_at first_seen_at language text words quality origin_id",
    "facts": "fact_id claim_id article_id article_url published_at kind subject predicate object value value_high unit qualifier "
    "scope as_of speaker modality sentence start_char end_char rule verdict reason prior_fact_id",
    "claims": "claim_id kind subject predicate scope line value unit status first_seen_at first_publisher last_seen_at "
    "publishers origins",
    "claim_history": "claim_id published_at value publisher",
    "alerts": "alert_id claim_id fact_id verdict line created_at state",
    "deliveries": "alert_id target state attempts last_error at",
    "feeds": "url title state last_ok_at failures next_poll_at last_error",
    "polls": "run_id feed_url polled_at outcome",
    "coverage": "feeds_due feeds_ok feeds_failing feeds_silent entries_seen entries_new pages_full pages_summary_only "
    "pages_quarantined facts alerts",
}


@pytest.mark.parametrize("view", CONTRACT)
def test_views_have_the_columns_of_the_contract(ask, view):
    columns = [row[0] for row in ask([], f"DESCRIBE {view}")]
    promised = CONTRACT[view].split()
    assert [column for column in columns if column in promised] == promised


def test_every_column_and_relation_says_what_it_is(ask):
    silent = ask(
        [],
        """SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND database_name = 'news' AND comment IS NULL
           UNION ALL SELECT table_name, '' FROM duckdb_tables() WHERE NOT internal AND comment IS NULL
           UNION ALL SELECT view_name, '' FROM duckdb_views() WHERE NOT internal AND comment IS NULL""",
    )
    assert silent == []


def test_an_edited_article_is_one_article_in_its_latest_wording(ask):
    rows = [
        article(version=1, title="First", first_seen_at=day(13), published_at=day(13)),
        article(version=2, title="Corrected", first_seen_at=day(15), published_at=day(14)),
    ]
    assert ask(rows, "SELECT title, version, first_seen_at, published_at FROM articles") == [("Corrected", 2, day(13), day(14))]
    assert ask([], "SELECT version, title FROM article_versions ORDER BY version") == [(1, "First"), (2, "Corrected")]


def test_an_article_without_a_date_has_none(ask):
    assert ask([article(published_at=None)], "SELECT published_at FROM articles") == [(None,)]


def test_a_fact_has_address_and_time_of_the_wording_that_says_it(ask):
    rows = [
        article(version=1, published_at=day(13), publisher="Harbour Post"),
        article(version=2, published_at=day(14), publisher="Harbour Post"),
        fact("f1", version=1, published_at=day(13)),
        fact("f2", version=2, published_at=day(14)),
    ]
    assert ask(rows, "SELECT fact_id, article_url, published_at, publisher FROM facts ORDER BY fact_id") == [
        ("f1", "https://news.example/a1", day(13), "Harbour Post"),
        ("f2", "https://news.example/a1", day(14), "Harbour Post"),
    ]


def test_the_evidence_is_the_slice_of_the_text(ask):
    text = "小红书 grew. RedNote has 300 million users 😀. More."
    start = text.index("RedNote")
    rows = [article(text=text), fact(sentence=text[start:-6], start_char=start, end_char=len(text) - 6)]
    sliced = "SELECT sentence = text[start_char + 1:end_char] FROM facts JOIN articles USING (article_id)"
    assert ask(rows, sliced) == [(True,)]


PUBLISHERS = [
    article("a1", publisher="Harbour Post"),
    article("a2", publisher="Civic Wire", origin_id="wire"),
    article("a3", publisher="Daily Mirror of Wires", origin_id="wire"),
]

# What was said about one claim, in order -> (value, status, first publisher, publishers, origins)
CLAIMS = {
    "said once": ([fact(value=100)], (100, "standing", "Harbour Post", 1, 1)),
    "a copy is not a second origin": (
        [
            fact("f1", article_id="a2", value=100),
            fact("f2", article_id="a3", value=100, verdict=Novelty.RESTATED, published_at=day(14)),
        ],
        (100, "standing", "Civic Wire", 2, 1),
    ),
    "the value moved": (
        [
            fact("f1", value=100),
            fact("f2", article_id="a2", value=150, verdict=Novelty.CHANGED, published_at=day(20), prior_fact_id="f1"),
        ],
        (150, "standing", "Harbour Post", 2, 2),
    ),
    "a later recap of the old value does not bring it back": (
        [
            fact("f1", value=100),
            fact("f2", value=150, verdict=Novelty.CHANGED, published_at=day(20), prior_fact_id="f1"),
            fact("f3", article_id="a2", value=100, verdict=Novelty.RESTATED, published_at=day(25), prior_fact_id="f1"),
        ],
        (150, "standing", "Harbour Post", 2, 2),
    ),
    "an older figure published late is not the present one": (
        [
            fact("f1", value=150, as_of=date(2025, 1, 12)),
            fact("f2", value=90, as_of=date(2024, 12, 1), verdict=Novelty.CHANGED, published_at=day(20)),
        ],
        (150, "standing", "Harbour Post", 1, 1),
    ),
    "two figures for one day": (
        [
            fact("f1", value=100, as_of=date(2025, 1, 12)),
            fact("f2", article_id="a2", value=140, as_of=date(2025, 1, 12), verdict=Novelty.CONTRADICTED, published_at=day(14)),
        ],
        (140, "contradicted", "Harbour Post", 2, 2),
    ),
    "a contradiction ends when the value moves on": (
        [
            fact("f1", value=100),
            fact("f2", value=140, verdict=Novelty.CONTRADICTED, published_at=day(14)),
            fact("f3", value=200, verdict=Novelty.CHANGED, published_at=day(20)),
        ],
        (200, "standing", "Harbour Post", 1, 1),
    ),
    "taken back": (
        [fact("f1", value=100), fact("f2", value=100, verdict=Novelty.RETRACTED, published_at=day(14), prior_fact_id="f1")],
        (100, "retracted", "Harbour Post", 1, 1),
    ),
    "a doubtful fact decides nothing": (
        [fact("f1", value=100), fact("f2", value=7, verdict=Novelty.UNSURE, published_at=day(20))],
        (100, "standing", "Harbour Post", 1, 1),
    ),
    "another claim took its place": (
        [
            fact("f1", value=100),
            fact("f2", claim_id="c2", value=0, verdict=Novelty.CHANGED, published_at=day(20), prior_fact_id="f1"),
        ],
        (100, "superseded", "Harbour Post", 1, 1),
    ),
}


@pytest.mark.parametrize("case", CLAIMS)
def test_claims(ask, case):
    facts, expected = CLAIMS[case]
    sql = "SELECT value, status, first_publisher, publishers, origins FROM claims WHERE claim_id = 'c1'"
    assert ask([*PUBLISHERS, *facts], sql) == [expected]


def test_a_claim_has_line_and_evidence_of_its_present_value(ask):
    rows = [*PUBLISHERS, fact("f1", value=1), fact("f2", value=2, verdict=Novelty.CHANGED, published_at=day(20))]
    sql = "SELECT line, fact_id, facts, first_seen_at, last_seen_at FROM claims"
    assert ask(rows, sql) == [("line of f2", "f2", 2, day(13), day(20))]


def test_claim_history_lists_values_in_order_and_counts_who_repeats_them(ask):
    rows = [
        *PUBLISHERS,
        fact("f1", value=100),
        fact("f2", article_id="a2", value=100, verdict=Novelty.RESTATED, published_at=day(14)),
        fact("f3", article_id="a2", value=150, verdict=Novelty.CHANGED, published_at=day(20)),
        fact("f4", value=999, verdict=Novelty.UNSURE, published_at=day(21)),
        fact("f5", value=150, modality=Modality.DENIED, verdict=Novelty.CHANGED, published_at=day(22)),
    ]
    assert ask(rows, "SELECT step, value, modality, verdict, publisher, publishers FROM claim_history") == [
        (1, 100, "actual", "new", "Harbour Post", 2),
        (2, 150, "actual", "changed", "Civic Wire", 1),
        (3, 150, "denied", "changed", "Harbour Post", 1),
    ]


# Deliveries of an alert: (target, state, seq) -> its state
ALERTS = {
    "nobody to tell yet": ([], "pending"),
    "sent everywhere": ([("slack", "sent", 1), ("mail", "sent", 1)], "sent"),
    "one still waits": ([("slack", "sent", 1), ("mail", "pending", 1)], "pending"),
    "one failed and will be tried again": ([("slack", "sent", 1), ("mail", "failed", 1)], "failed"),
    "failed, then sent": ([("mail", "failed", 1), ("mail", "sent", 2)], "sent"),
    "given up at one target": ([("slack", "sent", 1), ("mail", "failed", 1), ("mail", "dead", 2)], "dead"),
    "suppressed at one, sent at the other": ([("slack", "suppressed", 1), ("mail", "sent", 1)], "sent"),
    "suppressed": ([("slack", "suppressed", 1)], "suppressed"),
    "an attempt was begun": ([("slack", "sending", 1)], "pending"),
    "may have arrived at one": ([("slack", "unknown", 1), ("mail", "failed", 1)], "unknown"),
    "sent in a digest at one, suppressed at the other": ([("slack", "digested", 1), ("mail", "suppressed", 1)], "digested"),
}


@pytest.mark.parametrize("case", ALERTS)
def test_alert_state(ask, case):
    deliveries, expected = ALERTS[case]
    rows = [alert(), *(delivery("n1", target, state, seq) for target, state, seq in deliveries)]
    assert ask(rows, "SELECT state FROM alerts") == [(expected,)]


def test_deliveries_show_the_last_record_of_each_target(ask):
    rows = [
        delivery("n1", "mail", "failed", 1, attempts=1, last_error="refused"),
        delivery("n1", "mail", "sent", 2, attempts=2, recorded_at=day(14)),
    ]
    sql = 'SELECT target, state, attempts, last_error, "at", recorded_at FROM deliveries'
    assert ask(rows, sql) == [("mail", "sent", 2, None, day(14), day(14))]


URL = "https://news.example/feed"

# Polls of a feed, in order -> (state, failures, last_ok_at, title, etag, last_error)
FEEDS = {
    "read": ([poll(URL, day(13), "ok", title="News", etag="e1")], ("ok", 0, day(13), "News", "e1", None)),
    "unmodified keeps what the last reading gave": (
        [poll(URL, day(13), "ok", title="News", etag="e1"), poll(URL, day(14), "unmodified", status_code=304)],
        ("ok", 0, day(14), "News", "e1", None),
    ),
    "a failure erases nothing": (
        [poll(URL, day(13), "ok", title="News", etag="e1"), poll(URL, day(14), "failed", failures=1, reason="timed out")],
        ("failing", 1, day(13), "News", "e1", "timed out"),
    ),
    "recovered": (
        [poll(URL, day(13), "failed", failures=1, reason="timed out"), poll(URL, day(14), "ok", title="News")],
        ("ok", 0, day(14), "News", None, "timed out"),
    ),
    "a server that gives up its validator": (
        [poll(URL, day(13), "ok", title="News", etag="e1"), poll(URL, day(14), "ok", title="News")],
        ("ok", 0, day(14), "News", None, None),
    ),
    "gone": ([poll(URL, day(13), "gone", status_code=410, failures=1, reason="410")], ("gone", 1, None, None, None, "410")),
    "paused": ([poll(URL, day(13), "paused")], ("paused", 0, None, None, None, None)),
}


@pytest.mark.parametrize("case", FEEDS)
def test_feeds(ask, case):
    polls, expected = FEEDS[case]
    assert ask(polls, "SELECT state, failures, last_ok_at, title, etag, last_error FROM feeds") == [expected]
    assert ask([], "SELECT count(*) FROM polls") == [(len(polls),)]


def test_coverage_shows_a_run_once_with_its_final_counts(ask):
    rows = [run("r1", None), run("r1", START + timedelta(minutes=1), feeds_due=3, facts=5), run("r2", None)]
    assert ask(rows, "SELECT run_id, finished_at IS NULL, feeds_due, facts FROM coverage ORDER BY run_id") == [
        ("r1", False, 3, 5),
        ("r2", True, 0, 0),
    ]


def test_the_views_open_in_an_empty_warehouse(ask, warehouse):
    views = [name for (name,) in ask([], "SELECT view_name FROM duckdb_views() WHERE NOT internal AND database_name = 'news'")]
    assert set(CONTRACT) <= set(views)
    views.remove("verdict_rules")  # a list, always the same
    assert [read_snapshot(warehouse.folder, f"FROM {view}")[1] for view in views] == [[]] * len(views)
