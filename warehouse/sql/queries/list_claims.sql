-- Claims of $topic with their evidence, newest first; a null parameter does not narrow.
-- With $verdict the evidence is the last fact that got this verdict, else the fact that gives the present value.
WITH evidence AS (
    SELECT *
    FROM facts
    WHERE topic = $topic AND verdict = $verdict
    QUALIFY row_number() OVER (PARTITION BY claim_id ORDER BY published_at DESC, judged_at DESC, fact_id DESC) = 1
    UNION ALL
    SELECT facts.*
    FROM facts
    JOIN claims ON claims.fact_id = facts.fact_id
    WHERE facts.topic = $topic AND $verdict IS NULL
),
final AS (
    SELECT claims.claim_id, claims.kind, evidence.verdict, claims.status, evidence.line, evidence.sentence, evidence.publisher,
           evidence.published_at, evidence.article_url, claims.publishers, claims.origins, claims.first_seen_at, claims.last_seen_at
    FROM claims
    JOIN evidence ON evidence.claim_id = claims.claim_id
    WHERE evidence.published_at >= coalesce($since, TIMESTAMP '1900-01-01')
)
SELECT * FROM final ORDER BY published_at DESC, claim_id
