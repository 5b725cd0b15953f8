-- On-call: pools, their duties, who serves which part of them, and what leads there.

CREATE TABLE pools (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    agreement TEXT NOT NULL,
    agreement_version BIGINT NOT NULL,
    -- Rises with every change of who serves what, so that two who change it at once meet.
    version BIGINT NOT NULL
);

CREATE TABLE pool_teams (
    pool_id UUID NOT NULL REFERENCES pools (id),
    team_id UUID NOT NULL REFERENCES teams (id),
    from_on DATE NOT NULL,
    to_on DATE,
    PRIMARY KEY (pool_id, team_id)
);
CREATE INDEX pool_teams_by_team ON pool_teams (team_id);

CREATE TABLE pool_lines (
    id UUID PRIMARY KEY,
    pool_id UUID NOT NULL REFERENCES pools (id),
    level BIGINT NOT NULL,
    name_sv TEXT NOT NULL,
    name_en TEXT NOT NULL,
    -- The roles that serve it, by blanks.
    roles TEXT NOT NULL,
    unit TEXT NOT NULL CHECK (unit IN ('block', 'week')),
    gap_min BIGINT NOT NULL,
    load_pct BIGINT NOT NULL,
    UNIQUE (pool_id, level)
);

-- Per cent of a full post; who is not named has a full one.
CREATE TABLE pool_shares (
    pool_id UUID NOT NULL REFERENCES pools (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    share BIGINT NOT NULL CHECK (share BETWEEN 0 AND 100),
    PRIMARY KEY (pool_id, staff_id)
);

CREATE TABLE duties (
    id UUID PRIMARY KEY,
    pool_id UUID NOT NULL REFERENCES pools (id),
    line_id UUID NOT NULL REFERENCES pool_lines (id),
    kind TEXT NOT NULL CHECK (kind IN ('night', 'weekend', 'holiday', 'day', 'week')),
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    -- Mondays of the weeks whose weekend it touches, and the days with a name, by blanks.
    weekends TEXT NOT NULL,
    holidays TEXT NOT NULL,
    UNIQUE (line_id, starts_at),
    CHECK (starts_at < ends_at)
);
CREATE INDEX duties_by_pool ON duties (pool_id, starts_at);

CREATE TABLE duty_segments (
    duty_id UUID NOT NULL REFERENCES duties (id),
    from_at TIMESTAMPTZ NOT NULL,
    to_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (duty_id, from_at),
    CHECK (from_at < to_at)
);

-- Who serves which part of a duty. A trigger keeps two from the same time.
CREATE TABLE turns (
    id UUID PRIMARY KEY,
    duty_id UUID NOT NULL REFERENCES duties (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    from_at TIMESTAMPTZ NOT NULL,
    to_at TIMESTAMPTZ NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('rota', 'swap', 'take_over', 'leader')),
    revision BIGINT NOT NULL,
    UNIQUE (duty_id, from_at),
    CHECK (from_at < to_at)
);
CREATE INDEX turns_by_staff ON turns (staff_id, from_at);

CREATE TABLE rotas (
    id UUID PRIMARY KEY,
    pool_id UUID NOT NULL REFERENCES pools (id),
    first_on DATE NOT NULL,
    end_on DATE NOT NULL,
    made_by UUID NOT NULL REFERENCES staff (id),
    made_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'discarded')),
    published_by UUID REFERENCES staff (id),
    published_at TIMESTAMPTZ,
    short_notice TEXT,
    version BIGINT NOT NULL,
    CHECK (first_on < end_on)
);
CREATE INDEX rotas_by_pool ON rotas (pool_id, first_on);

-- Who a draft gives a duty to.
CREATE TABLE rota_entries (
    rota_id UUID NOT NULL REFERENCES rotas (id),
    duty_id UUID NOT NULL REFERENCES duties (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    PRIMARY KEY (rota_id, duty_id)
);

-- Days off that make up for a week without rest: those of a draft, and those that hold.
CREATE TABLE rota_rest_days (
    rota_id UUID NOT NULL REFERENCES rotas (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    rest_on DATE NOT NULL,
    PRIMARY KEY (rota_id, staff_id, rest_on)
);
CREATE TABLE rest_days (
    pool_id UUID NOT NULL REFERENCES pools (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    rest_on DATE NOT NULL,
    PRIMARY KEY (pool_id, staff_id, rest_on)
);

CREATE TABLE absences (
    id UUID PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id),
    kind TEXT NOT NULL CHECK (kind IN ('vacation', 'illness', 'parental', 'part_time', 'other')),
    from_at TIMESTAMPTZ NOT NULL,
    to_at TIMESTAMPTZ NOT NULL,
    CHECK (from_at < to_at)
);
CREATE INDEX absences_by_staff ON absences (staff_id, from_at);

CREATE TABLE wishes (
    id UUID PRIMARY KEY,
    pool_id UUID NOT NULL REFERENCES pools (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    kind TEXT NOT NULL CHECK (kind IN ('off', 'on')),
    from_at TIMESTAMPTZ NOT NULL,
    to_at TIMESTAMPTZ NOT NULL,
    weight TEXT NOT NULL CHECK (weight IN ('little', 'some', 'much')),
    CHECK (from_at < to_at)
);
CREATE INDEX wishes_by_pool ON wishes (pool_id, from_at);

-- What people carried in years that the program did not see.
CREATE TABLE burdens (
    pool_id UUID NOT NULL REFERENCES pools (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    of_year BIGINT NOT NULL,
    nights BIGINT NOT NULL,
    weekends BIGINT NOT NULL,
    holidays BIGINT NOT NULL,
    PRIMARY KEY (pool_id, staff_id, of_year)
);

CREATE TABLE swaps (
    id UUID PRIMARY KEY,
    pool_id UUID NOT NULL REFERENCES pools (id),
    duty_id UUID NOT NULL REFERENCES duties (id),
    -- The turn as it was; it may be gone when somebody looks.
    turn_id UUID NOT NULL,
    from_at TIMESTAMPTZ NOT NULL,
    to_at TIMESTAMPTZ NOT NULL,
    giver_id UUID NOT NULL REFERENCES staff (id),
    taker_id UUID REFERENCES staff (id),
    kind TEXT NOT NULL CHECK (kind IN ('offer', 'ask', 'take_over', 'leader')),
    made_by UUID NOT NULL REFERENCES staff (id),
    made_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'refused', 'withdrawn')),
    decided_by UUID REFERENCES staff (id),
    decided_at TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX swaps_by_pool ON swaps (pool_id, made_at);

-- The number that somebody confirmed for a turn.
CREATE TABLE readiness (
    turn_id UUID PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id),
    phone TEXT NOT NULL,
    confirmed_at TIMESTAMPTZ NOT NULL
);

-- Secret addresses; of the secret part only the hash.
CREATE TABLE feeds (
    id UUID PRIMARY KEY,
    pool_id UUID NOT NULL REFERENCES pools (id),
    kind TEXT NOT NULL CHECK (kind IN ('person', 'pool', 'line', 'exchange')),
    staff_id UUID REFERENCES staff (id),
    line_id UUID REFERENCES pool_lines (id),
    token_hash TEXT NOT NULL UNIQUE,
    made_by UUID NOT NULL REFERENCES staff (id),
    made_at TIMESTAMPTZ NOT NULL,
    revoked_at TIMESTAMPTZ
);
CREATE INDEX feeds_by_pool ON feeds (pool_id);
