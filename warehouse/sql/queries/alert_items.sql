-- All that a message says about each of the alerts $alert_ids.
WITH origins AS (
    -- Sources of the same claim with the same value: who says the old figure does not support the new one.
    SELECT fact.claim_id, fact.value, count(DISTINCT article.origin_id) AS origins
    FROM fact
    JOIN article ON article.article_id = fact.article_id AND article.version = fact.version
    WHERE fact.claim_id IN (SELECT claim_id FROM alert WHERE alert_id IN (SELECT unnest(from_json_strict($alert_ids, '["VARCHAR"]'))))
    GROUP BY ALL
)
SELECT
    alert.alert_id, alert.verdict, fact.kind, fact.core, alert.line,
    CASE WHEN alert.verdict <> 'new' THEN prior.line END AS before,
    fact.sentence, article.publisher, fact.published_at, article.url, coalesce(origins.origins, 1) AS origins
FROM alert
JOIN fact ON fact.fact_id = alert.fact_id
JOIN article ON article.article_id = fact.article_id AND article.version = fact.version
LEFT JOIN fact AS prior ON prior.fact_id = fact.prior_fact_id
LEFT JOIN origins ON origins.claim_id = fact.claim_id AND origins.value IS NOT DISTINCT FROM fact.value
WHERE alert.alert_id IN (SELECT unnest(from_json_strict($alert_ids, '["VARCHAR"]')))
ORDER BY alert.alert_id
