-- Calls of the night, their hand-over in the morning, and the rest that they cost.

CREATE TABLE calls (
    id UUID PRIMARY KEY,
    pool_id UUID NOT NULL REFERENCES pools (id),
    -- None where the caller belongs to no family of the pool; the texts are sealed under the site's key then.
    case_id UUID REFERENCES cases (id),
    taken_by UUID NOT NULL REFERENCES staff (id),
    started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    sealed_body TEXT NOT NULL,
    follow_up_by UUID REFERENCES staff (id),
    follow_up_at TIMESTAMPTZ,
    confirmed_at TIMESTAMPTZ,
    confirmed_by UUID REFERENCES staff (id),
    version BIGINT NOT NULL
);
CREATE INDEX calls_by_case ON calls (case_id, confirmed_at);
CREATE INDEX calls_by_taker ON calls (taken_by, started_at);

-- Rest that is proposed after a disturbed night: one for each turn.
CREATE TABLE rests (
    id UUID PRIMARY KEY,
    pool_id UUID NOT NULL REFERENCES pools (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    -- The turn may change hands and be gone when somebody looks.
    turn_id UUID NOT NULL,
    disturbed_min BIGINT NOT NULL,
    from_at TIMESTAMPTZ NOT NULL,
    to_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined')),
    decided_at TIMESTAMPTZ,
    decided_by UUID REFERENCES staff (id),
    version BIGINT NOT NULL,
    UNIQUE (turn_id, staff_id),
    CHECK (from_at < to_at)
);
CREATE INDEX rests_by_pool ON rests (pool_id, state, from_at);
