-- Cases and the people in them. Columns named sealed_* hold text encrypted under the case's own key.

CREATE TABLE case_keys (
    case_id UUID PRIMARY KEY,
    wrapped TEXT NOT NULL,
    destroyed_at TIMESTAMPTZ
);

CREATE TABLE cases (
    id UUID PRIMARY KEY,
    board_id UUID NOT NULL REFERENCES boards (id),
    team_id UUID NOT NULL REFERENCES teams (id),
    programme TEXT NOT NULL,
    programme_version BIGINT NOT NULL,
    code TEXT NOT NULL,
    sealed_label TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('referred', 'waiting', 'declined', 'open', 'closed')),
    wait_rank BIGINT,
    phase TEXT,
    phase_on DATE,
    received_on DATE NOT NULL,
    opened_on DATE,
    ended_on DATE,
    -- A closing reason of the programme, or a reason for declining.
    end_reason TEXT,
    event_kind TEXT,
    event_on DATE,
    safety_review_on DATE,
    protected BOOLEAN NOT NULL,
    staff_warning BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (board_id, code)
);
CREATE INDEX cases_by_team ON cases (team_id, stage);
CREATE INDEX cases_by_board ON cases (board_id, stage);

CREATE TABLE assignments (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    authority TEXT NOT NULL,
    handler TEXT NOT NULL,
    handler_phone TEXT NOT NULL,
    number TEXT NOT NULL,
    decided_on DATE NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ('sol_11_1', 'sol_11_4', 'sol_11_5', 'lvu_22')),
    from_on DATE NOT NULL,
    to_on DATE,
    -- When the board first reviewed a measure under LVU 22 §.
    reviewed_on DATE,
    sealed_reason TEXT NOT NULL
);
CREATE INDEX assignments_by_case ON assignments (case_id);

CREATE TABLE screenings (
    case_id UUID NOT NULL REFERENCES cases (id),
    criterion TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'unsure')),
    sealed_evidence TEXT NOT NULL,
    by_staff UUID NOT NULL REFERENCES staff (id),
    answered_on DATE NOT NULL,
    sealed_override TEXT NOT NULL,
    override_leader UUID REFERENCES staff (id),
    override_consultant UUID REFERENCES staff (id),
    version BIGINT NOT NULL,
    PRIMARY KEY (case_id, criterion)
);

-- What was decided on a case, in order: only ever added to.
CREATE TABLE rulings (
    case_id UUID NOT NULL REFERENCES cases (id),
    number BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('accepted', 'declined', 'reconsidered', 'opened', 'assigned', 'phase', 'closed', 'reopened')),
    decided_on DATE NOT NULL,
    by_staff UUID NOT NULL REFERENCES staff (id),
    sealed_reason TEXT NOT NULL,
    PRIMARY KEY (case_id, number)
);

CREATE TABLE cares (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    role TEXT NOT NULL CHECK (role IN ('therapist', 'family_resource', 'psychiatrist')),
    from_on DATE NOT NULL,
    to_on DATE
);
CREATE INDEX cares_by_case ON cares (case_id);
CREATE INDEX cares_by_staff ON cares (staff_id);

-- Everything about a person is in the sealed body; the rest serves lists that show no problem.
CREATE TABLE persons (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    number BIGINT NOT NULL,
    sealed_body TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX persons_by_case ON persons (case_id);

-- Blind index of the permitted search keys: keyed hashes of names and identity numbers, a board's own.
CREATE TABLE search_keys (
    board_id UUID NOT NULL REFERENCES boards (id),
    key_hash TEXT NOT NULL,
    case_id UUID NOT NULL REFERENCES cases (id),
    person_id UUID NOT NULL REFERENCES persons (id),
    kind TEXT NOT NULL CHECK (kind IN ('name', 'identity')),
    PRIMARY KEY (board_id, key_hash, person_id)
);
CREATE INDEX search_keys_by_person ON search_keys (person_id);

CREATE TABLE bonds (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    a_id UUID NOT NULL REFERENCES persons (id),
    b_id UUID NOT NULL REFERENCES persons (id)
);
CREATE INDEX bonds_by_case ON bonds (case_id);

CREATE TABLE ties (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    person_id UUID REFERENCES persons (id),
    sealed_label TEXT NOT NULL,
    system TEXT NOT NULL,
    strength TEXT NOT NULL
);
CREATE INDEX ties_by_case ON ties (case_id);

CREATE TABLE consents (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    person_id UUID NOT NULL REFERENCES persons (id),
    kind TEXT NOT NULL,
    sealed_party TEXT NOT NULL,
    given BOOLEAN NOT NULL,
    answered_on DATE NOT NULL,
    by_person UUID NOT NULL REFERENCES persons (id),
    sealed_evidence TEXT NOT NULL,
    recorded_by UUID NOT NULL REFERENCES staff (id),
    withdrawn_on DATE,
    version BIGINT NOT NULL
);
CREATE INDEX consents_by_case ON consents (case_id);

CREATE TABLE outcomes (
    case_id UUID NOT NULL REFERENCES cases (id),
    months BIGINT NOT NULL,
    code TEXT NOT NULL,
    value TEXT NOT NULL CHECK (value IN ('yes', 'no', 'unknown')),
    PRIMARY KEY (case_id, months, code)
);

CREATE TABLE follow_ups (
    case_id UUID NOT NULL REFERENCES cases (id),
    months BIGINT NOT NULL,
    due_on DATE NOT NULL,
    done_on DATE,
    done_by UUID REFERENCES staff (id),
    sealed_remark TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (case_id, months)
);
CREATE INDEX follow_ups_due ON follow_ups (done_on, due_on);
