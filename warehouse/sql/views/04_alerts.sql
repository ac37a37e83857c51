-- "at" is a keyword of DuckDB and needs quotes (or deliveries.at); recorded_at is the same without.
CREATE OR REPLACE VIEW deliveries AS
SELECT alert_id, target, state, attempts, last_error, recorded_at AS "at", recorded_at, seq, due_at, message_id, unknowns
FROM delivery
QUALIFY row_number() OVER (PARTITION BY alert_id, target ORDER BY seq DESC) = 1;
COMMENT ON VIEW deliveries IS 'What became of each alert at each target.';
COMMENT ON COLUMN deliveries.alert_id IS 'The alert.';
COMMENT ON COLUMN deliveries.target IS 'Name of the target.';
COMMENT ON COLUMN deliveries.state IS 'pending, sending, sent, digested (sent in a digest), suppressed, failed (will be tried again), unknown (may have arrived) or dead (given up).';
COMMENT ON COLUMN deliveries.attempts IS 'Attempts so far.';
COMMENT ON COLUMN deliveries.last_error IS 'Why it was held back, failed, was given up or suppressed.';
COMMENT ON COLUMN deliveries."at" IS 'When that was recorded (UTC); at is a keyword, write "at" or deliveries.at.';
COMMENT ON COLUMN deliveries.recorded_at IS 'The same as at, without the need for quotes.';
COMMENT ON COLUMN deliveries.seq IS 'How many times its state was recorded.';
COMMENT ON COLUMN deliveries.due_at IS 'Not tried before this (UTC); null when there is nothing to wait for.';
COMMENT ON COLUMN deliveries.message_id IS 'The message that carried it or was to carry it: see attempts.';
COMMENT ON COLUMN deliveries.unknowns IS 'Attempts of which nobody knows whether they arrived.';

