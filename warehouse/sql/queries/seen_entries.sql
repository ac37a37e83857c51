-- The entries of the feeds $feed_urls that were seen before and need no other try.
SELECT DISTINCT entry.feed_url, entry.entry_id
FROM entry
ANTI JOIN waiting_entries ON waiting_entries.feed_url = entry.feed_url AND waiting_entries.entry_id = entry.entry_id
WHERE entry.feed_url IN (SELECT unnest(from_json_strict($feed_urls, '["VARCHAR"]')))
