-- What new facts are judged against: stored facts that share one of the hashes $hashes (JSON list), in order of publication.
-- Of facts that tell one thing in the same slots only the latest, and of those under one hash the $most latest: what a verdict
-- costs must not grow with how often a thing was told. Facts of the articles $article_ids are all kept: an edit is compared with them.
WITH wanted AS (
    SELECT DISTINCT unnest(from_json_strict($hashes, '["BIGINT"]')) AS slot_hash
),
own AS (
    SELECT DISTINCT unnest(from_json_strict($article_ids, '["VARCHAR"]')) AS article_id
),
found AS (
    SELECT wanted.slot_hash AS found_under, fact.*
    FROM fact
    INNER JOIN wanted ON fact.slot_hash = wanted.slot_hash
    UNION ALL
    SELECT wanted.slot_hash AS found_under, fact.*
    FROM fact
    INNER JOIN wanted ON fact.other_hash = wanted.slot_hash
    WHERE fact.other_hash <> fact.slot_hash
),
told AS (
    SELECT
        found.*, own.article_id IS NOT NULL AS is_own,
        row_number() OVER (
            PARTITION BY
                found.found_under, found.subject, found.predicate, found.object, found.value, found.value_high, found.unit,
                found.qualifier, found.scope, found.as_of, found.as_of_precision, found.speaker, found.modality, found.wording,
                found.claim_id
            ORDER BY found.published_at DESC, found.article_id DESC, found.start_char DESC, found.fact_id DESC
        ) AS repetition
    FROM found
    LEFT JOIN own ON own.article_id = found.article_id
),
final AS (
    SELECT
        told.*,
        row_number() OVER (
            PARTITION BY found_under, is_own
            ORDER BY published_at DESC, article_id DESC, start_char DESC, fact_id DESC
        ) AS age
    FROM told
    WHERE repetition = 1 OR is_own
)

SELECT
    found_under, fact_id, claim_id, article_id, start_char, kind, subject, predicate, object, value, value_high, unit,
    qualifier, scope, as_of, as_of_precision, speaker, modality, wording, published_at
FROM final
WHERE is_own OR age <= $most
ORDER BY published_at, article_id, start_char, fact_id
