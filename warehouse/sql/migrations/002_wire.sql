-- What came over the wire: polls of feeds and the entries seen in them. Both are logs; views show the current state.

CREATE TABLE poll (
    run_id        VARCHAR NOT NULL,
    feed_url      VARCHAR NOT NULL,
    polled_at     TIMESTAMP NOT NULL,
    outcome       VARCHAR NOT NULL,
    status_code   BIGINT,
    reason        VARCHAR,
    etag          VARCHAR,
    last_modified VARCHAR,
    body_hash     VARCHAR,
    entries       BIGINT NOT NULL,
    new_entries   BIGINT NOT NULL,
    failures      BIGINT NOT NULL,
    next_poll_at  TIMESTAMP,
    title         VARCHAR
);
COMMENT ON TABLE poll IS 'Log of attempts to read a feed.';
COMMENT ON COLUMN poll.run_id IS 'The run that tried.';
COMMENT ON COLUMN poll.feed_url IS 'Address of the feed as the topic gives it.';
COMMENT ON COLUMN poll.polled_at IS 'When (UTC).';
COMMENT ON COLUMN poll.outcome IS 'ok, unmodified, failed, gone or paused.';
COMMENT ON COLUMN poll.status_code IS 'HTTP status; null when there was no answer.';
COMMENT ON COLUMN poll.reason IS 'Why it failed, in words; null when it did not.';
COMMENT ON COLUMN poll.etag IS 'ETag header as it came.';
COMMENT ON COLUMN poll.last_modified IS 'Last-Modified header as it came.';
COMMENT ON COLUMN poll.body_hash IS 'Hash of the body, to know the same bytes again.';
COMMENT ON COLUMN poll.entries IS 'Entries in the feed.';
COMMENT ON COLUMN poll.new_entries IS 'Entries not seen before.';
COMMENT ON COLUMN poll.failures IS 'Failures in a row up to and with this attempt; 0 after a success.';
COMMENT ON COLUMN poll.next_poll_at IS 'When the feed is due again (UTC).';
COMMENT ON COLUMN poll.title IS 'Title the feed gives itself.';

CREATE TABLE entry (
    feed_url     VARCHAR NOT NULL,
    entry_id     VARCHAR NOT NULL,
    url          VARCHAR NOT NULL,
    title        VARCHAR NOT NULL,
    published_at TIMESTAMP,
    seen_at      TIMESTAMP NOT NULL,
    article_id   VARCHAR,
    page_status  VARCHAR NOT NULL,
    reason       VARCHAR
);
COMMENT ON TABLE entry IS 'Log of feed entries and what became of them; the latest row of a feed_url and entry_id counts.';
COMMENT ON COLUMN entry.feed_url IS 'The feed it came from.';
COMMENT ON COLUMN entry.entry_id IS 'The feed''s own id of the entry, else its link.';
COMMENT ON COLUMN entry.url IS 'Address of the article.';
COMMENT ON COLUMN entry.title IS 'Title in the feed.';
COMMENT ON COLUMN entry.published_at IS 'Publication time in the feed (UTC); null when it gives none.';
COMMENT ON COLUMN entry.seen_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN entry.article_id IS 'The article made of it; null when none was.';
COMMENT ON COLUMN entry.page_status IS 'What the page turned out to be: full, teaser, paywalled, empty, error ...';
COMMENT ON COLUMN entry.reason IS 'Why no full article was made, in words.';
