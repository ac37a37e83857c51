-- The $most articles that match $words best.
SELECT * FROM search_articles($words) LIMIT $most
