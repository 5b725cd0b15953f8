-- By which rules a team's finished rows were counted: instrument, scale, scoring rule, cut-off, in one line. Of rows from
-- before it is not known, and they are counted anew.

ALTER TABLE review_ends ADD COLUMN counting TEXT NOT NULL DEFAULT '';
