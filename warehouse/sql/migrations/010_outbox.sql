-- The outbox in full: messages and attempts, what is held back and until when, mutes, alarms about flows.

ALTER TABLE delivery ADD COLUMN due_at TIMESTAMP;
COMMENT ON COLUMN delivery.due_at IS 'Not to be tried before this (UTC); null when there is nothing to wait for.';
ALTER TABLE delivery ADD COLUMN message_id VARCHAR;
COMMENT ON COLUMN delivery.message_id IS 'The message that carried it or was to carry it.';
ALTER TABLE delivery ADD COLUMN unknowns INTEGER DEFAULT 0;
ALTER TABLE delivery ALTER COLUMN unknowns SET NOT NULL;
COMMENT ON COLUMN delivery.unknowns IS 'Attempts so far of which nobody knows whether they arrived.';
COMMENT ON COLUMN delivery.state IS 'pending, sending, sent, digested, suppressed, failed, unknown or dead.';
COMMENT ON COLUMN delivery.last_error IS 'Why it was held back, failed, was given up or suppressed.';

CREATE TABLE attempt (
    attempt_id  VARCHAR NOT NULL,
    message_id  VARCHAR NOT NULL,
    topic       VARCHAR NOT NULL,
    target      VARCHAR NOT NULL,
    kind        VARCHAR NOT NULL,
    outcome     VARCHAR NOT NULL,
    is_repeat   BOOLEAN NOT NULL,
    alerts      INTEGER NOT NULL,
    title       VARCHAR NOT NULL,
    reason      VARCHAR,
    recorded_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE attempt IS 'Log of attempts to send a message: a row before it is made, one with its outcome after it.';
COMMENT ON COLUMN attempt.attempt_id IS 'Names the attempt.';
COMMENT ON COLUMN attempt.message_id IS 'Names the message: the same for the same alerts to the same target, however often it is tried.';
COMMENT ON COLUMN attempt.topic IS 'Name of the topic.';
COMMENT ON COLUMN attempt.target IS 'Name of the target; never its address, which may hold a secret.';
COMMENT ON COLUMN attempt.kind IS 'now or digest.';
COMMENT ON COLUMN attempt.outcome IS 'begun, then accepted (the target said yes), refused (it did not take it) or unknown.';
COMMENT ON COLUMN attempt.is_repeat IS 'Whether an earlier attempt may have arrived; the message then says so.';
COMMENT ON COLUMN attempt.alerts IS 'Number of alerts that it carries.';
COMMENT ON COLUMN attempt.title IS 'Title of the message.';
COMMENT ON COLUMN attempt.reason IS 'Why it was refused, or why nobody knows.';
COMMENT ON COLUMN attempt.recorded_at IS 'When this row was written (UTC).';

CREATE TABLE mute (
    topic    VARCHAR NOT NULL,
    what     VARCHAR NOT NULL,
    name     VARCHAR NOT NULL,
    until_at TIMESTAMP,
    muted_at TIMESTAMP NOT NULL,
    muted_by VARCHAR NOT NULL
);
COMMENT ON TABLE mute IS 'Log of what people do not want to hear of; the last row for a name counts.';
COMMENT ON COLUMN mute.topic IS 'Name of the topic.';
COMMENT ON COLUMN mute.what IS 'subject, predicate or publisher.';
COMMENT ON COLUMN mute.name IS 'Its name.';
COMMENT ON COLUMN mute.until_at IS 'Until when (UTC); null for ever. Unmuting writes a row that ends at once.';
COMMENT ON COLUMN mute.muted_at IS 'Since when (UTC).';
COMMENT ON COLUMN mute.muted_by IS 'By whom.';

CREATE TABLE alarm (
    alarm_id    VARCHAR NOT NULL,
    topic       VARCHAR NOT NULL,
    flow        VARCHAR NOT NULL,
    flow_run    VARCHAR NOT NULL,
    state       VARCHAR NOT NULL,
    reason      VARCHAR NOT NULL,
    link        VARCHAR,
    told        VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE alarm IS 'Log of flow runs that failed or crashed and of what was told about them.';
COMMENT ON COLUMN alarm.alarm_id IS 'Names the trouble: topic, flow and reason.';
COMMENT ON COLUMN alarm.topic IS 'Name of the topic.';
COMMENT ON COLUMN alarm.flow IS 'Name of the flow.';
COMMENT ON COLUMN alarm.flow_run IS 'Id of the run.';
COMMENT ON COLUMN alarm.state IS 'Failed or Crashed.';
COMMENT ON COLUMN alarm.reason IS 'What Prefect says of it, first line.';
COMMENT ON COLUMN alarm.link IS 'The run''s page.';
COMMENT ON COLUMN alarm.told IS 'Targets that took the message, separated by blanks; empty when nobody did.';
COMMENT ON COLUMN alarm.recorded_at IS 'When it was told (UTC).';
