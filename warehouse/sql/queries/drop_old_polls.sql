-- Attempts to read a feed that brought nothing and that nothing is decided by any more: a later one answered.
DELETE FROM poll
WHERE polled_at < $before
  AND new_entries = 0
  AND EXISTS (
      SELECT 1 FROM poll AS later
      WHERE later.feed_url = poll.feed_url AND later.outcome = 'ok' AND later.polled_at > poll.polled_at
  );
