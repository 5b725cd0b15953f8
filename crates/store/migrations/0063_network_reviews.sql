-- Half-yearly reviews of a network's programmes: what is written about the figures, the actions, and who signed.

CREATE TABLE network_reviews (
    network_id UUID NOT NULL REFERENCES networks (id),
    -- The code of the programme that the teams run.
    programme TEXT NOT NULL,
    -- The first day of the half-year.
    half_on DATE NOT NULL,
    sealed_summary TEXT NOT NULL,
    sealed_goals TEXT NOT NULL,
    -- The figures as they were when the first one signed, as JSON; nothing before.
    frozen TEXT,
    -- The network lead.
    leader_id UUID REFERENCES staff (id),
    leader_at TIMESTAMPTZ,
    consultant_id UUID REFERENCES staff (id),
    consultant_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    PRIMARY KEY (network_id, programme, half_on)
);

CREATE TABLE network_review_actions (
    network_id UUID NOT NULL REFERENCES networks (id),
    programme TEXT NOT NULL,
    half_on DATE NOT NULL,
    number BIGINT NOT NULL,
    sealed_what TEXT NOT NULL,
    owner_id UUID NOT NULL REFERENCES staff (id),
    due_on DATE NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('open', 'done', 'partly', 'not_done')),
    sealed_remark TEXT NOT NULL,
    PRIMARY KEY (network_id, programme, half_on, number)
);
