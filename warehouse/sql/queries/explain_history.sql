-- The values that the claim $id has had, in order.
SELECT step, fact_id, verdict, line, reason, publisher, published_at, publishers, sentence
FROM claim_history
WHERE claim_id = $id
ORDER BY step
