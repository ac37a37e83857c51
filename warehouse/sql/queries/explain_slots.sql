-- The slots of the fact $id, and of the nearest facts told before it: the one it was judged against, then those with the fewest
-- other slots, one per claim and value.
WITH asked AS (
    SELECT * FROM fact WHERE fact_id = $id
),
nearest AS (
    SELECT fact.*, fact.fact_id IS NOT DISTINCT FROM asked.prior_fact_id AS decided,
           CAST(fact.subject IS DISTINCT FROM asked.subject AS INTEGER) + CAST(fact.object IS DISTINCT FROM asked.object AS INTEGER)
           + CAST(fact.scope IS DISTINCT FROM asked.scope AS INTEGER) + CAST(fact.unit IS DISTINCT FROM asked.unit AS INTEGER)
           + CAST(fact.as_of IS DISTINCT FROM asked.as_of AS INTEGER)
           + CAST(fact.modality IS DISTINCT FROM asked.modality AS INTEGER) AS others
    FROM fact
    JOIN asked
        ON fact.fact_id = asked.prior_fact_id
        OR (fact.topic = asked.topic AND fact.slot_hash = asked.slot_hash AND fact.fact_id <> asked.fact_id
            AND (fact.published_at, fact.article_id, fact.start_char) < (asked.published_at, asked.article_id, asked.start_char))
    QUALIFY row_number() OVER (
        PARTITION BY fact.claim_id, fact.value, fact.modality ORDER BY decided DESC, fact.published_at DESC, fact.fact_id) = 1
),
final AS (
    SELECT 0 AS place, asked.* FROM asked
    UNION ALL
    SELECT row_number() OVER (ORDER BY decided DESC, others, published_at DESC, fact_id) AS place, nearest.* EXCLUDE (decided, others)
    FROM nearest
)
SELECT final.place, final.fact_id, final.claim_id, final.kind, final.subject, final.predicate, final.object, final.scope, final.value,
       final.value_high, final.unit, final.qualifier, final.as_of, final.as_of_precision, final.modality, final.speaker, final.sentence,
       final.published_at, article.publisher, article.url AS article_url
FROM final
LEFT JOIN article ON article.article_id = final.article_id AND article.version = final.version
WHERE final.place <= $most
ORDER BY final.place
