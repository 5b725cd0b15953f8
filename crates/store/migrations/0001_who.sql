-- Who works here and where, how they sign in, and what they left unfinished.

CREATE TABLE networks (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE boards (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    short TEXT NOT NULL UNIQUE,
    municipality TEXT NOT NULL,
    case_pattern TEXT NOT NULL,
    next_case_number BIGINT NOT NULL,
    note_lock_days BIGINT NOT NULL
);

CREATE TABLE teams (
    id UUID PRIMARY KEY,
    board_id UUID NOT NULL REFERENCES boards (id),
    network_id UUID NOT NULL REFERENCES networks (id),
    name TEXT NOT NULL,
    programme TEXT NOT NULL,
    opened_on DATE NOT NULL,
    closed_on DATE,
    hand_in_weekday BIGINT NOT NULL,
    hand_in_at TEXT NOT NULL,
    supervision_weekday BIGINT NOT NULL,
    consultation_weekday BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX teams_by_board ON teams (board_id);
CREATE INDEX teams_by_network ON teams (network_id);

CREATE TABLE staff (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    phone TEXT,
    language TEXT NOT NULL CHECK (language IN ('sv', 'en')),
    left_on DATE,
    version BIGINT NOT NULL
);

CREATE TABLE posts (
    id UUID PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id),
    role TEXT NOT NULL,
    team_id UUID REFERENCES teams (id),
    board_id UUID REFERENCES boards (id),
    network_id UUID REFERENCES networks (id),
    from_on DATE NOT NULL,
    to_on DATE
);
CREATE INDEX posts_by_staff ON posts (staff_id);
CREATE INDEX posts_by_team ON posts (team_id);

-- What a person signs in with. Hashes and sealed secrets only.
CREATE TABLE credentials (
    staff_id UUID PRIMARY KEY REFERENCES staff (id),
    password_hash TEXT,
    totp_sealed TEXT,
    totp_last_step BIGINT,
    -- A one-time link's token, hashed, for the first sign-in and for the way back after a lockout.
    invite_hash TEXT,
    invite_until TIMESTAMPTZ,
    version BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
    staff_id UUID NOT NULL REFERENCES staff (id),
    code_hash TEXT NOT NULL,
    used_at TIMESTAMPTZ,
    PRIMARY KEY (staff_id, code_hash)
);

CREATE TABLE passkeys (
    id UUID PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id),
    name TEXT NOT NULL,
    credential_id TEXT NOT NULL UNIQUE,
    credential TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);
CREATE INDEX passkeys_by_staff ON passkeys (staff_id);

-- The token itself is never stored, only its hash.
CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id),
    created_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    -- How it began: password, passkey, demo.
    method TEXT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX sessions_by_staff ON sessions (staff_id);

-- A sign-in, or the making of a passkey, that is under way: named by a token's hash, its state sealed, gone when it ends.
CREATE TABLE ceremonies (
    token_hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    staff_id UUID REFERENCES staff (id),
    sealed_state TEXT NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (token_hash, kind)
);

-- Attempts by key: a sign-in name or a network address, hashed.
CREATE TABLE throttles (
    key_hash TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    tried_at TIMESTAMPTZ NOT NULL,
    locked_until TIMESTAMPTZ
);

-- What somebody typed and did not yet send, by the place where it was typed.
CREATE TABLE drafts (
    staff_id UUID NOT NULL REFERENCES staff (id),
    place TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (staff_id, place)
);

-- Definitions of programmes as imported, each with its text; old versions stay.
CREATE TABLE programmes (
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    text TEXT NOT NULL,
    imported_at TIMESTAMPTZ NOT NULL,
    imported_by UUID,
    PRIMARY KEY (code, version)
);

CREATE TABLE jobs (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at TIMESTAMPTZ NOT NULL,
    attempts BIGINT NOT NULL,
    locked_until TIMESTAMPTZ,
    done_at TIMESTAMPTZ,
    failure TEXT NOT NULL
);
CREATE INDEX jobs_due ON jobs (done_at, run_at);

-- One value a key: what kind of site this is, and when it was made.
CREATE TABLE site (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
