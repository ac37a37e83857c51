-- The two tables that the store itself needs, and the record of runs.
-- No keys, indexes, sequences or enums anywhere: the same statements run on a DuckDB file, on DuckLake and on MotherDuck.
-- Uniqueness is made at write time (Transaction.insert).

CREATE TABLE meta (
    key   VARCHAR NOT NULL,
    value VARCHAR NOT NULL
);
COMMENT ON TABLE meta IS 'What this file is: its format, the version of its schema, the digest of its views.';
COMMENT ON COLUMN meta.key IS 'format, schema_version or views.';
COMMENT ON COLUMN meta.value IS 'The value as text.';
INSERT INTO meta VALUES ('format', 'claimwatch'), ('schema_version', '0'), ('views', '');

CREATE TABLE write_fence (
    name VARCHAR NOT NULL,
    n    BIGINT NOT NULL
);
COMMENT ON TABLE write_fence IS 'One row that every writing transaction updates first, so that of two writers one fails at once and tries again.';
COMMENT ON COLUMN write_fence.name IS 'Always "writer".';
COMMENT ON COLUMN write_fence.n IS 'Number of transactions that changed the warehouse.';
INSERT INTO write_fence VALUES ('writer', 0);

CREATE TABLE run (
    run_id            VARCHAR NOT NULL,
    kind              VARCHAR NOT NULL,
    topic             VARCHAR NOT NULL,
    started_at        TIMESTAMP NOT NULL,
    finished_at       TIMESTAMP,
    feeds_due         BIGINT NOT NULL,
    feeds_ok          BIGINT NOT NULL,
    feeds_failing     BIGINT NOT NULL,
    feeds_silent      BIGINT NOT NULL,
    entries_seen      BIGINT NOT NULL,
    entries_new       BIGINT NOT NULL,
    pages_full        BIGINT NOT NULL,
    pages_summary_only BIGINT NOT NULL,
    pages_quarantined BIGINT NOT NULL,
    facts             BIGINT NOT NULL,
    alerts            BIGINT NOT NULL
);
COMMENT ON TABLE run IS 'Log of runs: a row when a run starts (optional) and one when it ends; the row with the latest finished_at counts.';
COMMENT ON COLUMN run.run_id IS 'Id of the run.';
COMMENT ON COLUMN run.kind IS 'seed, poll, replay, recheck or alert.';
COMMENT ON COLUMN run.topic IS 'Name of the topic.';
COMMENT ON COLUMN run.started_at IS 'When it started (UTC).';
COMMENT ON COLUMN run.finished_at IS 'When it ended (UTC); null in the row written at the start.';
COMMENT ON COLUMN run.feeds_due IS 'Feeds that were to be polled.';
COMMENT ON COLUMN run.feeds_ok IS 'Feeds that answered, changed or not.';
COMMENT ON COLUMN run.feeds_failing IS 'Feeds that could not be read.';
COMMENT ON COLUMN run.feeds_silent IS 'Feeds that answer but have brought nothing for longer than their expected volume allows.';
COMMENT ON COLUMN run.entries_seen IS 'Entries in the feeds that were read.';
COMMENT ON COLUMN run.entries_new IS 'Entries not seen before.';
COMMENT ON COLUMN run.pages_full IS 'Pages whose whole text was read.';
COMMENT ON COLUMN run.pages_summary_only IS 'Pages of which only a summary could be read.';
COMMENT ON COLUMN run.pages_quarantined IS 'Pages set aside because their text cannot be trusted.';
COMMENT ON COLUMN run.facts IS 'Facts stored.';
COMMENT ON COLUMN run.alerts IS 'Alerts raised.';
