-- What people do not want to hear of in $topic.
SELECT what, name, until_at, muted_at, muted_by
FROM mutes
WHERE topic = $topic
ORDER BY muted_at, what, name
