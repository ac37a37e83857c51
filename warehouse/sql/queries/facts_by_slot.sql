-- What new facts are judged against: stored facts that share one of the hashes $hashes (JSON list), in order of publication.
-- Of a claim each value, time and status once, the latest telling of it, and of those under one hash the $most latest: what a
-- verdict costs must not grow with how often a thing was told. Facts of the articles $article_ids are all kept, an edit is
-- compared with them. Narrow columns first: reading all columns of all that is found took three times as long.
WITH wanted AS (
    SELECT DISTINCT unnest(from_json_strict($hashes, '["BIGINT"]')) AS slot_hash
),
own AS (
    SELECT DISTINCT unnest(from_json_strict($article_ids, '["VARCHAR"]')) AS article_id
),
found AS (
    SELECT
        wanted.slot_hash AS found_under, fact.rowid AS place, fact.claim_id, fact.value, fact.value_high, fact.unit, fact.qualifier,
        fact.scope, fact.as_of, fact.modality, fact.article_id, fact.published_at, fact.start_char
    FROM fact
    INNER JOIN wanted ON fact.slot_hash = wanted.slot_hash
    UNION ALL
    SELECT
        wanted.slot_hash AS found_under, fact.rowid AS place, fact.claim_id, fact.value, fact.value_high, fact.unit, fact.qualifier,
        fact.scope, fact.as_of, fact.modality, fact.article_id, fact.published_at, fact.start_char
    FROM fact
    INNER JOIN wanted ON fact.other_hash = wanted.slot_hash
    WHERE fact.other_hash <> fact.slot_hash
),
told AS (
    SELECT
        found.*, own.article_id IS NOT NULL AS is_own,
        row_number() OVER (
            PARTITION BY
                found.found_under, found.claim_id, found.value, found.value_high, found.unit, found.qualifier, found.scope,
                found.as_of, found.modality
            ORDER BY found.published_at DESC, found.article_id DESC, found.start_char DESC, found.place DESC
        ) AS repetition
    FROM found
    LEFT JOIN own ON own.article_id = found.article_id
),
kept AS (
    SELECT found_under, place
    FROM told
    WHERE repetition = 1 OR is_own
    QUALIFY
        is_own
        OR row_number() OVER (
            PARTITION BY found_under, is_own
            ORDER BY published_at DESC, article_id DESC, start_char DESC, place DESC
        ) <= $most
)

SELECT
    kept.found_under, fact.fact_id, fact.claim_id, fact.article_id, fact.start_char, fact.kind, fact.subject, fact.predicate,
    fact.object, fact.value, fact.value_high, fact.unit, fact.qualifier, fact.scope, fact.as_of, fact.as_of_precision, fact.speaker,
    fact.modality, fact.wording, fact.published_at
FROM kept
INNER JOIN fact ON fact.rowid = kept.place
ORDER BY fact.published_at, fact.article_id, fact.start_char, fact.fact_id
