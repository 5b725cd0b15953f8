-- Boards that a network's office writes to, each as it wants to be written to. What a proposal went by stays with it.
CREATE TABLE addressees (
    id UUID PRIMARY KEY,
    network_id UUID NOT NULL REFERENCES networks (id),
    name TEXT NOT NULL,
    -- The code of its layout.
    layout TEXT NOT NULL,
    -- How it writes its diary numbers; empty where it does as its layout says.
    diary TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (network_id, name)
);

ALTER TABLE proposals ADD COLUMN addressee_id UUID REFERENCES addressees (id);
