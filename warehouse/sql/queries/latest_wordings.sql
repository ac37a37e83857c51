-- The latest wording of each of $article_ids (JSON list) that was read in full.
SELECT article_id, version, text, coalesce(published_at, first_seen_at) AS published_at
FROM article
WHERE article_id IN (SELECT unnest(from_json_strict($article_ids, '["VARCHAR"]'))) AND quality = 'full'
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY version DESC) = 1
ORDER BY article_id
