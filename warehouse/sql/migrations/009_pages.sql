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

ALTER TABLE article ADD COLUMN field_sources VARCHAR;
COMMENT ON COLUMN article.field_sources IS 'Where title, author, publisher and date come from: "title: feed, published: json-ld"; null for local files.';
