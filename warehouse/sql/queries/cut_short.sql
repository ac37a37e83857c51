-- Deliveries to $target that were begun before $begun_before and never ended: their process was killed.
SELECT deliveries.alert_id, deliveries.attempts, deliveries.unknowns, deliveries.seq, deliveries.recorded_at, deliveries.message_id
FROM deliveries
JOIN told_things AS alert ON alert.alert_id = deliveries.alert_id
WHERE deliveries.target = $target AND alert.topic = $topic AND deliveries.state = 'sending'
  AND deliveries.recorded_at <= $begun_before
ORDER BY deliveries.alert_id
