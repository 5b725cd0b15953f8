-- Which part of a full post somebody does duties for, from which day on; before the first day it is a full one.
CREATE TABLE dated_shares (
    pool_id UUID NOT NULL REFERENCES pools (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    from_on DATE NOT NULL,
    share BIGINT NOT NULL CHECK (share BETWEEN 0 AND 100),
    PRIMARY KEY (pool_id, staff_id, from_on)
);
-- Until now a share had no day: it held as long as there was the pool.
INSERT INTO dated_shares (pool_id, staff_id, from_on, share)
    SELECT s.pool_id, s.staff_id, min(t.from_on), s.share
    FROM pool_shares s JOIN pool_teams t ON t.pool_id = s.pool_id GROUP BY s.pool_id, s.staff_id, s.share;
DROP TABLE pool_shares;
ALTER TABLE dated_shares RENAME TO pool_shares;
