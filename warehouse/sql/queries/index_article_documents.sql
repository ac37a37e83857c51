-- Numbers the articles' wordings that search does not know yet, after $last.
INSERT INTO article_document (document_no, article_id, version, terms)
SELECT $last + row_number() OVER (ORDER BY article_id, version), article_id, version, len(search_terms(title || ' ' || text))
FROM article
WHERE NOT EXISTS (
    SELECT 1 FROM article_document AS document WHERE document.article_id = article.article_id AND document.version = article.version)
