-- "at" is a keyword of DuckDB and needs quotes (or deliveries.at); recorded_at is the same without.
CREATE OR REPLACE VIEW deliveries AS
SELECT alert_id, target, state, attempts, last_error, recorded_at AS "at", recorded_at, seq
FROM delivery
QUALIFY row_number() OVER (PARTITION BY alert_id, target ORDER BY seq DESC) = 1;
COMMENT ON VIEW deliveries IS 'What became of each alert at each target.';
COMMENT ON COLUMN deliveries.alert_id IS 'The alert.';
COMMENT ON COLUMN deliveries.target IS 'Name of the target.';
COMMENT ON COLUMN deliveries.state IS 'pending, sent, failed (will be tried again), dead (given up) or suppressed.';
COMMENT ON COLUMN deliveries.attempts IS 'Attempts so far.';
COMMENT ON COLUMN deliveries.last_error IS 'Why the last attempt failed, or why it was suppressed.';
COMMENT ON COLUMN deliveries."at" IS 'When that was recorded (UTC); at is a keyword, write "at" or deliveries.at.';
COMMENT ON COLUMN deliveries.recorded_at IS 'The same as at, without the need for quotes.';
COMMENT ON COLUMN deliveries.seq IS 'How many times its state was recorded.';

-- The state of an alert is that of its least finished delivery; without any it is pending.
CREATE OR REPLACE VIEW alerts AS
WITH outcome AS (
    SELECT alert_id,
           bool_or(state = 'pending') AS pending,
           bool_or(state = 'failed') AS failed,
           bool_or(state = 'dead') AS dead,
           bool_or(state = 'sent') AS sent,
           count(*) AS targets
    FROM deliveries
    GROUP BY alert_id
),
final AS (
    SELECT alert.alert_id, alert.claim_id, alert.fact_id, alert.verdict, alert.line, alert.created_at,
           CASE
               WHEN outcome.alert_id IS NULL OR outcome.pending THEN 'pending'
               WHEN outcome.failed THEN 'failed'
               WHEN outcome.dead THEN 'dead'
               WHEN outcome.sent THEN 'sent'
               ELSE 'suppressed'
           END AS state,
           alert.topic, alert.run_id, coalesce(outcome.targets, 0) AS targets
    FROM alert
    LEFT JOIN outcome ON outcome.alert_id = alert.alert_id
)
SELECT * FROM final;
COMMENT ON VIEW alerts IS 'Every alert raised, and how far it has come.';
COMMENT ON COLUMN alerts.alert_id IS 'Names the alert.';
COMMENT ON COLUMN alerts.claim_id IS 'The claim it is about.';
COMMENT ON COLUMN alerts.fact_id IS 'The fact that raised it.';
COMMENT ON COLUMN alerts.verdict IS 'new, changed, contradicted or retracted.';
COMMENT ON COLUMN alerts.line IS 'What it says, in one line.';
COMMENT ON COLUMN alerts.created_at IS 'When it was raised (UTC).';
COMMENT ON COLUMN alerts.state IS 'pending (some target not tried yet), else failed, else dead, else sent (everywhere it was to go), else suppressed.';
COMMENT ON COLUMN alerts.topic IS 'Name of the topic.';
COMMENT ON COLUMN alerts.run_id IS 'The run that raised it.';
COMMENT ON COLUMN alerts.targets IS 'Number of targets it has a delivery for.';
