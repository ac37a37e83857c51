-- What copies are told by, stored beside the text so that it is cut once; sketches are now made of other hashes.
-- Articles stored before have no sketch: copies of them that arrive within 30 days of this migration count as origins of their own.

DELETE FROM article_band;

CREATE TABLE article_sketch (
    article_id VARCHAR NOT NULL,
    triples    VARCHAR NOT NULL
);
COMMENT ON TABLE article_sketch IS 'The word triples of articles'' first wordings that are long enough, by which copies are told (warehouse/sketches.py).';
COMMENT ON COLUMN article_sketch.article_id IS 'The article.';
COMMENT ON COLUMN article_sketch.triples IS 'Hashes of 32 bits, little-endian and in order, as base64.';

CREATE TABLE site_line (
    host       VARCHAR NOT NULL,
    line       BIGINT NOT NULL,
    article_id VARCHAR NOT NULL,
    origin_id  VARCHAR NOT NULL,
    seen_at    TIMESTAMP NOT NULL
);
COMMENT ON TABLE site_line IS 'First and last lines of articles: those that recur over one host''s pages are the site''s (warehouse/site_lines.py).';
COMMENT ON COLUMN site_line.host IS 'Host of the article''s address.';
COMMENT ON COLUMN site_line.line IS 'Hash of the line without case and spaces, signed 64 bits.';
COMMENT ON COLUMN site_line.article_id IS 'An article that has the line near its beginning or end.';
COMMENT ON COLUMN site_line.origin_id IS 'The article that it is a copy of, else itself.';
COMMENT ON COLUMN site_line.seen_at IS 'When it was read (UTC).';

ALTER TABLE article ADD COLUMN field_sources VARCHAR;
COMMENT ON COLUMN article.field_sources IS 'Where title, author, publisher and date come from: "title: feed, published: json-ld"; null for local files.';
