-- What a therapist, a leader, a consultant or a team wants to become better at. Read by those whom a plan concerns, and by
-- nobody else: all words are sealed under the site's key, and no export holds them.
CREATE TABLE developments (
    id UUID PRIMARY KEY,
    team_id UUID NOT NULL REFERENCES teams (id),
    whose TEXT NOT NULL CHECK (whose IN ('therapist', 'leader', 'consultant', 'team')),
    -- None where it is the team's.
    staff_id UUID REFERENCES staff (id),
    sealed_goal TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'reached', 'ended')),
    -- Since when it is not open.
    ended_on DATE,
    set_by UUID NOT NULL REFERENCES staff (id),
    set_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX developments_by_team ON developments (team_id, set_at);

CREATE TABLE development_evidence (
    development_id UUID NOT NULL REFERENCES developments (id),
    number BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('figure', 'fidelity', 'feedback', 'training')),
    sealed_key TEXT NOT NULL,
    sealed_told TEXT NOT NULL,
    told_on DATE NOT NULL,
    PRIMARY KEY (development_id, number)
);

CREATE TABLE development_actions (
    development_id UUID NOT NULL REFERENCES developments (id),
    number BIGINT NOT NULL,
    sealed_what TEXT NOT NULL,
    owner_id UUID NOT NULL REFERENCES staff (id),
    due_on DATE NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('open', 'done', 'partly', 'not_done')),
    sealed_remark TEXT NOT NULL,
    PRIMARY KEY (development_id, number)
);

CREATE TABLE development_looks (
    development_id UUID NOT NULL REFERENCES developments (id),
    number BIGINT NOT NULL,
    looked_on DATE NOT NULL,
    looked_by UUID NOT NULL REFERENCES staff (id),
    sealed_text TEXT NOT NULL,
    PRIMARY KEY (development_id, number)
);
