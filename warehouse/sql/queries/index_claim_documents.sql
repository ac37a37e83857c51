-- Enters the facts that search does not know yet, under the numbers after $last that their postings have just been given.
INSERT INTO claim_document (document_no, claim_id, fact_id, terms)
WITH numbered AS (
    SELECT $last + row_number() OVER (ORDER BY fact.fact_id) AS document_no, fact.claim_id, fact.fact_id
    FROM fact
    WHERE NOT EXISTS (SELECT 1 FROM claim_document AS document WHERE document.fact_id = fact.fact_id)
),
lengths AS (
    SELECT document_no, sum(frequency) AS terms FROM claim_posting WHERE document_no > $last GROUP BY document_no
)
SELECT numbered.document_no, numbered.claim_id, numbered.fact_id, coalesce(lengths.terms, 0)
FROM numbered
LEFT JOIN lengths ON lengths.document_no = numbered.document_no
ORDER BY numbered.document_no
