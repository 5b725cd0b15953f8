-- A team's weekly consultation. What is planned follows from the weekly time in force; a row stands here where something
-- else was said of a week: another time, called off, held. Texts are sealed under the site's key: they are of a whole team,
-- and name families by their codes alone.
CREATE TABLE consultation_patterns (
    team_id UUID NOT NULL REFERENCES teams (id),
    from_on DATE NOT NULL,
    -- Monday is 1.
    weekday BIGINT NOT NULL,
    starts_at TEXT NOT NULL,
    length_minutes BIGINT NOT NULL,
    made_by UUID NOT NULL REFERENCES staff (id),
    made_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (team_id, from_on)
);

CREATE TABLE consultations (
    team_id UUID NOT NULL REFERENCES teams (id),
    -- The Monday of the week that it is held in.
    week_on DATE NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('open', 'held', 'cancelled')),
    -- Another time than the weekly one; all three or none.
    moved_on DATE,
    moved_at TEXT,
    moved_minutes BIGINT,
    sealed_reason TEXT NOT NULL,
    sealed_minutes TEXT NOT NULL,
    revision BIGINT NOT NULL,
    changed_by UUID NOT NULL REFERENCES staff (id),
    changed_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (team_id, week_on)
);

CREATE TABLE consultation_attendance (
    team_id UUID NOT NULL REFERENCES teams (id),
    week_on DATE NOT NULL,
    staff_id UUID NOT NULL REFERENCES staff (id),
    PRIMARY KEY (team_id, week_on, staff_id)
);

-- Secret addresses of a team's calendar.
CREATE TABLE consultation_feeds (
    id UUID PRIMARY KEY,
    team_id UUID NOT NULL REFERENCES teams (id),
    token_hash TEXT NOT NULL UNIQUE,
    made_by UUID NOT NULL REFERENCES staff (id),
    made_at TIMESTAMPTZ NOT NULL,
    revoked_at TIMESTAMPTZ
);
CREATE INDEX consultation_feeds_by_maker ON consultation_feeds (made_by);
