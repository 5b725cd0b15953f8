-- Seconds that a telephone exchange lets a line ring before the next one is rung: each pool's own.
ALTER TABLE pools ADD COLUMN ring_seconds BIGINT NOT NULL DEFAULT 20 CHECK (ring_seconds BETWEEN 5 AND 120);
