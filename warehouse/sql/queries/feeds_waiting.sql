-- Which of the feeds $feed_urls have entries whose page is to be tried again.
SELECT DISTINCT feed_url
FROM waiting_entries
WHERE feed_url IN (SELECT unnest(from_json_strict($feed_urls, '["VARCHAR"]')))
