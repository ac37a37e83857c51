-- A feed is polled for a topic: two topics may name the same one, and each has its own "feed/sample.xml".
ALTER TABLE poll ADD COLUMN topic VARCHAR DEFAULT '';
UPDATE poll SET topic = coalesce((SELECT any_value(run.topic) FROM run WHERE run.run_id = poll.run_id), '');
ALTER TABLE poll ALTER COLUMN topic SET NOT NULL;
COMMENT ON COLUMN poll.topic IS 'Name of the topic that it was polled for.';
