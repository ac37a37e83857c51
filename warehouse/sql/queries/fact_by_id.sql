-- One stored fact, in the columns that are compared.
SELECT
    fact_id, claim_id, article_id, start_char, kind, subject, predicate, object, value, value_high, unit, qualifier, scope,
    as_of, as_of_precision, speaker, modality, wording, published_at, topic
FROM fact
WHERE fact_id = $fact_id
