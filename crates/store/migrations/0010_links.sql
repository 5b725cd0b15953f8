-- Links by which somebody of a family answers one measure alone.

CREATE TABLE answer_links (
    id UUID PRIMARY KEY,
    measure_id UUID NOT NULL REFERENCES measures (id),
    case_id UUID NOT NULL REFERENCES cases (id),
    language TEXT NOT NULL,
    layout TEXT NOT NULL CHECK (layout IN ('one', 'list')),
    made_at TIMESTAMPTZ NOT NULL,
    made_by UUID NOT NULL REFERENCES staff (id),
    last_on DATE NOT NULL,
    wrong_codes BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'begun', 'used', 'withdrawn', 'locked')),
    -- When it came into its state; nothing while it is open.
    state_at TIMESTAMPTZ,
    withdrawn_by UUID REFERENCES staff (id),
    version BIGINT NOT NULL
);
CREATE INDEX answer_links_by_measure ON answer_links (measure_id);
CREATE INDEX answer_links_by_case ON answer_links (case_id);

-- What opens a link: hashes alone. Whoever sits at it holds a token of their own until the sitting ends.
CREATE TABLE answer_link_keys (
    link_id UUID PRIMARY KEY REFERENCES answer_links (id),
    token_hash TEXT NOT NULL UNIQUE,
    code_hash TEXT NOT NULL,
    sitting_hash TEXT NOT NULL,
    sitting_ends_at TIMESTAMPTZ
);

-- A measure may be done by a link, where nobody asked.
ALTER TABLE measures ADD COLUMN ended_link UUID REFERENCES answer_links (id);
