-- Feeds of $topic that do not answer, or that were due long before $now.
SELECT url, state, failures, next_poll_at, last_error
FROM feeds
WHERE topic = $topic AND (state <> 'ok' OR next_poll_at < $now - INTERVAL 1 DAY)
ORDER BY failures DESC, url
