-- Alerts and notices of $topic that no target was chosen for yet.
SELECT alert_id
FROM told_things
WHERE topic = $topic
  AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.alert_id = told_things.alert_id)
ORDER BY created_at, alert_id
