-- What $target is still to get, oldest run first.
WITH last_delivery AS (
    SELECT *
    FROM delivery
    WHERE target = $target
    QUALIFY row_number() OVER (PARTITION BY alert_id ORDER BY seq DESC) = 1
)
SELECT alert.run_id, alert.alert_id, last_delivery.attempts, last_delivery.seq
FROM last_delivery
JOIN alert USING (alert_id)
WHERE alert.topic = $topic AND last_delivery.state IN ('pending', 'failed')
ORDER BY min(alert.created_at) OVER (PARTITION BY alert.run_id), alert.run_id, alert.alert_id
