-- How each of the feeds $feed_urls of $topic stands, with the validators to ask with.
SELECT url, etag, last_modified, body_hash, failures, strain, interval_s, ttl_s, moved_to, moves, next_poll_at
FROM feeds
WHERE topic = $topic AND url IN (SELECT unnest(from_json_strict($feed_urls, '["VARCHAR"]')))
ORDER BY url
