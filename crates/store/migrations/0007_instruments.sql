-- Definitions of instruments as shipped or imported, each with its text; no version is ever changed.
CREATE TABLE instruments (
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    text TEXT NOT NULL,
    imported_at TIMESTAMPTZ NOT NULL,
    imported_by UUID,
    PRIMARY KEY (code, version)
);
