-- The last runs of $topic.
SELECT kind, started_at, feeds_due AS feeds, feeds_failing AS failing, entries_new AS entries,
       pages_full + pages_summary_only AS articles, facts, alerts
FROM coverage
WHERE topic = $topic
ORDER BY started_at DESC, run_id
LIMIT 10
