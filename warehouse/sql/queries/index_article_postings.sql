-- The posting lists of the documents after $last, in order of their terms, so that readers can skip most row groups.
INSERT INTO article_posting (term, document_no, frequency)
WITH occurrence AS (
    SELECT document.document_no, unnest(search_terms(article.title || ' ' || article.text)) AS term
    FROM article_document AS document
    JOIN article ON article.article_id = document.article_id AND article.version = document.version
    WHERE document.document_no > $last
)
SELECT term, document_no, count(*) FROM occurrence GROUP BY term, document_no ORDER BY term, document_no
