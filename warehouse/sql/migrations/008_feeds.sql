-- How feeds are polled from now on: weighed failures, an interval that adapts, moves for good; and what was noticed about them.

ALTER TABLE poll ADD COLUMN fault VARCHAR;
ALTER TABLE poll ADD COLUMN strain DOUBLE DEFAULT 0;
ALTER TABLE poll ADD COLUMN interval_s BIGINT;
ALTER TABLE poll ADD COLUMN ttl_s BIGINT;
ALTER TABLE poll ADD COLUMN moved_to VARCHAR;
ALTER TABLE poll ADD COLUMN moves BIGINT DEFAULT 0;
UPDATE poll SET strain = failures;
ALTER TABLE poll ALTER COLUMN strain SET NOT NULL;
ALTER TABLE poll ALTER COLUMN moves SET NOT NULL;
COMMENT ON COLUMN poll.fault IS 'What sort of failure it was (timeout, not_found, not_a_feed ...); null when it did not fail.';
COMMENT ON COLUMN poll.strain IS 'Failures in a row, each by its weight: a timeout 1, a 404 2, a 410 6, no network at all 0.';
COMMENT ON COLUMN poll.interval_s IS 'Seconds between polls that fit how fast the feed changes; null before its first answer.';
COMMENT ON COLUMN poll.ttl_s IS 'Seconds that the feed itself asks to be left alone (ttl, updatePeriod); null when it does not, or was not read.';
COMMENT ON COLUMN poll.moved_to IS 'Where permanent redirects (301, 308) led; null when there were none.';
COMMENT ON COLUMN poll.moves IS 'Polls in a row that were led there; from 3 on it is asked for directly.';

CREATE TABLE feed_notice (
    topic      VARCHAR NOT NULL,
    feed_url   VARCHAR NOT NULL,
    kind       VARCHAR NOT NULL,
    run_id     VARCHAR NOT NULL,
    noticed_at TIMESTAMP NOT NULL,
    title      VARCHAR,
    line       VARCHAR NOT NULL
);
COMMENT ON TABLE feed_notice IS 'What is worth telling a person about a feed, each thing once.';
COMMENT ON COLUMN feed_notice.topic IS 'Name of the topic that the feed was polled for.';
COMMENT ON COLUMN feed_notice.feed_url IS 'The feed.';
COMMENT ON COLUMN feed_notice.kind IS 'failing or gone, ended by recovered; silent, ended by resumed.';
COMMENT ON COLUMN feed_notice.run_id IS 'The run that noticed.';
COMMENT ON COLUMN feed_notice.noticed_at IS 'When (UTC).';
COMMENT ON COLUMN feed_notice.title IS 'What the feed was called then.';
COMMENT ON COLUMN feed_notice.line IS 'What there is to tell, in one line.';
