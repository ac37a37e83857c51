"""Given rows, expected rows: what the views for analysts say."""

import duckdb
from sample_rows import alert, article, day, delivery, fact

from extractors.records import Novelty


def told(fact_id, publisher, on, value=100.0, **changes):
    """A fact and its article, of an origin of its own unless told otherwise."""
    origin, source = changes.pop("origin", f"origin-{fact_id}"), changes.pop("source", "feed")
    known = {"value": value, "unit": "users", "published_at": day(on), "judged_at": day(on), "article_id": f"a-{fact_id}"}
    return [
        article(f"a-{fact_id}", publisher=publisher, published_at=day(on), origin_id=origin, source=source),
        fact(fact_id, **known | changes),
    ]


def test_who_was_first_and_who_followed_and_who_only_copied(ask):
    rows = [
        *told("f1", "Post", 13, origin="wire"),
        *told("f2", "Courier", 14, origin="wire", verdict=Novelty.RESTATED, prior_fact_id="f1"),
        *told("f3", "Herald", 15, verdict=Novelty.RESTATED, prior_fact_id="f1"),
    ]
    asked = "SELECT fact_id, publisher, followed_by, lead_hours, followers, copies FROM first_with"
    assert ask(rows, asked) == [("f1", "Post", "Herald", 48.0, 1, 1)]


def test_a_moved_value_is_another_thing_to_be_first_with(ask):
    rows = [
        *told("f1", "Post", 13),
        *told("f2", "Herald", 14, value=120.0, verdict=Novelty.CHANGED, prior_fact_id="f1"),
        *told("f3", "Post", 15, value=100.0, verdict=Novelty.RESTATED, prior_fact_id="f1"),
    ]
    asked = "SELECT publisher, followers FROM first_with ORDER BY published_at"
    assert ask(rows, asked) == [("Post", 0), ("Herald", 0)]


def test_a_rounded_restatement_follows_the_value_that_it_repeats(ask):
    rows = [*told("f1", "Post", 13, value=3_420_000.0)]
    rows += told("f2", "Herald", 14, value=3_400_000.0, verdict=Novelty.RESTATED, prior_fact_id="f1")
    assert ask(rows, "SELECT publisher, followed_by FROM first_with") == [("Post", "Herald")]


def test_contradictions_stand_side_by_side_with_their_support(ask):
    rows = [
        *told("f1", "Post", 13, sentence="There are 100."),
        *told("f2", "Courier", 14, verdict=Novelty.RESTATED, prior_fact_id="f1"),
        *told("f3", "Herald", 15, value=90.0, verdict=Novelty.CONTRADICTED, prior_fact_id="f1", sentence="There are 90."),
    ]
    asked = "SELECT sentence, publisher, origins, earlier_sentence, earlier_publisher, earlier_origins FROM contradictions"
    assert ask(rows, asked) == [("There are 90.", "Herald", 1, "There are 100.", "Post", 2)]


def test_what_became_of_what_a_publisher_told_first(ask):
    rows = [
        *told("f1", "Post", 13, claim_id="c1"),
        *told("f2", "Herald", 14, claim_id="c1", verdict=Novelty.RESTATED, prior_fact_id="f1"),
        *told("f3", "Post", 13, claim_id="c2"),
        *told("f4", "Herald", 14, claim_id="c2", value=5.0, verdict=Novelty.CONTRADICTED, prior_fact_id="f3"),
        *told("f5", "Post", 13, claim_id="c3"),
        *told("f6", "Post", 14, claim_id="c3", verdict=Novelty.RETRACTED, prior_fact_id="f5"),
        *told("f7", "Post", 13, claim_id="c4"),
        *told("f8", "Post", 13, claim_id="c5", verdict=Novelty.UNSURE),
    ]
    asked = """SELECT publisher, told_first, corroborated, contradicted, retracted, alone, corroborated_share,
                      round(share_low, 3), round(share_high, 3) FROM publisher_reliability"""
    # Wilson's formula by hand: of 0 in 1 its upper end is z² / (1 + z²) = 3.8416 / 4.8416.
    assert ask(rows, asked) == [("Post", 4, 1, 1, 1, 1, 0.25, 0.046, 0.699), ("Herald", 1, 0, 0, 0, 1, 0.0, 0.0, 0.793)]


