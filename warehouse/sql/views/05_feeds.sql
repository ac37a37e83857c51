CREATE OR REPLACE VIEW polls AS
SELECT run_id, feed_url, polled_at, outcome, status_code, reason, entries, new_entries, failures, next_poll_at, title, etag,
       last_modified, body_hash, fault, strain, interval_s, ttl_s, moved_to, moves, topic
FROM poll;
COMMENT ON VIEW polls IS 'One row per attempt to read a feed.';
COMMENT ON COLUMN polls.run_id IS 'The run that tried.';
COMMENT ON COLUMN polls.feed_url IS 'The feed.';
COMMENT ON COLUMN polls.polled_at IS 'When (UTC).';
COMMENT ON COLUMN polls.outcome IS 'ok, unmodified, failed, gone or paused.';
COMMENT ON COLUMN polls.status_code IS 'HTTP status; null when there was no answer.';
COMMENT ON COLUMN polls.reason IS 'Why it failed, in words.';
COMMENT ON COLUMN polls.entries IS 'Entries in the feed.';
COMMENT ON COLUMN polls.new_entries IS 'Entries not seen before.';
COMMENT ON COLUMN polls.failures IS 'Failures in a row up to and with this attempt.';
COMMENT ON COLUMN polls.next_poll_at IS 'When the feed was then due again (UTC).';
COMMENT ON COLUMN polls.title IS 'Title the feed gave itself.';
COMMENT ON COLUMN polls.etag IS 'ETag header as it came.';
COMMENT ON COLUMN polls.last_modified IS 'Last-Modified header as it came.';
COMMENT ON COLUMN polls.body_hash IS 'Hash of the body.';
COMMENT ON COLUMN polls.fault IS 'What sort of failure it was (timeout, not_found, not_a_feed ...).';
COMMENT ON COLUMN polls.strain IS 'Failures in a row, each by its weight: a timeout 1, a 404 2, a 410 6, no network at all 0.';
COMMENT ON COLUMN polls.interval_s IS 'Seconds between polls that fit how fast the feed changes.';
COMMENT ON COLUMN polls.ttl_s IS 'Seconds that the feed itself asks to be left alone.';
COMMENT ON COLUMN polls.moved_to IS 'Where permanent redirects led.';
COMMENT ON COLUMN polls.moves IS 'Polls in a row that were led there.';
COMMENT ON COLUMN polls.topic IS 'Name of the topic that it was polled for.';

CREATE OR REPLACE VIEW feed_notices AS
SELECT topic, feed_url, kind, run_id, noticed_at, title, line,
       row_number() OVER (PARTITION BY topic, feed_url, kind IN ('silent', 'resumed') ORDER BY noticed_at DESC, run_id DESC) = 1
           AND kind IN ('failing', 'gone', 'silent') AS standing
FROM feed_notice;
COMMENT ON VIEW feed_notices IS 'What was told about feeds: that one fails, is gone, is silent, or is back. Each once.';
COMMENT ON COLUMN feed_notices.topic IS 'Name of the topic that the feed was polled for.';
COMMENT ON COLUMN feed_notices.feed_url IS 'The feed.';
COMMENT ON COLUMN feed_notices.kind IS 'failing or gone, ended by recovered; silent, ended by resumed.';
COMMENT ON COLUMN feed_notices.run_id IS 'The run that noticed.';
COMMENT ON COLUMN feed_notices.noticed_at IS 'When (UTC).';
COMMENT ON COLUMN feed_notices.title IS 'What the feed was called then.';
COMMENT ON COLUMN feed_notices.line IS 'What there is to tell, in one line.';
COMMENT ON COLUMN feed_notices.standing IS 'Whether it is still so.';

