-- Facts and claims whose id starts with $id.
SELECT 'fact' AS what, fact_id AS id FROM fact WHERE starts_with(fact_id, $id)
UNION ALL
SELECT DISTINCT 'claim' AS what, claim_id AS id FROM fact WHERE starts_with(claim_id, $id)
ORDER BY id, what
LIMIT 6
