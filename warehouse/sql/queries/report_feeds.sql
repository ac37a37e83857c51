-- How the feeds are, those in trouble first.
SELECT url, title, state, last_ok_at, last_new_at, failures, CASE WHEN state <> 'ok' THEN last_error END AS last_error
FROM feeds
ORDER BY state = 'ok', failures DESC, url
