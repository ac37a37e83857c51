-- The posting lists of the facts that search does not know yet, numbered after $last, in order of their terms, so that readers can
-- skip most row groups. Words are counted before they are stemmed, each once: most of a text is words that it has said already.
INSERT INTO claim_posting (term, document_no, frequency)
WITH numbered AS (
    SELECT $last + row_number() OVER (ORDER BY fact.fact_id) AS document_no, fact.claim_id, fact.fact_id, fact.line || ' ' || fact.sentence AS words
    FROM fact
    WHERE NOT EXISTS (SELECT 1 FROM claim_document AS document WHERE document.fact_id = fact.fact_id)
),
occurrence AS (
    SELECT document_no, unnest(search_words(words)) AS word FROM numbered
),
counted AS (
    SELECT document_no, word, count(*) AS frequency FROM occurrence GROUP BY document_no, word
),
vocabulary AS (
    SELECT word, search_stem(word) AS term FROM (SELECT DISTINCT word FROM counted)
)
SELECT vocabulary.term, counted.document_no, sum(counted.frequency)
FROM counted
JOIN vocabulary ON vocabulary.word = counted.word
GROUP BY vocabulary.term, counted.document_no
ORDER BY vocabulary.term, counted.document_no
