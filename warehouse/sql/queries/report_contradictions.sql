-- What cannot both be right in $topic, the latest first.
SELECT * FROM contradictions WHERE topic = $topic ORDER BY core DESC, published_at DESC, fact_id
