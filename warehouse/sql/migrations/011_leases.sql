-- Which run reads which feed, where several machines share a warehouse. A log: what a run holds ends with it, or at expires_at.

CREATE TABLE feed_lease (
    feed_url   VARCHAR NOT NULL,
    run_id     VARCHAR NOT NULL,
    leased_at  TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE feed_lease IS 'Feeds that a run took for itself, so that no other reads them at the same time. Only where machines share the warehouse.';
COMMENT ON COLUMN feed_lease.feed_url IS 'The feed.';
COMMENT ON COLUMN feed_lease.run_id IS 'The run that took it.';
COMMENT ON COLUMN feed_lease.leased_at IS 'When (UTC).';
COMMENT ON COLUMN feed_lease.expires_at IS 'When others may take it though the run has not ended: it was killed (UTC).';
