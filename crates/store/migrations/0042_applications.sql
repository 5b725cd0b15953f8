-- What came in for an opening. Each application has a key of its own: with the key gone, nothing of it can be read.
CREATE TABLE applications (
    id UUID PRIMARY KEY,
    opening_id UUID NOT NULL REFERENCES openings (id),
    number BIGINT NOT NULL,
    -- Of the secret address; none once it was destroyed.
    token_hash TEXT UNIQUE,
    wrapped_key TEXT NOT NULL,
    sealed_person TEXT NOT NULL,
    sealed_answers TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('sv', 'en')),
    -- Whoever works here already.
    staff_id UUID REFERENCES staff (id),
    cv_bytes BIGINT,
    received_at TIMESTAMPTZ NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('received', 'invited', 'declined', 'withdrawn', 'hired', 'destroyed')),
    stage_at TIMESTAMPTZ NOT NULL,
    -- That an extract of the registers was shown; no copy, and nothing of what it said.
    register_shown_on DATE,
    register_issued_on DATE,
    register_by UUID REFERENCES staff (id),
    version BIGINT NOT NULL,
    UNIQUE (opening_id, number)
);
CREATE INDEX applications_by_staff ON applications (staff_id);

CREATE TABLE application_files (
    application_id UUID PRIMARY KEY REFERENCES applications (id),
    sealed_file TEXT NOT NULL
);

CREATE TABLE application_scores (
    application_id UUID NOT NULL REFERENCES applications (id),
    sitting TEXT NOT NULL CHECK (sitting IN ('screening', 'first', 'second')),
    staff_id UUID NOT NULL REFERENCES staff (id),
    sealed_marks TEXT NOT NULL,
    locked_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    PRIMARY KEY (application_id, sitting, staff_id)
);

CREATE TABLE application_references (
    id UUID PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications (id),
    on_day DATE NOT NULL,
    taken_by UUID NOT NULL REFERENCES staff (id),
    sealed_who TEXT NOT NULL,
    sealed_summary TEXT NOT NULL
);
CREATE INDEX application_references_by_application ON application_references (application_id);

CREATE TABLE application_messages (
    id UUID PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications (id),
    sealed_body TEXT NOT NULL,
    sent_by UUID NOT NULL REFERENCES staff (id),
    sent_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX application_messages_by_application ON application_messages (application_id);
