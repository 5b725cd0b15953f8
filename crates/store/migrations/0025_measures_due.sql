-- What waits, and nothing of what is done: with every state in it, SQLite took this index for "done" and went through the
-- whole installation's measures for one team's.
DROP INDEX measures_open;
CREATE INDEX measures_due ON measures (closes_on) WHERE state = 'due';
