-- Questionnaires that fall due in a case, the calls about them, their answers and scores.

CREATE TABLE measures (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    instrument TEXT NOT NULL,
    instrument_version BIGINT NOT NULL,
    respondent_id UUID REFERENCES persons (id),
    due_on DATE NOT NULL,
    opens_on DATE NOT NULL,
    closes_on DATE NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'done', 'declined', 'unreachable', 'not_asked')),
    -- Why it was declined, or why nobody was asked.
    reason TEXT,
    ended_at TIMESTAMPTZ,
    ended_by UUID REFERENCES staff (id),
    released_at TIMESTAMPTZ,
    released_by UUID REFERENCES staff (id),
    version BIGINT NOT NULL,
    -- One plan, however many plan at the same time.
    UNIQUE (case_id, instrument, due_on)
);
CREATE INDEX measures_open ON measures (state, closes_on);

CREATE TABLE measure_attempts (
    id UUID PRIMARY KEY,
    measure_id UUID NOT NULL REFERENCES measures (id),
    case_id UUID NOT NULL REFERENCES cases (id),
    tried_at TIMESTAMPTZ NOT NULL,
    by_staff UUID NOT NULL REFERENCES staff (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('no_answer', 'busy', 'call_back', 'wrong_number', 'started', 'declined')),
    call_back_at TIMESTAMPTZ,
    sealed_note TEXT NOT NULL
);
CREATE INDEX measure_attempts_by_measure ON measure_attempts (measure_id);
CREATE INDEX measure_attempts_by_case ON measure_attempts (case_id);

-- All answers to one measure in one sealed text; the version counts the answers as they are given.
CREATE TABLE answer_sheets (
    measure_id UUID PRIMARY KEY REFERENCES measures (id),
    case_id UUID NOT NULL REFERENCES cases (id),
    sealed_answers TEXT NOT NULL,
    sealed_note TEXT NOT NULL,
    begun_at TIMESTAMPTZ NOT NULL,
    saved_at TIMESTAMPTZ NOT NULL,
    saved_by UUID NOT NULL REFERENCES staff (id),
    version BIGINT NOT NULL
);
CREATE INDEX answer_sheets_by_case ON answer_sheets (case_id);

-- A score under one rule. Another rule adds a row and changes none.
CREATE TABLE scores (
    measure_id UUID NOT NULL REFERENCES measures (id),
    case_id UUID NOT NULL REFERENCES cases (id),
    scale TEXT NOT NULL,
    rule TEXT NOT NULL,
    rule_version BIGINT NOT NULL,
    instrument TEXT NOT NULL,
    instrument_version BIGINT NOT NULL,
    k BIGINT NOT NULL,
    n BIGINT NOT NULL,
    items BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('value', 'incomplete')),
    -- The score as an exact fraction; nothing where too few items were answered.
    numerator BIGINT,
    denominator BIGINT,
    -- Items that had to be answered; where too few were.
    needed BIGINT,
    scored_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (measure_id, scale, rule, rule_version)
);
CREATE INDEX scores_by_case ON scores (case_id);

-- Until which day the measures of a case are planned.
CREATE TABLE measure_plans (
    case_id UUID PRIMARY KEY REFERENCES cases (id),
    until_on DATE NOT NULL
);