CREATE OR REPLACE VIEW feeds AS
WITH latest AS (
    SELECT topic, feed_url, outcome, failures, next_poll_at, reason, fault, strain, interval_s, moved_to, moves
    FROM poll
    QUALIFY row_number() OVER (PARTITION BY topic, feed_url ORDER BY polled_at DESC, run_id DESC) = 1
),
-- What the feed last gave us whole: its title, and the validators to ask with next time. A failed poll erases neither.
latest_read AS (
    SELECT topic, feed_url, title, etag, last_modified, body_hash, ttl_s
    FROM poll
    WHERE outcome = 'ok'
    QUALIFY row_number() OVER (PARTITION BY topic, feed_url ORDER BY polled_at DESC, run_id DESC) = 1
),
spread AS (
    SELECT topic, feed_url,
           max(polled_at) AS last_poll_at,
           max(polled_at) FILTER (outcome IN ('ok', 'unmodified')) AS last_ok_at,
           max(polled_at) FILTER (new_entries > 0) AS last_new_at,
           arg_max(reason, polled_at) FILTER (reason IS NOT NULL) AS last_error,
           count(*) AS polls
    FROM poll
    GROUP BY topic, feed_url
),
silence AS (
    SELECT topic, feed_url, min(noticed_at) AS silent_since
    FROM feed_notices
    WHERE standing AND kind = 'silent'
    GROUP BY topic, feed_url
),
final AS (
    SELECT latest.feed_url AS url, latest_read.title,
           CASE
               WHEN latest.outcome IN ('gone', 'paused') THEN latest.outcome
               WHEN latest.failures > 0 OR latest.outcome = 'failed' THEN 'failing'
               ELSE 'ok'
           END AS state,
           spread.last_ok_at, latest.failures, latest.next_poll_at, spread.last_error, spread.last_poll_at, spread.last_new_at,
           spread.polls, latest_read.etag, latest_read.last_modified, latest_read.body_hash, latest.fault, latest.strain,
           latest.interval_s, latest_read.ttl_s, latest.moved_to, latest.moves, silence.silent_since, latest.topic
    FROM latest
    JOIN spread ON spread.topic = latest.topic AND spread.feed_url = latest.feed_url
    LEFT JOIN silence ON silence.topic = latest.topic AND silence.feed_url = latest.feed_url
    LEFT JOIN latest_read ON latest_read.topic = latest.topic AND latest_read.feed_url = latest.feed_url
)
SELECT * FROM final;
COMMENT ON VIEW feeds IS 'The feeds that were ever polled and how they are, one row for each topic that names one.';
COMMENT ON COLUMN feeds.topic IS 'Name of the topic.';
COMMENT ON COLUMN feeds.url IS 'Address of the feed as the topic gives it.';
COMMENT ON COLUMN feeds.title IS 'Title it gives itself.';
COMMENT ON COLUMN feeds.state IS 'ok, failing, gone or paused.';
COMMENT ON COLUMN feeds.last_ok_at IS 'When it last answered, changed or not (UTC).';
COMMENT ON COLUMN feeds.failures IS 'Failures in a row; 0 after a success.';
COMMENT ON COLUMN feeds.next_poll_at IS 'When it is due again (UTC).';
COMMENT ON COLUMN feeds.last_error IS 'Why it last failed, though it may have recovered since.';
COMMENT ON COLUMN feeds.last_poll_at IS 'When it was last tried (UTC).';
COMMENT ON COLUMN feeds.last_new_at IS 'When it last brought a new entry (UTC).';
COMMENT ON COLUMN feeds.polls IS 'Number of attempts so far.';
COMMENT ON COLUMN feeds.etag IS 'ETag to ask with next time.';
COMMENT ON COLUMN feeds.last_modified IS 'Last-Modified to ask with next time.';
COMMENT ON COLUMN feeds.body_hash IS 'Hash of the last body.';
COMMENT ON COLUMN feeds.fault IS 'What sort of failure the last poll was; null when it answered.';
COMMENT ON COLUMN feeds.strain IS 'Failures in a row, each by its weight; a notice is written at 6.';
COMMENT ON COLUMN feeds.interval_s IS 'Seconds between polls that fit how fast it changes.';
COMMENT ON COLUMN feeds.ttl_s IS 'Seconds that it asks to be left alone.';
COMMENT ON COLUMN feeds.moved_to IS 'Where permanent redirects lead.';
COMMENT ON COLUMN feeds.moves IS 'Polls in a row that were led there; from 3 on it is asked for directly.';
COMMENT ON COLUMN feeds.silent_since IS 'When it was noticed that it brings far less than the topic expects; null when it does not.';

