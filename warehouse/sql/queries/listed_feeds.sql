-- Everything that is known of the feeds $feed_urls of $topic.
SELECT url, title, state, failures, last_ok_at, last_new_at, next_poll_at, silent_since, moved_to, interval_s, polls,
       CASE WHEN failures > 0 THEN last_error END AS last_error
FROM feeds
WHERE topic = $topic AND url IN (SELECT unnest(from_json_strict($feed_urls, '["VARCHAR"]')))
ORDER BY url
