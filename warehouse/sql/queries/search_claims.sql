-- The $most claims that match $words best.
SELECT * FROM search_claims($words) LIMIT $most
