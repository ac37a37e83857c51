-- Number of the last change.
SELECT n FROM write_fence WHERE name = 'writer'
