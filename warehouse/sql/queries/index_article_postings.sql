-- The posting lists of the articles' wordings that search does not know yet, numbered after $last, in order of their terms, so that readers can
-- skip most row groups. Words are counted before they are stemmed, each once: most of a text is words that it has said already.
INSERT INTO article_posting (term, document_no, frequency)
WITH numbered AS (
    SELECT $last + row_number() OVER (ORDER BY article.article_id, article.version) AS document_no, article.article_id, article.version, article.title || ' ' || article.text AS words
    FROM article
    WHERE NOT EXISTS (SELECT 1 FROM article_document AS document WHERE document.article_id = article.article_id AND document.version = article.version)
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
