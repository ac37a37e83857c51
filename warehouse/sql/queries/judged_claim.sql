-- The last $most facts of the claim $claim_id that were told before the fact $fact_id, else the first ones; in order of publication.
WITH asked AS (
    SELECT * FROM fact WHERE fact_id = $fact_id
),
nearest AS (
    SELECT fact.*
    FROM fact, asked
    WHERE fact.claim_id = $claim_id AND fact.fact_id <> asked.fact_id
    ORDER BY fact.published_at > asked.published_at, abs(epoch(fact.published_at) - epoch(asked.published_at)), fact.fact_id
    LIMIT $most
)
SELECT fact_id, kind, subject, predicate, object, scope, value, value_high, unit, qualifier, as_of, as_of_precision, modality, speaker,
       sentence, published_at
FROM nearest
ORDER BY published_at, fact_id
