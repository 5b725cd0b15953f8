-- What on-call sees of a family at night, who of another board may, and who saw more.

-- The bases that a board lets count, by blanks; none until the board says so.
ALTER TABLE boards ADD COLUMN sheet_bases TEXT NOT NULL DEFAULT '';

CREATE TABLE sheets (
    case_id UUID PRIMARY KEY REFERENCES cases (id),
    sealed_red_flags TEXT NOT NULL,
    sealed_staff_warning TEXT NOT NULL,
    sealed_way_in TEXT NOT NULL,
    sealed_keep_out TEXT NOT NULL,
    sealed_call_first TEXT NOT NULL,
    sealed_out_of_hours TEXT NOT NULL,
    looked_over_at TIMESTAMPTZ NOT NULL,
    looked_over_by UUID NOT NULL REFERENCES staff (id),
    version BIGINT NOT NULL
);

-- On which basis another board's staff on call may read a sheet.
CREATE TABLE bases (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL CHECK (kind IN ('assignment', 'osl_26_9', 'consent')),
    consent_id UUID REFERENCES consents (id),
    until_on DATE NOT NULL,
    sealed_reason TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL REFERENCES staff (id),
    revoked_at TIMESTAMPTZ,
    revoked_by UUID REFERENCES staff (id)
);
CREATE INDEX bases_by_case ON bases (case_id, until_on);

-- Somebody on call who saw more than the sheet, and what the records officer found.
CREATE TABLE glasses (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    -- The turn may change hands and be gone when somebody looks.
    turn_id UUID NOT NULL,
    sealed_reason TEXT NOT NULL,
    broken_at TIMESTAMPTZ NOT NULL,
    until_at TIMESTAMPTZ NOT NULL,
    reviewed_at TIMESTAMPTZ,
    reviewed_by UUID REFERENCES staff (id),
    finding TEXT CHECK (finding IN ('in_order', 'asked', 'reported')),
    sealed_remark TEXT NOT NULL
);
CREATE INDEX glasses_by_case ON glasses (case_id, broken_at);
CREATE INDEX glasses_by_staff ON glasses (staff_id, until_at);
