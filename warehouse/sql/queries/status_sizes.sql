-- How much the warehouse holds of $topic.
SELECT (SELECT count(*) FROM articles WHERE topic = $topic) AS articles,
       (SELECT count(*) FROM facts WHERE topic = $topic) AS facts,
       (SELECT count(*) FROM claims WHERE topic = $topic) AS claims,
       (SELECT count(*) FROM alerts WHERE topic = $topic) AS alerts
