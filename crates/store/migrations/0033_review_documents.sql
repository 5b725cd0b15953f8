-- Half-yearly reviews of teams: what is written about the figures, the actions, and who signed.

CREATE TABLE review_documents (
    team_id UUID NOT NULL REFERENCES teams (id),
    -- The first day of the half-year.
    half_on DATE NOT NULL,
    sealed_summary TEXT NOT NULL,
    sealed_goals TEXT NOT NULL,
    -- The figures as they were when the first one signed, as JSON; nothing before.
    frozen TEXT,
    leader_id UUID REFERENCES staff (id),
    leader_at TIMESTAMPTZ,
    consultant_id UUID REFERENCES staff (id),
    consultant_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    PRIMARY KEY (team_id, half_on)
);

CREATE TABLE review_actions (
    team_id UUID NOT NULL REFERENCES teams (id),
    half_on DATE NOT NULL,
    number BIGINT NOT NULL,
    sealed_what TEXT NOT NULL,
    owner_id UUID NOT NULL REFERENCES staff (id),
    due_on DATE NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('open', 'done', 'partly', 'not_done')),
    sealed_remark TEXT NOT NULL,
    PRIMARY KEY (team_id, half_on, number)
);
