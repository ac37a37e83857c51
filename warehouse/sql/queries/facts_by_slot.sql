-- What new facts are judged against: stored facts that share one of the hashes $hashes (JSON list), in order of publication.
-- Of each value and day the latest four tellings (they may differ in scope or status), and of all under one hash the $most latest:
-- what a verdict costs must not grow with how often a thing was told. Facts of $article_ids, articles that are stored already, are
-- all found: an edit is compared with them. Two numbers choose, and only what is chosen is read in full: that is three times as fast.
WITH wanted AS (
    SELECT DISTINCT unnest(from_json_strict($hashes, '["BIGINT"]')) AS slot_hash
),
own AS (
    SELECT DISTINCT unnest(from_json_strict($article_ids, '["VARCHAR"]')) AS article_id
),
found AS (
    SELECT wanted.slot_hash AS found_under, fact.rowid AS place, fact.value, fact.as_of, fact.published_at
    FROM fact
    INNER JOIN wanted ON fact.slot_hash = wanted.slot_hash
    UNION ALL
    SELECT wanted.slot_hash AS found_under, fact.rowid AS place, fact.value, fact.as_of, fact.published_at
    FROM fact
    INNER JOIN wanted ON fact.other_hash = wanted.slot_hash
),
told AS (
    SELECT
        found_under, place, published_at, value IS NULL AND as_of IS NULL AS is_bare,
        row_number() OVER (PARTITION BY found_under, value, as_of ORDER BY published_at DESC, place DESC) AS repetition
    FROM found
),
latest AS (
    SELECT
        found_under, place,
        row_number() OVER (PARTITION BY found_under ORDER BY published_at DESC, place DESC) AS age
    FROM told
    WHERE is_bare OR repetition <= 4
),
kept AS (
    SELECT found_under, place
    FROM latest
    WHERE age <= $most
    UNION
    SELECT fact.slot_hash AS found_under, fact.rowid AS place
    FROM fact
    INNER JOIN own ON fact.article_id = own.article_id
    INNER JOIN wanted ON fact.slot_hash = wanted.slot_hash
)

SELECT
    kept.found_under, fact.fact_id, fact.claim_id, fact.article_id, fact.start_char, fact.kind, fact.subject, fact.predicate,
    fact.object, fact.value, fact.value_high, fact.unit, fact.qualifier, fact.scope, fact.as_of, fact.as_of_precision, fact.speaker,
    fact.modality, fact.wording, fact.published_at
FROM kept
INNER JOIN fact ON fact.rowid = kept.place
ORDER BY fact.published_at, fact.article_id, fact.start_char, fact.fact_id
