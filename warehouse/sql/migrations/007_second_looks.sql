-- Second looks at articles: which are copies of another, and which were edited after we read them.

CREATE TABLE article_band (
    band         BIGINT NOT NULL,
    article_id   VARCHAR NOT NULL,
    origin_id    VARCHAR NOT NULL,
    published_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE article_band IS 'Sketches of articles'' texts: articles that share a band may be copies (warehouse/origins.py).';
COMMENT ON COLUMN article_band.band IS 'Hash of a band of the MinHash sketch, signed 64 bits.';
COMMENT ON COLUMN article_band.article_id IS 'The article.';
COMMENT ON COLUMN article_band.origin_id IS 'The article that it is a copy of, else itself.';
COMMENT ON COLUMN article_band.published_at IS 'Publication time of the article, else when it was first read (UTC).';

CREATE TABLE recheck (
    article_id    VARCHAR NOT NULL,
    rechecked_at  TIMESTAMP NOT NULL,
    run_id        VARCHAR NOT NULL,
    look          INTEGER NOT NULL,
    outcome       VARCHAR NOT NULL,
    status_code   INTEGER,
    reason        VARCHAR,
    etag          VARCHAR,
    last_modified VARCHAR,
    body_hash     VARCHAR,
    version_id    VARCHAR
);
COMMENT ON TABLE recheck IS 'Log of second looks at articles from feeds, a day and a week after they were first read.';
COMMENT ON COLUMN recheck.article_id IS 'The article.';
COMMENT ON COLUMN recheck.rechecked_at IS 'When its page was asked for (UTC).';
COMMENT ON COLUMN recheck.run_id IS 'The run that asked.';
COMMENT ON COLUMN recheck.look IS '1: a day after it was first read; 2: a week after.';
COMMENT ON COLUMN recheck.outcome IS 'unmodified (same bytes), same (same text), edited, moved, gone, unreadable or failed.';
COMMENT ON COLUMN recheck.status_code IS 'HTTP status, where there was an answer that was not a page.';
COMMENT ON COLUMN recheck.reason IS 'Why there was no text to compare, in words.';
COMMENT ON COLUMN recheck.etag IS 'ETag header as it came.';
COMMENT ON COLUMN recheck.last_modified IS 'Last-Modified header as it came.';
COMMENT ON COLUMN recheck.body_hash IS 'Hash of the body, to know the same bytes again.';
COMMENT ON COLUMN recheck.version_id IS 'The wording that was found; null when none was.';
