-- Full-text search by our own posting lists: readers need no extension, and adding articles costs in proportion to what is added.
-- Documents are numbered, not named by their ids: with hex ids the lists were several times larger.

CREATE TABLE article_document (
    document_no BIGINT NOT NULL,
    article_id  VARCHAR NOT NULL,
    version     INTEGER NOT NULL,
    terms       INTEGER NOT NULL
);
COMMENT ON TABLE article_document IS 'Articles'' wordings as search sees them.';
COMMENT ON COLUMN article_document.document_no IS 'Number of the document in article_posting.';
COMMENT ON COLUMN article_document.article_id IS 'The article.';
COMMENT ON COLUMN article_document.version IS 'Its wording.';
COMMENT ON COLUMN article_document.terms IS 'Number of terms in title and text.';

CREATE TABLE article_posting (
    term        VARCHAR NOT NULL,
    document_no BIGINT NOT NULL,
    frequency   INTEGER NOT NULL
);
COMMENT ON TABLE article_posting IS 'Which term stands how often in which wording of an article.';
COMMENT ON COLUMN article_posting.term IS 'The term, as search_terms() makes it.';
COMMENT ON COLUMN article_posting.document_no IS 'The document.';
COMMENT ON COLUMN article_posting.frequency IS 'How often it stands there.';

CREATE TABLE claim_document (
    document_no BIGINT NOT NULL,
    claim_id    VARCHAR NOT NULL,
    fact_id     VARCHAR NOT NULL,
    terms       INTEGER NOT NULL
);
COMMENT ON TABLE claim_document IS 'Facts as search sees them: a claim is found by the words of any of its facts.';
COMMENT ON COLUMN claim_document.document_no IS 'Number of the document in claim_posting.';
COMMENT ON COLUMN claim_document.claim_id IS 'The claim.';
COMMENT ON COLUMN claim_document.fact_id IS 'The fact whose line and sentence are searched.';
COMMENT ON COLUMN claim_document.terms IS 'Number of terms in line and sentence.';

CREATE TABLE claim_posting (
    term        VARCHAR NOT NULL,
    document_no BIGINT NOT NULL,
    frequency   INTEGER NOT NULL
);
COMMENT ON TABLE claim_posting IS 'Which term stands how often in which fact.';
COMMENT ON COLUMN claim_posting.term IS 'The term, as search_terms() makes it.';
COMMENT ON COLUMN claim_posting.document_no IS 'The document.';
COMMENT ON COLUMN claim_posting.frequency IS 'How often it stands there.';
