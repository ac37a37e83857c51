SELECT coalesce(max(document_no), 0) AS document_no FROM claim_document
