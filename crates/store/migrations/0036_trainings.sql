-- What a network's office holds for those who work in its teams, who is invited, and who was there. Its words are sealed
-- under the site's key; days and numbers stand in plain columns.
CREATE TABLE trainings (
    id UUID PRIMARY KEY,
    network_id UUID NOT NULL REFERENCES networks (id),
    sealed_title TEXT NOT NULL,
    sealed_place TEXT NOT NULL,
    sealed_about TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('sv', 'en')),
    -- None where it counts in all programmes.
    programme TEXT,
    -- None where nothing demands it.
    requirement TEXT,
    seats_max BIGINT,
    -- How many have said yes: two who take the last place at once meet here.
    seats_taken BIGINT NOT NULL,
    first_on DATE NOT NULL,
    cancelled_at TIMESTAMPTZ,
    revision BIGINT NOT NULL,
    made_by UUID NOT NULL REFERENCES staff (id),
    made_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX trainings_by_network ON trainings (network_id, first_on);

CREATE TABLE training_sessions (
    training_id UUID NOT NULL REFERENCES trainings (id),
    on_day DATE NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    length TEXT NOT NULL CHECK (length IN ('whole', 'half')),
    PRIMARY KEY (training_id, on_day)
);

CREATE TABLE training_seats (
    training_id UUID NOT NULL REFERENCES trainings (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    reply TEXT NOT NULL CHECK (reply IN ('open', 'yes', 'no')),
    evaluated BOOLEAN NOT NULL,
    PRIMARY KEY (training_id, staff_id)
);
CREATE INDEX training_seats_by_staff ON training_seats (staff_id);

CREATE TABLE training_attendance (
    training_id UUID NOT NULL REFERENCES trainings (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    on_day DATE NOT NULL,
    PRIMARY KEY (training_id, staff_id, on_day)
);
CREATE INDEX training_attendance_by_staff ON training_attendance (staff_id);

-- All evaluations of a training in one sealed text: nobody can take one out alone.
CREATE TABLE training_urns (
    training_id UUID PRIMARY KEY REFERENCES trainings (id),
    sealed_evaluations TEXT NOT NULL
);

-- Secret addresses of calendars: one's own trainings, or all of a network.
CREATE TABLE training_feeds (
    id UUID PRIMARY KEY,
    network_id UUID REFERENCES networks (id),
    token_hash TEXT NOT NULL UNIQUE,
    made_by UUID NOT NULL REFERENCES staff (id),
    made_at TIMESTAMPTZ NOT NULL,
    revoked_at TIMESTAMPTZ
);
CREATE INDEX training_feeds_by_maker ON training_feeds (made_by);
