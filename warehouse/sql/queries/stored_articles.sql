-- Which of the articles $article_ids are stored already.
SELECT DISTINCT article_id
FROM article
WHERE article_id IN (SELECT unnest(from_json_strict($article_ids, '["VARCHAR"]')))
