-- What is written about a case between the weeks: notes, forms, incidents, contacts, tasks, reports.

CREATE TABLE notes (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL CHECK (kind IN ('note', 'correction', 'annotation')),
    noted_on DATE NOT NULL,
    sealed_heading TEXT NOT NULL,
    sealed_body TEXT NOT NULL,
    sealed_source TEXT NOT NULL,
    author_id UUID NOT NULL REFERENCES staff (id),
    written_at TIMESTAMPTZ NOT NULL,
    signed_at TIMESTAMPTZ,
    expired_at TIMESTAMPTZ,
    about_id UUID REFERENCES notes (id),
    version BIGINT NOT NULL
);
CREATE INDEX notes_by_case ON notes (case_id, noted_on);
CREATE INDEX notes_unsigned ON notes (signed_at, expired_at, written_at);

CREATE TABLE note_persons (
    note_id UUID NOT NULL REFERENCES notes (id),
    person_id UUID NOT NULL REFERENCES persons (id),
    PRIMARY KEY (note_id, person_id)
);

CREATE TABLE artefacts (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    series UUID NOT NULL,
    number BIGINT NOT NULL,
    sealed_values TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'in_force', 'superseded')),
    review_on DATE,
    written_by UUID NOT NULL REFERENCES staff (id),
    written_at TIMESTAMPTZ NOT NULL,
    signed_at TIMESTAMPTZ,
    signed_by UUID REFERENCES staff (id),
    version BIGINT NOT NULL,
    UNIQUE (series, number)
);
CREATE INDEX artefacts_by_case ON artefacts (case_id, kind);

CREATE TABLE artefact_signatures (
    artefact_id UUID NOT NULL REFERENCES artefacts (id),
    person_id UUID NOT NULL REFERENCES persons (id),
    signed_on DATE NOT NULL,
    sealed_how TEXT NOT NULL,
    PRIMARY KEY (artefact_id, person_id)
);

CREATE TABLE incidents (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    happened_at TIMESTAMPTZ NOT NULL,
    sealed_what TEXT NOT NULL,
    harm TEXT NOT NULL,
    sealed_step_used TEXT NOT NULL,
    child_safe_now BOOLEAN NOT NULL,
    -- Codes of what was reported on, parted by blanks.
    reports TEXT NOT NULL,
    recorded_by UUID NOT NULL REFERENCES staff (id),
    recorded_at TIMESTAMPTZ NOT NULL,
    reviewed_at TIMESTAMPTZ,
    reviewed_by UUID REFERENCES staff (id),
    version BIGINT NOT NULL
);
CREATE INDEX incidents_by_case ON incidents (case_id, happened_at);

CREATE TABLE incident_persons (
    incident_id UUID NOT NULL REFERENCES incidents (id),
    person_id UUID NOT NULL REFERENCES persons (id),
    PRIMARY KEY (incident_id, person_id)
);

CREATE TABLE contacts (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    -- The Monday of its week, so that a week is counted without a zone in the database.
    week_on DATE NOT NULL,
    minutes BIGINT NOT NULL,
    travel_minutes BIGINT NOT NULL,
    counts BOOLEAN NOT NULL,
    -- Ids and system codes, parted by blanks.
    persons TEXT NOT NULL,
    systems TEXT NOT NULL,
    sealed_note TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX contacts_by_case ON contacts (case_id, week_on);
CREATE INDEX contacts_by_staff ON contacts (staff_id, started_at);

CREATE TABLE tasks (
    id UUID PRIMARY KEY,
    team_id UUID NOT NULL REFERENCES teams (id),
    case_id UUID REFERENCES cases (id),
    owner_id UUID NOT NULL REFERENCES staff (id),
    -- Sealed under the case's key, or the site's where there is no case.
    sealed_text TEXT NOT NULL,
    due_on DATE,
    from_week_on DATE,
    set_by UUID NOT NULL REFERENCES staff (id),
    set_at TIMESTAMPTZ NOT NULL,
    done_at TIMESTAMPTZ,
    done_by UUID REFERENCES staff (id),
    version BIGINT NOT NULL
);
CREATE INDEX tasks_by_team ON tasks (team_id, done_at);
CREATE INDEX tasks_by_owner ON tasks (owner_id, done_at);
CREATE INDEX tasks_by_case ON tasks (case_id, done_at);

CREATE TABLE reports (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    from_on DATE NOT NULL,
    to_on DATE NOT NULL,
    sealed_body TEXT NOT NULL,
    -- The very file that was sent, sealed.
    sealed_file TEXT NOT NULL,
    written_by UUID NOT NULL REFERENCES staff (id),
    written_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ,
    sent_by UUID REFERENCES staff (id),
    sent_to TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX reports_by_case ON reports (case_id, to_on);
