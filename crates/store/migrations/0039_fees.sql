-- What organisations pay a network, and what they are billed. Amounts are hundredths of the currency.

CREATE TABLE price_lists (
    id UUID PRIMARY KEY,
    network_id UUID NOT NULL REFERENCES networks (id),
    currency TEXT NOT NULL,
    from_on DATE NOT NULL,
    organisation_ore BIGINT NOT NULL CHECK (organisation_ore >= 0),
    team_ore BIGINT NOT NULL CHECK (team_ore >= 0),
    source TEXT NOT NULL,
    UNIQUE (network_id, currency, from_on)
);

CREATE TABLE payers (
    id UUID PRIMARY KEY,
    network_id UUID NOT NULL REFERENCES networks (id),
    name TEXT NOT NULL,
    reference TEXT NOT NULL,
    address TEXT NOT NULL,
    currency TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX payers_by_network ON payers (network_id);

CREATE TABLE fee_memberships (
    id UUID PRIMARY KEY,
    payer_id UUID NOT NULL REFERENCES payers (id),
    -- None where the fee is for the organisation itself.
    team_id UUID REFERENCES teams (id),
    from_on DATE NOT NULL,
    -- The first day that is not paid for.
    until_on DATE
);
CREATE INDEX fee_memberships_by_payer ON fee_memberships (payer_id);

CREATE TABLE bills (
    id UUID PRIMARY KEY,
    network_id UUID NOT NULL REFERENCES ledgers (network_id),
    number BIGINT NOT NULL,
    payer_id UUID NOT NULL REFERENCES payers (id),
    -- As they were when it was made.
    payer_name TEXT NOT NULL,
    reference TEXT NOT NULL,
    address TEXT NOT NULL,
    currency TEXT NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE NOT NULL,
    -- JSON, as `docs/formats/invoice-basis.md` says.
    lines TEXT NOT NULL,
    made_by UUID NOT NULL REFERENCES staff (id),
    made_at TIMESTAMPTZ NOT NULL,
    rate_millionths BIGINT,
    is_withdrawn BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (network_id, number)
);
CREATE INDEX bills_by_payer ON bills (payer_id);
