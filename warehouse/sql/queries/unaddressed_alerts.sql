-- Alerts of $topic that no target was chosen for yet.
SELECT alert_id
FROM alert
WHERE topic = $topic
  AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.alert_id = alert.alert_id)
ORDER BY created_at, alert_id
