-- Information meetings about an opening, and who said that they come; the latter is forgotten soon after.
CREATE TABLE briefings (
    id UUID PRIMARY KEY,
    opening_id UUID NOT NULL REFERENCES openings (id),
    held_at TIMESTAMPTZ NOT NULL,
    sealed_place TEXT NOT NULL,
    seats BIGINT NOT NULL,
    -- How many have said that they come: two who take the last place at once meet here.
    taken BIGINT NOT NULL,
    cancelled_at TIMESTAMPTZ
);
CREATE INDEX briefings_by_opening ON briefings (opening_id, held_at);

CREATE TABLE briefing_guests (
    id UUID PRIMARY KEY,
    briefing_id UUID NOT NULL REFERENCES briefings (id),
    -- Of the secret address by which a place is given back.
    token_hash TEXT NOT NULL UNIQUE,
    sealed_name TEXT NOT NULL,
    sealed_email TEXT NOT NULL,
    said_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX briefing_guests_by_briefing ON briefing_guests (briefing_id);
