-- What decides whether another article is a copy of one of $article_ids (JSON list): their first wordings.
SELECT article_id, origin_id, coalesce(published_at, first_seen_at) AS published_at, text, publisher, author, agency
FROM article
WHERE article_id IN (SELECT unnest(from_json_strict($article_ids, '["VARCHAR"]')))
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY version) = 1
ORDER BY article_id
