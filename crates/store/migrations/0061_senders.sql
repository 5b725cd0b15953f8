-- Other installations that send the finished rows of some of a network's teams (docs/adr/0020).
CREATE TABLE senders (
    id UUID PRIMARY KEY,
    network_id UUID NOT NULL REFERENCES networks (id),
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE,
    -- Nobody: registered from the command line.
    made_by UUID REFERENCES staff (id),
    made_at TIMESTAMPTZ NOT NULL,
    revoked_at TIMESTAMPTZ,
    seen_at TIMESTAMPTZ
);
CREATE INDEX senders_by_network ON senders (network_id);

-- A team here that is counted elsewhere, and what is known of the rows that are held of it.
CREATE TABLE sender_teams (
    team_id UUID PRIMARY KEY REFERENCES teams (id),
    sender_id UUID NOT NULL REFERENCES senders (id),
    -- The team's id at the sender.
    their_id UUID NOT NULL,
    -- Empty until something has arrived, as the three that follow are.
    programme TEXT NOT NULL,
    counting TEXT NOT NULL,
    digest TEXT NOT NULL,
    -- The first day that is not counted.
    end_on DATE,
    arrived_at TIMESTAMPTZ,
    -- Why what came last was not taken.
    refused TEXT NOT NULL,
    refused_at TIMESTAMPTZ,
    UNIQUE (sender_id, their_id)
);

-- Sums by name, as in `review_rows`.
CREATE TABLE sender_rows (
    team_id UUID NOT NULL REFERENCES sender_teams (team_id),
    quarter_on DATE NOT NULL,
    sums TEXT NOT NULL,
    PRIMARY KEY (team_id, quarter_on)
);
