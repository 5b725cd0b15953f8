-- Files that go with a proposal, sealed under the site's key as its text is.
CREATE TABLE proposal_attachments (
    id UUID PRIMARY KEY,
    proposal_id UUID NOT NULL REFERENCES proposals (id),
    sealed_title TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sealed_file TEXT NOT NULL,
    added_by UUID NOT NULL REFERENCES staff (id),
    added_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX proposal_attachments_by_proposal ON proposal_attachments (proposal_id, added_at);
