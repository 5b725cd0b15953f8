-- Which training programmes demand, as shipped or imported, each with its text; old versions stay.
CREATE TABLE curricula (
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    text TEXT NOT NULL,
    imported_at TIMESTAMPTZ NOT NULL,
    imported_by UUID,
    PRIMARY KEY (code, version)
);
