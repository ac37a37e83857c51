-- Everything stored under the slot hashes $hashes (JSON list), in order of publication: what new facts are judged against.
WITH wanted AS (
    SELECT DISTINCT unnest(from_json_strict($hashes, '["BIGINT"]')) AS slot_hash
)

SELECT
    fact.slot_hash, fact.fact_id, fact.claim_id, fact.article_id, fact.kind, fact.subject, fact.predicate, fact.object,
    fact.value, fact.value_high, fact.unit, fact.qualifier, fact.scope, fact.as_of, fact.as_of_precision, fact.speaker,
    fact.modality, fact.wording, fact.published_at
FROM fact
INNER JOIN wanted ON fact.slot_hash = wanted.slot_hash
ORDER BY fact.published_at, fact.article_id, fact.start_char, fact.fact_id
