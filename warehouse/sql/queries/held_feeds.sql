-- Of the feeds $feed_urls those that another run than $run_id holds at $now, or took since $began: it may have read them already.
SELECT DISTINCT lease.feed_url
FROM feed_lease AS lease
SEMI JOIN (SELECT unnest(from_json_strict($feed_urls, '["VARCHAR"]')) AS feed_url) AS asked ON asked.feed_url = lease.feed_url
WHERE lease.run_id <> $run_id
  AND (lease.leased_at > $began
       OR (lease.expires_at > $now
           AND NOT EXISTS (SELECT 1 FROM run WHERE run.run_id = lease.run_id AND run.finished_at IS NOT NULL)))
