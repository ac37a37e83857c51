-- What must never be: rows that stand twice, and rows whose counterpart of the same transaction is missing.
WITH faults AS (
    SELECT 'facts that stand twice' AS fault, count(*) - count(DISTINCT fact_id) AS found FROM fact
    UNION ALL
    SELECT 'wordings that stand twice', count(*) - count(DISTINCT (article_id, version)) FROM article
    UNION ALL
    SELECT 'alerts that stand twice', count(*) - count(DISTINCT alert_id) FROM alert
    UNION ALL
    SELECT 'facts without their article', count(*)
    FROM fact ANTI JOIN article ON article.article_id = fact.article_id AND article.version = fact.version
    UNION ALL
    SELECT 'alerts without their fact', count(*) FROM alert ANTI JOIN fact ON fact.fact_id = alert.fact_id
    UNION ALL
    SELECT 'deliveries without their alert', count(*) FROM delivery ANTI JOIN alert ON alert.alert_id = delivery.alert_id
)
SELECT fault, CAST(found AS BIGINT) AS found FROM faults WHERE found > 0
