-- Posts that a team or a network wants to fill. What is written is sealed under the site's key; states and days stand in
-- plain columns.
CREATE TABLE openings (
    id UUID PRIMARY KEY,
    network_id UUID NOT NULL REFERENCES networks (id),
    -- None where it is the network's own.
    team_id UUID REFERENCES teams (id),
    sealed_profile TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'screening', 'interviews', 'decided', 'aborted', 'destroyed')),
    last_on DATE,
    -- How many have applied: two who send at once meet here.
    last_number BIGINT NOT NULL,
    end_kind TEXT CHECK (end_kind IN ('decided', 'aborted')),
    ended_on DATE,
    ended_by UUID REFERENCES staff (id),
    posted_on DATE,
    final_on DATE,
    sealed_reasons TEXT NOT NULL,
    sealed_merits TEXT NOT NULL,
    made_by UUID NOT NULL REFERENCES staff (id),
    made_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX openings_by_state ON openings (state, last_on);

CREATE TABLE opening_members (
    opening_id UUID NOT NULL REFERENCES openings (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    part TEXT NOT NULL CHECK (part IN ('responsible', 'assessor')),
    PRIMARY KEY (opening_id, staff_id)
);
CREATE INDEX opening_members_by_staff ON opening_members (staff_id);

-- What was destroyed, when, by whom and by which rule: numbers alone, nobody's name.
CREATE TABLE opening_protocols (
    id UUID PRIMARY KEY,
    opening_id UUID NOT NULL REFERENCES openings (id),
    destroyed_at TIMESTAMPTZ NOT NULL,
    destroyed_by UUID NOT NULL REFERENCES staff (id),
    rule TEXT NOT NULL,
    due_on DATE NOT NULL,
    -- The numbers of the applications, and how many of them are kept.
    numbers TEXT NOT NULL,
    kept BIGINT NOT NULL
);
CREATE INDEX opening_protocols_by_opening ON opening_protocols (opening_id);
