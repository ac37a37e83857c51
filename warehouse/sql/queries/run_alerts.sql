-- The alerts that the run $run_id raised.
SELECT alert_id
FROM alert
WHERE run_id = $run_id
ORDER BY alert_id
