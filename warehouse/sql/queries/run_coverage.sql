-- What the run $run_id read.
SELECT feeds_due, feeds_ok, feeds_failing, pages_full, pages_summary_only + pages_quarantined AS pages_in_part
FROM run
WHERE run_id = $run_id AND finished_at IS NOT NULL AND kind = 'poll'
