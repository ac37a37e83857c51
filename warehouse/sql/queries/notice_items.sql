-- The notices about feeds among $alert_ids.
SELECT alert_id, line, created_at, run_id
FROM told_things
WHERE is_notice AND alert_id IN (SELECT unnest(from_json_strict($alert_ids, '["VARCHAR"]')))
ORDER BY created_at, alert_id
