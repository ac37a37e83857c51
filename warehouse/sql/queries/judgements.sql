-- The last judgement on each fact of $topic.
SELECT fact_id, same_as_claim, signature
FROM judgement
WHERE topic = $topic
QUALIFY row_number() OVER (PARTITION BY fact_id ORDER BY judged_at DESC, judged_by DESC) = 1
ORDER BY judged_at, fact_id
