-- What was read by the polls $run_ids of $topic; without any, by all polls since $since. Feeds are those of the last of them.
WITH chosen AS (
    SELECT *
    FROM coverage
    WHERE topic = $topic AND kind = 'poll' AND finished_at IS NOT NULL
      AND CASE
          WHEN len(from_json_strict($run_ids, '["VARCHAR"]')) = 0 THEN finished_at > $since
          ELSE run_id IN (SELECT unnest(from_json_strict($run_ids, '["VARCHAR"]')))
      END
)
SELECT
    count(*) AS polls,
    coalesce(arg_max(feeds_due, (finished_at, run_id)), 0) AS feeds_due,
    coalesce(arg_max(feeds_ok, (finished_at, run_id)), 0) AS feeds_ok,
    coalesce(arg_max(feeds_failing, (finished_at, run_id)), 0) AS feeds_failing,
    coalesce(arg_max(feeds_silent, (finished_at, run_id)), 0) AS feeds_silent,
    CAST(coalesce(sum(pages_full), 0) AS BIGINT) AS pages_full,
    CAST(coalesce(sum(pages_summary_only + pages_quarantined), 0) AS BIGINT) AS pages_in_part
FROM chosen
