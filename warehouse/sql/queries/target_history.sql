-- What $target accepted since $since, and its last digest.
SELECT kind, ended_at
FROM attempts
WHERE topic = $topic AND target = $target AND outcome = 'accepted'
QUALIFY ended_at >= $since OR row_number() OVER (PARTITION BY kind ORDER BY ended_at DESC) = 1
ORDER BY ended_at
