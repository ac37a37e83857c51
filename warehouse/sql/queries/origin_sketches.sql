-- What decides whether another article is a copy of one of $article_ids (JSON list): the sketches of their first wordings.
SELECT
    article.article_id, article.origin_id, coalesce(article.published_at, article.first_seen_at) AS published_at, article_sketch.triples,
    article.publisher, article.author, article.agency
FROM article
INNER JOIN article_sketch ON article_sketch.article_id = article.article_id
WHERE article.article_id IN (SELECT unnest(from_json_strict($article_ids, '["VARCHAR"]')))
QUALIFY row_number() OVER (PARTITION BY article.article_id ORDER BY article.version) = 1
ORDER BY article.article_id
