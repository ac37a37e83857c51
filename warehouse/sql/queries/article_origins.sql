-- The origins of those of $article_ids (JSON list) that are stored.
SELECT DISTINCT article_id, origin_id
FROM article
WHERE article_id IN (SELECT unnest(from_json_strict($article_ids, '["VARCHAR"]')))