-- The state of an alert is that of its least finished delivery; without any it is pending.
CREATE OR REPLACE VIEW alerts AS
WITH outcome AS (
    SELECT alert_id,
           bool_or(state IN ('pending', 'sending')) AS pending,
           bool_or(state = 'unknown') AS unknown,
           bool_or(state = 'failed') AS failed,
           bool_or(state = 'dead') AS dead,
           bool_or(state = 'sent') AS sent,
           bool_or(state = 'digested') AS digested,
           count(*) AS targets
    FROM deliveries
    GROUP BY alert_id
),
final AS (
    SELECT alert.alert_id, alert.claim_id, alert.fact_id, alert.verdict, alert.line, alert.created_at,
           CASE
               WHEN outcome.alert_id IS NULL OR outcome.pending THEN 'pending'
               WHEN outcome.unknown THEN 'unknown'
               WHEN outcome.failed THEN 'failed'
               WHEN outcome.dead THEN 'dead'
               WHEN outcome.sent THEN 'sent'
               WHEN outcome.digested THEN 'digested'
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
COMMENT ON COLUMN alerts.state IS 'pending (some target not tried yet), else unknown, failed, dead, else sent or digested (everywhere it was to go), else suppressed.';
COMMENT ON COLUMN alerts.topic IS 'Name of the topic.';
COMMENT ON COLUMN alerts.run_id IS 'The run that raised it.';
COMMENT ON COLUMN alerts.targets IS 'Number of targets it has a delivery for.';

-- Everything that goes to targets: alerts, and notices about feeds, which have no id of their own.
CREATE OR REPLACE VIEW told_things AS
SELECT alert_id, topic, run_id, line, created_at, false AS is_notice
FROM alert
UNION ALL
SELECT 'feed-' || substr(md5(concat_ws(chr(31), topic, feed_url, kind, run_id)), 1, 16) AS alert_id, topic, run_id, line,
       noticed_at AS created_at, true AS is_notice
FROM feed_notice;
COMMENT ON VIEW told_things IS 'Everything that goes to targets: alerts, and notices about feeds.';
COMMENT ON COLUMN told_things.alert_id IS 'Id of the alert, or of the notice ("feed-...").';
COMMENT ON COLUMN told_things.topic IS 'Name of the topic.';
COMMENT ON COLUMN told_things.run_id IS 'The run that raised it.';
COMMENT ON COLUMN told_things.line IS 'What it says, in one line.';
COMMENT ON COLUMN told_things.created_at IS 'When it was raised (UTC).';
COMMENT ON COLUMN told_things.is_notice IS 'Whether it is about a feed.';

-- What was tried, and what came of it: an attempt without an outcome was cut short by a kill, or is being made.
CREATE OR REPLACE VIEW attempts AS
SELECT attempt_id, message_id, topic, target, kind,
       arg_max(outcome, outcome <> 'begun') AS outcome,
       bool_or(is_repeat) AS is_repeat, max(alerts) AS alerts, any_value(title) AS title, any_value(reason) AS reason,
       min(recorded_at) AS begun_at, max(recorded_at) FILTER (outcome <> 'begun') AS ended_at
FROM attempt
GROUP BY attempt_id, message_id, topic, target, kind;
COMMENT ON VIEW attempts IS 'Every attempt to send a message, and what came of it.';
COMMENT ON COLUMN attempts.attempt_id IS 'Names the attempt.';
COMMENT ON COLUMN attempts.message_id IS 'Names the message: the same for the same alerts to the same target, however often it is tried.';
COMMENT ON COLUMN attempts.topic IS 'Name of the topic.';
COMMENT ON COLUMN attempts.target IS 'Name of the target.';
COMMENT ON COLUMN attempts.kind IS 'now or digest.';
COMMENT ON COLUMN attempts.outcome IS 'accepted, refused, unknown, or begun: it is being made, or was cut short.';
COMMENT ON COLUMN attempts.is_repeat IS 'Whether an earlier attempt may have arrived; the message then says so.';
COMMENT ON COLUMN attempts.alerts IS 'Number of alerts that it carries.';
COMMENT ON COLUMN attempts.title IS 'Title of the message.';
COMMENT ON COLUMN attempts.reason IS 'Why it was refused, or why nobody knows.';
COMMENT ON COLUMN attempts.begun_at IS 'When it was begun (UTC).';
COMMENT ON COLUMN attempts.ended_at IS 'When its outcome was written (UTC).';

CREATE OR REPLACE VIEW mutes AS
SELECT topic, what, name, until_at, muted_at, muted_by
FROM mute
QUALIFY row_number() OVER (PARTITION BY topic, what, name ORDER BY muted_at DESC) = 1;
COMMENT ON VIEW mutes IS 'What people do not want to hear of; those whose until_at is past are over.';
COMMENT ON COLUMN mutes.topic IS 'Name of the topic.';
COMMENT ON COLUMN mutes.what IS 'subject, predicate or publisher.';
COMMENT ON COLUMN mutes.name IS 'Its name.';
COMMENT ON COLUMN mutes.until_at IS 'Until when (UTC); null for ever.';
COMMENT ON COLUMN mutes.muted_at IS 'Since when (UTC).';
COMMENT ON COLUMN mutes.muted_by IS 'By whom.';

-- The books, in two hands: what each alert's last row says, and what the targets were recorded to have accepted. They must agree.
CREATE OR REPLACE VIEW delivery_sums AS
WITH ends AS (
    SELECT alert.topic, delivery.target,
           count(*) AS addressed,
           count(*) FILTER (delivery.state = 'sent') AS delivered,
           count(*) FILTER (delivery.state = 'digested') AS digested,
           count(*) FILTER (delivery.state = 'suppressed') AS suppressed,
           count(*) FILTER (delivery.state = 'dead') AS dead,
           count(*) FILTER (delivery.state IN ('pending', 'sending', 'failed', 'unknown')) AS pending
    FROM deliveries AS delivery
    JOIN told_things AS alert ON alert.alert_id = delivery.alert_id
    GROUP BY ALL
),
taken AS (
    SELECT topic, target, sum(alerts) AS accepted, count(*) FILTER (is_repeat) AS repeats
    FROM attempts
    WHERE outcome = 'accepted'
    GROUP BY ALL
),
final AS (
    SELECT ends.topic, ends.target, ends.addressed, ends.delivered, ends.digested, ends.suppressed, ends.dead, ends.pending,
           CAST(coalesce(taken.accepted, 0) AS BIGINT) AS accepted, coalesce(taken.repeats, 0) AS repeats,
           ends.addressed = ends.delivered + ends.digested + ends.suppressed + ends.dead + ends.pending
               AND coalesce(taken.accepted, 0) = ends.delivered + ends.digested AS agrees
    FROM ends
    LEFT JOIN taken ON taken.topic = ends.topic AND taken.target = ends.target
)
SELECT * FROM final;
COMMENT ON VIEW delivery_sums IS 'Per target, how many alerts ended in which state; each in exactly one.';
COMMENT ON COLUMN delivery_sums.topic IS 'Name of the topic.';
COMMENT ON COLUMN delivery_sums.target IS 'Name of the target.';
COMMENT ON COLUMN delivery_sums.addressed IS 'Alerts that were to go to it.';
COMMENT ON COLUMN delivery_sums.delivered IS 'Alerts that it accepted in messages.';
COMMENT ON COLUMN delivery_sums.digested IS 'Alerts that it accepted in digests.';
COMMENT ON COLUMN delivery_sums.suppressed IS 'Alerts held back for good, with a reason.';
COMMENT ON COLUMN delivery_sums.dead IS 'Alerts given up.';
COMMENT ON COLUMN delivery_sums.pending IS 'Alerts that it is still to get.';
COMMENT ON COLUMN delivery_sums.accepted IS 'Alerts in messages that it accepted, counted by the log of attempts.';
COMMENT ON COLUMN delivery_sums.repeats IS 'Accepted messages that may have arrived twice.';
COMMENT ON COLUMN delivery_sums.agrees IS 'Whether the states sum up, and agree with the log of attempts.';
