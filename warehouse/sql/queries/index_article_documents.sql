-- Enters the articles' wordings that search does not know yet, under the numbers after $last that their postings have just been given.
INSERT INTO article_document (document_no, article_id, version, terms)
WITH numbered AS (
    SELECT $last + row_number() OVER (ORDER BY article.article_id, article.version) AS document_no, article.article_id, article.version
    FROM article
    WHERE NOT EXISTS (SELECT 1 FROM article_document AS document WHERE document.article_id = article.article_id AND document.version = article.version)
),
lengths AS (
    SELECT document_no, sum(frequency) AS terms FROM article_posting WHERE document_no > $last GROUP BY document_no
)
SELECT numbered.document_no, numbered.article_id, numbered.version, coalesce(lengths.terms, 0)
FROM numbered
LEFT JOIN lengths ON lengths.document_no = numbered.document_no
ORDER BY numbered.document_no
