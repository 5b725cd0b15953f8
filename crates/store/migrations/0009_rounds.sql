-- Ratings of colleagues: what a team is asked about its leader or its consultant, and what it answered.
-- Nothing joins an answer to whoever gave it (docs/adr/0011-ratings-without-raters.md).

CREATE TABLE rounds (
    id UUID PRIMARY KEY,
    team_id UUID NOT NULL REFERENCES teams (id),
    instrument TEXT NOT NULL,
    instrument_version BIGINT NOT NULL,
    programme_version BIGINT NOT NULL,
    about TEXT NOT NULL CHECK (about IN ('group_leader', 'consultant')),
    subject_id UUID NOT NULL REFERENCES staff (id),
    due_on DATE NOT NULL,
    opens_on DATE NOT NULL,
    closes_on DATE NOT NULL,
    raters_min BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    -- How many were asked and answered; once it is closed.
    asked BIGINT,
    answered BIGINT,
    -- One round, however many upkeeps open it at the same time.
    UNIQUE (team_id, instrument, subject_id, due_on)
);
CREATE INDEX rounds_open ON rounds (state, closes_on);

-- Who is asked while a round is open, and whether they have answered: no time, no order, nothing they said.
CREATE TABLE round_raters (
    round_id UUID NOT NULL REFERENCES rounds (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    answered BOOLEAN NOT NULL,
    PRIMARY KEY (round_id, staff_id)
);
CREATE INDEX round_raters_by_staff ON round_raters (staff_id);

-- All ballots of a round in one sealed text, sorted by what stands in them. A ballot has no row of its own.
CREATE TABLE urns (
    round_id UUID PRIMARY KEY REFERENCES rounds (id),
    sealed_ballots TEXT NOT NULL
);
