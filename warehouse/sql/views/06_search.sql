-- Terms of a text, the same for what is stored and for what is asked: accents and case folded, English plural and possessive s dropped
-- (the S-stemmer of Harman 1991, "How effective is suffixing?"); runs of Chinese, Japanese and Korean script, which have no
-- spaces to cut at, as overlapping pairs of characters.
CREATE OR REPLACE MACRO search_words(q) AS (
    list_concat(
        regexp_extract_all(
            regexp_replace(
                regexp_replace(strip_accents(lower(nfc_normalize(q))), '[''’]s\b', '', 'g'),
                '[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]+', ' ', 'g'),
            '[\p{L}\p{M}\p{N}]+'),
        flatten(list_transform(
            regexp_extract_all(nfc_normalize(q), '[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]+'),
            lambda run: CASE
                WHEN length(run) = 1 THEN [run]
                ELSE list_transform(range(1, length(run)), lambda place: substring(run, place, 2))
            END)))
);
COMMENT ON MACRO search_words IS 'The words of a text and the pairs of its Chinese characters, as they stand in it.';

CREATE OR REPLACE MACRO search_stem(word) AS (
    CASE
        WHEN length(word) < 4 THEN word
        WHEN regexp_matches(word, '[^ea]ies$') THEN word[:-4] || 'y'
        WHEN regexp_matches(word, '[^aeo]es$') THEN word[:-2]
        WHEN regexp_matches(word, '[^us]s$') THEN word[:-2]
        ELSE word
    END
);
COMMENT ON MACRO search_stem IS 'A word without its English plural.';

CREATE OR REPLACE MACRO search_terms(q) AS (
    list_transform(search_words(q), lambda word: search_stem(word))
);
COMMENT ON MACRO search_terms IS 'The terms of a text as search sees them.';

-- BM25 with the usual k1 = 1.2 and b = 0.75 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework"); the logarithm has
-- the 1 + of Lucene, so that no term counts against a document.
CREATE OR REPLACE MACRO search_articles(q) AS TABLE
WITH asked AS (
    SELECT DISTINCT unnest(search_terms(q)) AS term
),
corpus AS (
    SELECT count(*) AS documents, avg(terms) AS mean_terms FROM article_document
),
hits AS (
    SELECT posting.term, posting.document_no, posting.frequency
    FROM article_posting AS posting
    SEMI JOIN asked ON asked.term = posting.term
),
rarity AS (
    SELECT hits.term, ln(1 + (any_value(corpus.documents) - count(*) + 0.5) / (count(*) + 0.5)) AS weight
    FROM hits CROSS JOIN corpus
    GROUP BY hits.term
),
scored AS (
    SELECT document.article_id, document.version,
           sum(rarity.weight * hits.frequency * 2.2
               / (hits.frequency + 1.2 * (0.25 + 0.75 * document.terms / corpus.mean_terms))) AS score
    FROM hits
    JOIN rarity ON rarity.term = hits.term
    JOIN article_document AS document ON document.document_no = hits.document_no
    CROSS JOIN corpus
    GROUP BY document.article_id, document.version
),
-- Only the latest wording of an article counts. The text stays out: fetching it for every hit costs more than all the rest.
latest AS (
    SELECT article_id, max(version) AS version FROM article GROUP BY article_id
),
final AS (
    SELECT article.article_id, scored.score, article.title, article.publisher, article.published_at, article.url
    FROM scored
    JOIN latest ON latest.article_id = scored.article_id AND latest.version = scored.version
    JOIN article ON article.article_id = scored.article_id AND article.version = scored.version
)
SELECT * FROM final ORDER BY score DESC, published_at DESC, article_id;
COMMENT ON MACRO TABLE search_articles IS 'Articles by words, best match first: article_id, score (BM25), title, publisher, published_at, url.';

-- A claim scores as its best fact.
CREATE OR REPLACE MACRO search_claims(q) AS TABLE
WITH asked AS (
    SELECT DISTINCT unnest(search_terms(q)) AS term
),
corpus AS (
    SELECT count(*) AS documents, avg(terms) AS mean_terms FROM claim_document
),
hits AS (
    SELECT posting.term, posting.document_no, posting.frequency
    FROM claim_posting AS posting
    SEMI JOIN asked ON asked.term = posting.term
),
rarity AS (
    SELECT hits.term, ln(1 + (any_value(corpus.documents) - count(*) + 0.5) / (count(*) + 0.5)) AS weight
    FROM hits CROSS JOIN corpus
    GROUP BY hits.term
),
scored AS (
    SELECT document.claim_id, document.document_no,
           sum(rarity.weight * hits.frequency * 2.2
               / (hits.frequency + 1.2 * (0.25 + 0.75 * document.terms / corpus.mean_terms))) AS score
    FROM hits
    JOIN rarity ON rarity.term = hits.term
    JOIN claim_document AS document ON document.document_no = hits.document_no
    CROSS JOIN corpus
    GROUP BY document.claim_id, document.document_no
),
best AS (
    SELECT claim_id, max(score) AS score FROM scored GROUP BY claim_id
),
final AS (
    SELECT claims.claim_id, best.score, claims.line, claims.status, claims.kind, claims.subject, claims.predicate, claims.value,
           claims.unit, claims.first_seen_at, claims.first_publisher, claims.origins
    FROM best
    JOIN claims ON claims.claim_id = best.claim_id
)
SELECT * FROM final ORDER BY score DESC, first_seen_at DESC, claim_id;
COMMENT ON MACRO TABLE search_claims IS 'Claims by words of any of their sentences, best match first: claim_id, score (BM25), then as in claims.';
