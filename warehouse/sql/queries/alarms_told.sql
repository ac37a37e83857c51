-- Whether the trouble $alarm_id was told to somebody since $since.
SELECT alarm_id
FROM alarm
WHERE alarm_id = $alarm_id AND told <> '' AND recorded_at > $since
LIMIT 1
