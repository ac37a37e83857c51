-- How every feed stands, failing ones first.
SELECT url, title, state, failures, last_ok_at, last_new_at, next_poll_at, CASE WHEN failures > 0 THEN last_error END AS last_error
FROM feeds
ORDER BY failures DESC, url
