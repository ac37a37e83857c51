-- What became of the alerts of $topic, per target; alerts no target was chosen for yet stand under no target.
SELECT deliveries.target, coalesce(deliveries.state, 'pending') AS state, count(*) AS alerts,
       max(deliveries.last_error) FILTER (deliveries.state IN ('failed', 'dead')) AS last_error
FROM alerts
LEFT JOIN deliveries ON deliveries.alert_id = alerts.alert_id
WHERE alerts.topic = $topic
GROUP BY ALL
ORDER BY ALL
