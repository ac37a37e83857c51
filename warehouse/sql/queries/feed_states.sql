-- How each of the feeds $feed_urls stands, with the validators to ask with.
SELECT url, etag, last_modified, body_hash, failures, strain, interval_s, ttl_s, moved_to, moves, next_poll_at
FROM feeds
WHERE url IN (SELECT unnest(from_json_strict($feed_urls, '["VARCHAR"]')))
ORDER BY url
