-- All that a message to $target says about each of the alerts $alert_ids. Without a target nothing was told before.
WITH wanted AS (
    SELECT alert.*
    FROM alert
    WHERE alert_id IN (SELECT unnest(from_json_strict($alert_ids, '["VARCHAR"]')))
),
origins AS (
    -- Sources of the same claim with the same value: who says the old figure does not support the new one.
    SELECT fact.claim_id, fact.value, count(DISTINCT article.origin_id) AS origins
    FROM fact
    JOIN article ON article.article_id = fact.article_id AND article.version = fact.version
    WHERE fact.claim_id IN (SELECT claim_id FROM wanted)
    GROUP BY ALL
),
told AS (
    -- What the target took about the same claims, or about the claim that the new one was judged against.
    SELECT wanted.alert_id, deliveries.recorded_at, deliveries.message_id
    FROM wanted
    JOIN fact ON fact.fact_id = wanted.fact_id
    LEFT JOIN fact AS prior ON prior.fact_id = fact.prior_fact_id
    JOIN alert AS earlier ON earlier.claim_id IN (wanted.claim_id, prior.claim_id) AND earlier.alert_id <> wanted.alert_id
    JOIN deliveries ON deliveries.alert_id = earlier.alert_id
    WHERE deliveries.target = $target AND deliveries.state IN ('sent', 'digested')
    QUALIFY row_number() OVER (PARTITION BY wanted.alert_id ORDER BY deliveries.recorded_at DESC, earlier.alert_id DESC) = 1
)
SELECT
    wanted.alert_id, wanted.verdict, fact.kind, fact.core, wanted.line,
    CASE WHEN wanted.verdict <> 'new' THEN prior.line END AS before,
    fact.sentence, article.publisher, fact.published_at, article.url, coalesce(origins.origins, 1) AS origins,
    wanted.created_at, wanted.run_id, wanted.claim_id, fact.subject, fact.predicate,
    told.recorded_at AS follows_at, told.message_id AS follows_message
FROM wanted
JOIN fact ON fact.fact_id = wanted.fact_id
JOIN article ON article.article_id = fact.article_id AND article.version = fact.version
LEFT JOIN fact AS prior ON prior.fact_id = fact.prior_fact_id
LEFT JOIN origins ON origins.claim_id = fact.claim_id AND origins.value IS NOT DISTINCT FROM fact.value
LEFT JOIN told ON told.alert_id = wanted.alert_id
ORDER BY wanted.alert_id
