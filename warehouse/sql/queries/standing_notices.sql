-- What has been told about the feeds of $topic and still is so.
SELECT feed_url, kind
FROM feed_notices
WHERE topic = $topic AND standing
ORDER BY feed_url, kind
