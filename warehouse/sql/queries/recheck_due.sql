-- Articles of $topic from feeds that are due a second look: first read before $first (look 1) or $second (look 2), after $oldest,
-- and this look neither done nor failed $attempts times, last before $retry. Oldest first, $most at a time.
WITH first_read AS (
    SELECT article_id, min(first_seen_at) AS first_seen_at
    FROM article
    WHERE topic = $topic
    GROUP BY article_id
    HAVING arg_min(source, version) = 'feed'
),
latest AS (
    SELECT *
    FROM article
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY version DESC) = 1
),
-- A local feed's pages are files, whatever address they give themselves.
files AS (
    SELECT article_id, min(url) AS url
    FROM entry
    WHERE starts_with(url, 'file:')
    GROUP BY article_id
),
tried AS (
    SELECT article_id, look, bool_or(outcome <> 'failed') AS done, count(*) AS attempts, max(rechecked_at) AS last_at
    FROM recheck
    GROUP BY article_id, look
),
last_answer AS (
    SELECT article_id, etag, last_modified, body_hash
    FROM recheck
    WHERE body_hash IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY rechecked_at DESC) = 1
),
looks AS (
    SELECT article_id, first_seen_at, CASE WHEN first_seen_at <= $second THEN 2 ELSE 1 END AS look
    FROM first_read
    WHERE first_seen_at <= $first AND first_seen_at > $oldest
),
final AS (
    SELECT looks.article_id, looks.look, coalesce(files.url, latest.url) AS page_url, latest.version_id, latest.url, latest.title,
           latest.publisher, latest.author, latest.published_at, latest.feed_url, latest.text, latest.quality,
           last_answer.etag, last_answer.last_modified, last_answer.body_hash, looks.first_seen_at
    FROM looks
    JOIN latest ON latest.article_id = looks.article_id
    LEFT JOIN files ON files.article_id = looks.article_id
    LEFT JOIN tried ON tried.article_id = looks.article_id AND tried.look = looks.look
    LEFT JOIN last_answer ON last_answer.article_id = looks.article_id
    WHERE tried.article_id IS NULL
       OR (NOT tried.done AND tried.attempts < $attempts AND tried.last_at <= $retry)
)
SELECT * EXCLUDE (first_seen_at) FROM final ORDER BY first_seen_at, article_id LIMIT $most
