-- What was told after the fact $id of the same claim, or judged against it: $most at most.
WITH asked AS (
    SELECT * FROM facts WHERE fact_id = $id
)
SELECT facts.fact_id, facts.verdict, facts.line, facts.publisher, facts.published_at
FROM facts
JOIN asked
    ON facts.fact_id <> asked.fact_id AND (facts.prior_fact_id = asked.fact_id OR facts.claim_id = asked.claim_id)
   AND (facts.published_at, facts.judged_at) >= (asked.published_at, asked.judged_at)
ORDER BY facts.published_at, facts.judged_at, facts.fact_id
LIMIT $most
