-- The steps of every figure of $topic that had more than one value, the figures with most steps first.
WITH steps AS (
    SELECT history.claim_id, claims.kind, history.subject, claims.core, history.unit, history.step, history.value,
           coalesce(history.as_of, CAST(history.published_at AS DATE)) AS holds_on, history.line, history.verdict, history.publisher,
           history.published_at, history.article_url AS url, history.sentence, history.fact_id,
           count(*) OVER (PARTITION BY history.claim_id, history.unit) AS steps
    FROM claim_history AS history
    JOIN claims ON claims.claim_id = history.claim_id
    WHERE claims.topic = $topic AND claims.kind IN ('quantity', 'ranking') AND history.value IS NOT NULL AND history.verdict <> 'retracted'
    QUALIFY count(DISTINCT history.value) OVER (PARTITION BY history.claim_id, history.unit) > 1
)
SELECT * FROM steps ORDER BY core DESC, steps DESC, claim_id, unit, step
