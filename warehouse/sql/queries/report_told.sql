-- What was told of $topic that was not known before, newest first, with its evidence and with who told it after. Of one article the
-- weightiest comes first: what takes something back, what moved, then what is new, and figures before words.
WITH others AS (
    SELECT first_fact_id,
           list({'publisher': publisher, 'url': article_url, 'published_at': published_at} ORDER BY published_at, fact_id) AS told_by
    FROM tellings
    WHERE topic = $topic AND fact_id <> first_fact_id
    GROUP BY first_fact_id
),
final AS (
    SELECT fact.fact_id, fact.claim_id, fact.verdict, fact.subject, fact.line, fact.sentence, fact.publisher, fact.speaker,
           fact.published_at, fact.article_url AS url, fact.reason, fact.core, others.told_by, fact.start_char,
           list_position(['retracted', 'contradicted', 'changed', 'new'], fact.verdict) AS weight,
           list_position(['quantity', 'ranking', 'event', 'attribute', 'statement'], fact.kind) AS lightness,
           CASE WHEN fact.verdict <> 'new' THEN prior.line END AS before_line,
           CASE WHEN fact.verdict <> 'new' THEN prior.sentence END AS before_sentence,
           prior.publisher AS before_publisher, prior.published_at AS before_published_at, prior.article_url AS before_url
    FROM facts AS fact
    LEFT JOIN facts AS prior ON prior.fact_id = fact.prior_fact_id
    LEFT JOIN others ON others.first_fact_id = fact.fact_id
    WHERE fact.topic = $topic AND fact.verdict NOT IN ('restated', 'unsure')
)
SELECT * EXCLUDE (weight, lightness, start_char)
FROM final
ORDER BY published_at DESC, url, weight, lightness, start_char, fact_id
