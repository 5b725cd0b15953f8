-- The history of a network's teams from before they worked here: the files as they came, and what they add to the figures.
CREATE TABLE histories (
    id UUID PRIMARY KEY,
    network_id UUID NOT NULL UNIQUE REFERENCES networks (id),
    first_on DATE NOT NULL,
    -- The first day after it.
    end_on DATE NOT NULL,
    made_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history_pieces (
    history_id UUID NOT NULL REFERENCES histories (id),
    number BIGINT NOT NULL,
    sealed_bytes TEXT NOT NULL,
    PRIMARY KEY (history_id, number)
);

-- Sums by name, as in `review_rows`.
CREATE TABLE history_rows (
    history_id UUID NOT NULL REFERENCES histories (id),
    team_id UUID NOT NULL REFERENCES teams (id),
    quarter_on DATE NOT NULL,
    sums TEXT NOT NULL,
    PRIMARY KEY (team_id, quarter_on)
);
CREATE INDEX history_rows_by_history ON history_rows (history_id);