def test_what_was_known_on_a_day(ask):
    rows = [
        *told("f1", "Post", 13, line="RedNote: 100 users"),
        *told("f2", "Herald", 15, value=120.0, line="RedNote: 120 users", verdict=Novelty.CHANGED, prior_fact_id="f1"),
    ]
    on = "SELECT line, publishers, last_seen_at FROM claims_on($day)"
    assert ask(rows, on, day="2025-01-12") == []
    assert ask([], on, day="2025-01-13") == ask([], on, day="2025-01-14") == [("RedNote: 100 users", 1, day(13))]
    assert ask([], on, day="2025-01-15") == [("RedNote: 120 users", 2, day(15))]
    assert ask([], "SELECT count(*) FROM (FROM claims EXCEPT FROM claims_on('2030-01-01'))") == [(0,)]


def test_a_timeline_has_what_was_new_of_a_subject_by_the_day_it_holds_for(ask):
    rows = [
        *told("f1", "Post", 13, as_of=day(12).date(), line="12 January"),
        *told("f2", "Post", 14, as_of=day(2).date(), line="2 January", claim_id="c2"),
        *told("f3", "Post", 15, line="again", verdict=Novelty.RESTATED, prior_fact_id="f1"),
        *told("f4", "Post", 15, line="15 January", verdict=Novelty.CHANGED, prior_fact_id="f1"),
        *told("f5", "Post", 16, line="done to it", subject="Other", object="RedNote", claim_id="c3"),
        *told("f6", "Post", 16, line="elsewhere", subject="Other", claim_id="c4"),
    ]
    asked = "SELECT line, before FROM timeline('rednote')"
    assert ask(rows, asked) == [("2 January", None), ("12 January", None), ("15 January", "12 January"), ("done to it", None)]


def test_every_fact_is_alerted_or_suppressed_with_its_cause(ask):
    rows = [
        *told("f1", "Post", 13),
        *told("f2", "Post", 13, verdict=Novelty.RESTATED, reason="known"),
        *told("f3", "Post", 13, verdict=Novelty.UNSURE, reason="doubtful"),
        *told("f4", "Post", 13, source="seed"),
        *told("f5", "Post", 13, core=False),
        *told("f6", "Post", 13, source="replay"),
        *told("f7", "Post", 13, verdict=Novelty.CHANGED),
        *told("f8", "Post", 13),
        alert("n1", fact_id="f1"), alert("n8", fact_id="f8"),
        delivery("n1", "mail", "sent"), delivery("n1", "chat", "suppressed"),
        delivery("n8", "mail", "suppressed", last_error="muted: RedNote"),
    ]  # fmt: skip
    assert ask(rows, "SELECT fact_id, cause, why FROM suppressed ORDER BY fact_id") == [
        ("f2", "known", "known"),
        ("f3", "unsure", "doubtful"),
        ("f4", "baseline", "seeding is quiet: it is what was known at the start"),
        ("f5", "side matter", "not about one of the topic's own subjects"),
        ("f6", "replayed", "replayed without --alerts"),
        ("f7", "folded", "told in another alert about the same correction"),
        ("f8", "held back", "muted: RedNote"),
    ]
    assert ask([], "SELECT count(*) FROM suppressed FULL JOIN alerts USING (fact_id)") == [(8,)]


def test_views_can_be_asked_beside_other_data(ask, warehouse):
    ask([*told("f1", "Post", 13)], "SELECT 1")
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{warehouse.folder / 'news.duckdb'}' AS news (READ_ONLY)")
        for view in ("claims", "first_with", "contradictions", "publisher_reliability", "suppressed", "corroboration"):
            assert connection.sql(f"FROM news.{view}").fetchall() is not None
        connection.execute("USE news")
        assert connection.execute("SELECT count(*) FROM claims_on('2025-01-14')").fetchone() == (1,)
