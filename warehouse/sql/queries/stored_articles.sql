-- Which of the articles $article_ids are stored already; not those of which there is only a summary, while their page is tried again.
SELECT article_id
FROM article
WHERE article_id IN (SELECT unnest(from_json_strict($article_ids, '["VARCHAR"]')))
GROUP BY article_id
HAVING bool_or(quality <> 'summary_only') OR article_id NOT IN (SELECT article_id FROM waiting_entries WHERE article_id IS NOT NULL)
