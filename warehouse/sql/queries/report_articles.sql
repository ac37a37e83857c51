-- Articles of $topic, newest first, with what they gave and whom they copy.
WITH given AS (
    SELECT article_id, count(*) AS facts, count(*) FILTER (verdict NOT IN ('restated', 'unsure')) AS news
    FROM facts
    WHERE topic = $topic
    GROUP BY article_id
),
first_of AS (
    SELECT origin_id, arg_min(publisher, (coalesce(published_at, first_seen_at), article_id)) AS publisher, count(*) AS copies
    FROM articles
    WHERE topic = $topic
    GROUP BY origin_id
)
SELECT articles.title, articles.publisher, articles.url, coalesce(articles.published_at, articles.first_seen_at) AS published_at,
       articles.quality, articles.source, articles.version, coalesce(given.facts, 0) AS facts, coalesce(given.news, 0) AS news,
       CASE WHEN first_of.copies > 1 AND first_of.publisher <> articles.publisher THEN first_of.publisher END AS copy_of
FROM articles
LEFT JOIN given ON given.article_id = articles.article_id
LEFT JOIN first_of ON first_of.origin_id = articles.origin_id
WHERE articles.topic = $topic
ORDER BY published_at DESC, articles.article_id
