-- The weekly loop.

CREATE TABLE frame_items (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL CHECK (kind IN ('behaviour', 'outcome')),
    number BIGINT NOT NULL,
    sealed_body TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX frame_items_by_case ON frame_items (case_id);

CREATE TABLE goals (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    number BIGINT NOT NULL,
    sealed_text TEXT NOT NULL,
    sealed_measure TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'met', 'partly', 'not_met', 'dropped')),
    set_on DATE NOT NULL,
    ended_on DATE,
    version BIGINT NOT NULL
);
CREATE INDEX goals_by_case ON goals (case_id);

CREATE TABLE case_weeks (
    case_id UUID NOT NULL REFERENCES cases (id),
    week_on DATE NOT NULL,
    safety_change TEXT CHECK (safety_change IN ('unchanged', 'better', 'worse')),
    handed_in_at TIMESTAMPTZ,
    handed_in_by UUID REFERENCES staff (id),
    supervised_at TIMESTAMPTZ,
    sealed_decisions TEXT NOT NULL,
    decisions_version BIGINT NOT NULL,
    consulted_at TIMESTAMPTZ,
    changed_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    PRIMARY KEY (case_id, week_on)
);
CREATE INDEX case_weeks_by_week ON case_weeks (week_on);

-- Each free text is a row of its own with its own version, so that two people in two texts never clash.
CREATE TABLE week_texts (
    case_id UUID NOT NULL REFERENCES cases (id),
    week_on DATE NOT NULL,
    field TEXT NOT NULL CHECK (field IN ('advances', 'barriers', 'question', 'safety')),
    sealed_text TEXT NOT NULL,
    by_staff UUID NOT NULL REFERENCES staff (id),
    saved_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (case_id, week_on, field)
);

CREATE TABLE fits (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    week_on DATE NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('behaviour', 'barrier', 'interaction', 'success')),
    sealed_target TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX fits_by_week ON fits (case_id, week_on);

CREATE TABLE drivers (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    fit_id UUID NOT NULL REFERENCES fits (id),
    number BIGINT NOT NULL,
    system TEXT NOT NULL,
    sealed_text TEXT NOT NULL,
    sealed_evidence TEXT NOT NULL,
    prioritised BOOLEAN NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX drivers_by_fit ON drivers (fit_id);
CREATE INDEX drivers_by_case ON drivers (case_id);

CREATE TABLE steps (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    week_on DATE NOT NULL,
    number BIGINT NOT NULL,
    goal_id UUID REFERENCES goals (id),
    driver_id UUID REFERENCES drivers (id),
    sealed_text TEXT NOT NULL,
    sealed_interventions TEXT NOT NULL,
    -- Codes of the programme, parted by blanks.
    principles TEXT NOT NULL,
    outcome TEXT CHECK (outcome IN ('met', 'partly', 'not_met', 'not_tried')),
    sealed_evidence TEXT NOT NULL,
    carried_from UUID REFERENCES steps (id),
    changed_at TIMESTAMPTZ NOT NULL,
    -- When its outcome was last said, which happens in the week after.
    judged_at TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX steps_by_week ON steps (case_id, week_on);

CREATE TABLE feedbacks (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    week_on DATE NOT NULL,
    section TEXT NOT NULL,
    voice TEXT NOT NULL CHECK (voice IN ('leader', 'consultant')),
    by_staff UUID NOT NULL REFERENCES staff (id),
    given_at TIMESTAMPTZ NOT NULL,
    sealed_text TEXT NOT NULL,
    sealed_answer TEXT NOT NULL,
    answered_at TIMESTAMPTZ,
    answered_by UUID REFERENCES staff (id),
    follow_up TEXT CHECK (follow_up IN ('done', 'partly', 'not_done')),
    followed_week_on DATE,
    sealed_follow_note TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX feedbacks_by_week ON feedbacks (case_id, week_on);
CREATE INDEX feedbacks_open ON feedbacks (case_id, follow_up);

-- When somebody last read a week, for the consultant's desk.
CREATE TABLE read_marks (
    staff_id UUID NOT NULL REFERENCES staff (id),
    case_id UUID NOT NULL REFERENCES cases (id),
    week_on DATE NOT NULL,
    read_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (staff_id, case_id, week_on)
);

-- The order in which a team's leader takes the families up in one week's meeting.
CREATE TABLE meeting_rows (
    team_id UUID NOT NULL REFERENCES teams (id),
    week_on DATE NOT NULL,
    case_id UUID NOT NULL REFERENCES cases (id),
    rank BIGINT NOT NULL,
    skipped BOOLEAN NOT NULL,
    PRIMARY KEY (team_id, week_on, case_id)
);