CREATE OR REPLACE VIEW entries AS
SELECT feed_url, entry_id, url, title, published_at, seen_at, article_id, page_status, reason
FROM entry
QUALIFY row_number() OVER (PARTITION BY feed_url, entry_id ORDER BY seen_at DESC) = 1;
COMMENT ON VIEW entries IS 'Feed entries and what became of them, one row each.';
COMMENT ON COLUMN entries.feed_url IS 'The feed.';
COMMENT ON COLUMN entries.entry_id IS 'The feed''s own id of the entry, else its link.';
COMMENT ON COLUMN entries.url IS 'Address of the article.';
COMMENT ON COLUMN entries.title IS 'Title in the feed.';
COMMENT ON COLUMN entries.published_at IS 'Publication time in the feed (UTC).';
COMMENT ON COLUMN entries.seen_at IS 'When its state was last recorded (UTC).';
COMMENT ON COLUMN entries.article_id IS 'The article made of it.';
COMMENT ON COLUMN entries.page_status IS 'What the page turned out to be.';
COMMENT ON COLUMN entries.reason IS 'Why no full article was made, in words.';

CREATE OR REPLACE VIEW waiting_entries AS
SELECT feed_url, entry_id, arg_max(article_id, seen_at) AS article_id, min(seen_at) AS since, count(*) AS tries
FROM entry
GROUP BY feed_url, entry_id
HAVING arg_max(page_status, seen_at) = 'unreached' AND count(*) < 4;
COMMENT ON VIEW waiting_entries IS 'Entries whose page could not be reached for a passing reason; it is tried again, four times in all.';
COMMENT ON COLUMN waiting_entries.feed_url IS 'The feed.';
COMMENT ON COLUMN waiting_entries.entry_id IS 'The feed''s own id of the entry, else its link.';
COMMENT ON COLUMN waiting_entries.article_id IS 'The article made of its summary; null when there was none.';
COMMENT ON COLUMN waiting_entries.since IS 'When it was first tried (UTC).';
COMMENT ON COLUMN waiting_entries.tries IS 'Number of attempts so far.';

CREATE OR REPLACE VIEW coverage AS
SELECT run_id, kind, topic, started_at, finished_at, feeds_due, feeds_ok, feeds_failing, feeds_silent, entries_seen, entries_new,
       pages_full, pages_summary_only, pages_quarantined, facts, alerts, model_calls, model_facts, model_refused, model_tokens
FROM run
QUALIFY row_number() OVER (PARTITION BY run_id ORDER BY finished_at DESC NULLS LAST) = 1;
COMMENT ON VIEW coverage IS 'What each run covered: the evidence behind "nothing new".';
COMMENT ON COLUMN coverage.run_id IS 'The run.';
COMMENT ON COLUMN coverage.kind IS 'seed, poll, replay, recheck or alert.';
COMMENT ON COLUMN coverage.topic IS 'Name of the topic.';
COMMENT ON COLUMN coverage.started_at IS 'When it started (UTC).';
COMMENT ON COLUMN coverage.finished_at IS 'When it ended (UTC); null while it runs, or if it was killed.';
COMMENT ON COLUMN coverage.feeds_due IS 'Feeds that were to be polled.';
COMMENT ON COLUMN coverage.feeds_ok IS 'Feeds that answered, changed or not.';
COMMENT ON COLUMN coverage.feeds_failing IS 'Feeds that could not be read.';
COMMENT ON COLUMN coverage.feeds_silent IS 'Feeds that bring less than expected.';
COMMENT ON COLUMN coverage.entries_seen IS 'Entries in the feeds that were read.';
COMMENT ON COLUMN coverage.entries_new IS 'Entries not seen before.';
COMMENT ON COLUMN coverage.pages_full IS 'Pages whose whole text was read.';
COMMENT ON COLUMN coverage.pages_summary_only IS 'Pages of which only a summary could be read.';
COMMENT ON COLUMN coverage.pages_quarantined IS 'Pages set aside because their text cannot be trusted.';
COMMENT ON COLUMN coverage.facts IS 'Facts stored.';
COMMENT ON COLUMN coverage.alerts IS 'Alerts raised.';
COMMENT ON COLUMN coverage.model_calls IS 'Calls to the language model, failed ones counted; 0 when none is set.';
COMMENT ON COLUMN coverage.model_facts IS 'Facts that it added to the grammar''s.';
COMMENT ON COLUMN coverage.model_refused IS 'Claims of its answers that did not hold against the article, or were known.';
COMMENT ON COLUMN coverage.model_tokens IS 'Tokens of its prompts and answers, as the endpoint counts them.';
