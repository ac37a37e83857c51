-- All facts of the articles $article_ids (JSON list), with what was taken back. The columns are those of rows.FactRow.
SELECT *
FROM fact
WHERE article_id IN (SELECT unnest(from_json_strict($article_ids, '["VARCHAR"]')))
ORDER BY article_id, version, start_char, fact_id
