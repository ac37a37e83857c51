-- Alerts of $topic at each target, the latest first; a null parameter does not narrow. $state may be a word for several states.
WITH final AS (
    SELECT told_things.alert_id, deliveries.target, coalesce(deliveries.state, 'pending') AS state, told_things.line,
           coalesce(deliveries.last_error, '') AS reason, deliveries.attempts, deliveries.due_at, told_things.created_at,
           deliveries.message_id, deliveries.seq, deliveries.unknowns
    FROM told_things
    LEFT JOIN deliveries ON deliveries.alert_id = told_things.alert_id
    WHERE told_things.topic = $topic
      AND ($state IS NULL OR coalesce(deliveries.state, 'pending') = $state
           OR ($state = 'open' AND coalesce(deliveries.state, 'pending') IN ('pending', 'sending', 'failed', 'unknown', 'dead')))
      AND ($target IS NULL OR deliveries.target = $target)
      AND (len(from_json_strict($alert_ids, '["VARCHAR"]')) = 0
           OR list_has_any([told_things.alert_id],
                           from_json_strict($alert_ids, '["VARCHAR"]')))
)
SELECT *
FROM final
ORDER BY created_at DESC, alert_id, target
