-- What $target is still to get, in the order in which it was raised; `kind` is that of the last message it was in.
WITH final AS (
    SELECT deliveries.alert_id, deliveries.state, deliveries.attempts, deliveries.unknowns, deliveries.seq, deliveries.recorded_at,
           deliveries.due_at, deliveries.message_id, alert.created_at,
           (SELECT max(attempt.kind) FROM attempt
            WHERE attempt.message_id = deliveries.message_id AND attempt.target = deliveries.target) AS kind
    FROM deliveries
    JOIN told_things AS alert ON alert.alert_id = deliveries.alert_id
    WHERE deliveries.target = $target AND alert.topic = $topic AND deliveries.state IN ('pending', 'sending', 'failed', 'unknown')
)
SELECT alert_id, state, attempts, unknowns, seq, recorded_at, due_at, message_id, kind
FROM final
ORDER BY created_at, alert_id
