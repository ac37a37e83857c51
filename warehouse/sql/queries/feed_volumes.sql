-- For each of the feeds $feed_urls of $topic: when it first answered, and how many new entries it brought since its moment in $since.
WITH windows AS (
    SELECT unnest(from_json_strict($feed_urls, '["VARCHAR"]')) AS feed_url,
           unnest(from_json_strict($since, '["TIMESTAMP"]')) AS since
),
final AS (
    SELECT poll.feed_url,
           min(poll.polled_at) AS first_answer_at,
           CAST(coalesce(sum(poll.new_entries) FILTER (poll.polled_at > windows.since), 0) AS BIGINT) AS new_entries
    FROM windows
    JOIN poll ON poll.topic = $topic AND poll.feed_url = windows.feed_url AND poll.outcome IN ('ok', 'unmodified')
    GROUP BY poll.feed_url
)
SELECT * FROM final ORDER BY feed_url
