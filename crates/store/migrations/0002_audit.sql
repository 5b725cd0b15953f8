-- The access log: one chain a board and one for the site, each row holding the hash of the row before it.

CREATE TABLE audit_heads (
    chain UUID PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);

CREATE TABLE audit (
    chain UUID NOT NULL REFERENCES audit_heads (chain),
    seq BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    staff_id UUID,
    role TEXT,
    event TEXT NOT NULL,
    board_id UUID,
    team_id UUID,
    case_id UUID,
    person_id UUID,
    purpose TEXT NOT NULL,
    detail TEXT NOT NULL,
    request_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (chain, seq)
);
CREATE INDEX audit_by_case ON audit (case_id, at);
CREATE INDEX audit_by_staff ON audit (staff_id, at);
CREATE INDEX audit_by_chain_time ON audit (chain, at);

CREATE TABLE audit_reviews (
    chain UUID NOT NULL,
    seq BIGINT NOT NULL,
    reviewed_at TIMESTAMPTZ NOT NULL,
    reviewed_by UUID NOT NULL REFERENCES staff (id),
    finding TEXT NOT NULL CHECK (finding IN ('in_order', 'asked', 'reported')),
    -- Sealed under the site's key.
    sealed_remark TEXT NOT NULL,
    PRIMARY KEY (chain, seq)
);
