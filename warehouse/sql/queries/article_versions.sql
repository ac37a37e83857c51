-- The wordings stored of some articles. $article_ids: JSON list.
SELECT article_id, version_id, version
FROM article
WHERE article_id IN (SELECT unnest(from_json_strict($article_ids, '["VARCHAR"]')))
