-- What the run $run_id noticed about feeds, in the order in which it is told.
SELECT feed_url, kind, title, line
FROM feed_notices
WHERE run_id = $run_id
ORDER BY list_position(['gone', 'failing', 'silent', 'recovered', 'resumed'], kind), feed_url
