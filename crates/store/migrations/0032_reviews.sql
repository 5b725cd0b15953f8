-- The finished rows of the programme review: what counts in a team and quarter, as sums that follow what changes.

-- One row for each team and quarter in which anything counts. Sums by name, as in `opened=2 closed=1`; what is not named is 0.
CREATE TABLE review_rows (
    team_id UUID NOT NULL REFERENCES teams (id),
    quarter_on DATE NOT NULL,
    sums TEXT NOT NULL,
    PRIMARY KEY (team_id, quarter_on)
);

-- What each case, and each post of a therapist, added to them: a line for each quarter. It is taken away before what has
-- become of it is added.
CREATE TABLE review_parts (
    fact_id UUID PRIMARY KEY,
    team_id UUID NOT NULL,
    sums TEXT NOT NULL
);
CREATE INDEX review_parts_by_team ON review_parts (team_id);

-- Cases and posts that changed since they were counted. Triggers write here, so that nobody can forget to. `times` counts
-- the changes: what changes again while it is counted stays.
CREATE TABLE review_stale (
    team_id UUID NOT NULL,
    fact_id UUID NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (team_id, fact_id)
);

-- The day up to which a team was counted, that day not included: until then an open case goes on.
CREATE TABLE review_ends (
    team_id UUID PRIMARY KEY REFERENCES teams (id),
    end_on DATE NOT NULL
);

INSERT INTO review_stale (team_id, fact_id, times)
SELECT team_id, id, 1 FROM cases WHERE opened_on IS NOT NULL;
INSERT INTO review_stale (team_id, fact_id, times)
SELECT team_id, id, 1 FROM posts WHERE team_id IS NOT NULL AND role = 'family_therapist';
