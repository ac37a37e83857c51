-- The facts of the claims $claim_ids (JSON list), in order of publication: what an analyst said that other facts are about.
WITH wanted AS (
    SELECT DISTINCT unnest(from_json_strict($claim_ids, '["VARCHAR"]')) AS claim_id
)

SELECT
    fact.fact_id, fact.claim_id, fact.article_id, fact.start_char, fact.kind, fact.subject, fact.predicate, fact.object,
    fact.value, fact.value_high, fact.unit, fact.qualifier, fact.scope, fact.as_of, fact.as_of_precision, fact.speaker, fact.modality,
    fact.wording, fact.published_at
FROM fact
INNER JOIN wanted ON fact.claim_id = wanted.claim_id
ORDER BY fact.published_at, fact.article_id, fact.start_char, fact.fact_id
