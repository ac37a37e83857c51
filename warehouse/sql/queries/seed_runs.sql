-- How often $topic was seeded.
SELECT count(DISTINCT run_id) AS runs
FROM run
WHERE kind = 'seed' AND topic = $topic AND finished_at IS NOT NULL
