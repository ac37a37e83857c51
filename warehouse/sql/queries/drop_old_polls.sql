-- Attempts to read a feed that brought nothing and by which nothing is decided any more: a later one answered. What the feed
-- last gave whole (ok) stays until it gives something again: with it go the validators to ask with.
DELETE FROM poll
WHERE polled_at < $before
  AND new_entries = 0
  AND EXISTS (
      SELECT 1 FROM poll AS later
      WHERE later.feed_url = poll.feed_url AND later.polled_at > poll.polled_at
        AND (later.outcome = 'ok' OR (later.outcome = 'unmodified' AND poll.outcome <> 'ok'))
  );
