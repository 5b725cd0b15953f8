-- What law and practice say about recruiting, as shipped or imported, each with its text; old versions stay.
CREATE TABLE recruiting_rules (
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    text TEXT NOT NULL,
    imported_at TIMESTAMPTZ NOT NULL,
    imported_by UUID,
    PRIMARY KEY (code, version)
);
