-- Articles published between $since and $until whose sketch shares a band with $bands (JSON list): maybe copies.
WITH asked AS (
    SELECT DISTINCT unnest(from_json_strict($bands, '["BIGINT"]')) AS band
)

SELECT DISTINCT article_band.band, article_band.article_id
FROM article_band
INNER JOIN asked ON article_band.band = asked.band
WHERE article_band.published_at BETWEEN $since AND $until
ORDER BY article_band.article_id, article_band.band
