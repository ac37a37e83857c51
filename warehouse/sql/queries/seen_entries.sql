-- The entries of the feeds $feed_urls that were seen before.
SELECT DISTINCT feed_url, entry_id
FROM entry
WHERE feed_url IN (SELECT unnest(from_json_strict($feed_urls, '["VARCHAR"]')))
