-- What a network's office proposes to boards. The text is sealed under the site's key; the register is public by law, and
-- what it needs stands in plain columns.
CREATE TABLE proposals (
    id UUID PRIMARY KEY,
    network_id UUID NOT NULL REFERENCES networks (id),
    layout TEXT NOT NULL,
    layout_version BIGINT NOT NULL,
    template TEXT NOT NULL,
    -- Empty until the registrar gave one.
    diary TEXT NOT NULL,
    dated_on DATE NOT NULL,
    sealed_content TEXT NOT NULL,
    signed_by UUID REFERENCES staff (id),
    signed_at TIMESTAMPTZ,
    sent_by UUID REFERENCES staff (id),
    sent_at TIMESTAMPTZ,
    decided_on DATE,
    outcome TEXT CHECK (outcome IN ('granted', 'changed', 'rejected', 'returned', 'postponed')),
    approved_on DATE,
    posted_on DATE,
    sealed_ruling TEXT NOT NULL,
    reported_on DATE,
    sealed_report TEXT NOT NULL,
    made_by UUID NOT NULL REFERENCES staff (id),
    made_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX proposals_by_network ON proposals (network_id, dated_on);
-- No number twice in one office's register.
CREATE UNIQUE INDEX proposals_diary ON proposals (network_id, diary) WHERE diary <> '';
