-- Numbers the facts that search does not know yet, after $last.
INSERT INTO claim_document (document_no, claim_id, fact_id, terms)
SELECT $last + row_number() OVER (ORDER BY fact_id), claim_id, fact_id, len(search_terms(line || ' ' || sentence))
FROM fact
WHERE NOT EXISTS (SELECT 1 FROM claim_document AS document WHERE document.fact_id = fact.fact_id)
