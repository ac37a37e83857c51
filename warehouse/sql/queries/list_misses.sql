-- Sentences of $topic with a known subject and a figure that no rule took, the commonest reason first, newest first under it.
-- The figure in quotes tells one miss from another, not one reason from another.
WITH told AS (
    SELECT regexp_replace(misses.reason, '''[^'']*''|"[^"]*"', '…', 'g') AS reason, misses.reason AS detail, misses.publisher, misses.published_at,
           misses.article_url, misses.sentence, misses.start_char
    FROM misses
    JOIN article_versions ON article_versions.article_id = misses.article_id AND article_versions.version = misses.version
    WHERE article_versions.topic = $topic
),
final AS (
    SELECT *, count(*) OVER (PARTITION BY reason) AS of_reason FROM told
)
SELECT reason, detail, sentence, publisher, published_at, article_url
FROM final
ORDER BY of_reason DESC, reason, published_at DESC NULLS LAST, article_url, start_char
