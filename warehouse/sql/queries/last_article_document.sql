SELECT coalesce(max(document_no), 0) AS document_no FROM article_document
