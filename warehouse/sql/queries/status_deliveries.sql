-- What became of the alerts of $topic, per target, each in exactly one state; `agrees`: whether the log of attempts says the same.
WITH sums AS (
    SELECT target, delivered, digested, suppressed, dead, pending, agrees
    FROM delivery_sums
    WHERE topic = $topic
),
unaddressed AS (
    SELECT '(no target yet)' AS target, 0 AS delivered, 0 AS digested, 0 AS suppressed, 0 AS dead, count(*) AS pending, true AS agrees
    FROM told_things
    WHERE topic = $topic AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.alert_id = told_things.alert_id)
    HAVING count(*) > 0
),
final AS (
    SELECT * FROM sums
    UNION ALL
    SELECT * FROM unaddressed
)
SELECT * FROM final ORDER BY target
