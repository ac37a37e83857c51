-- The posting lists of the documents after $last, in order of their terms, so that readers can skip most row groups.
INSERT INTO claim_posting (term, document_no, frequency)
WITH occurrence AS (
    SELECT document.document_no, unnest(search_terms(fact.line || ' ' || fact.sentence)) AS term
    FROM claim_document AS document
    JOIN fact ON fact.fact_id = document.fact_id
    WHERE document.document_no > $last
)
SELECT term, document_no, count(*) FROM occurrence GROUP BY term, document_no ORDER BY term, document_no
