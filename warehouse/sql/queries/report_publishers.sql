-- What became of what each publisher of $topic told first.
SELECT * FROM publisher_reliability WHERE topic = $topic ORDER BY told_first DESC, publisher
