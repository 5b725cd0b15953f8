-- What went to a board that returned it, as it was, and rulings that others followed. A round is one time with the board,
-- counted from 1; the round that a proposal is in stands in the proposal itself, and is one more than there are sendings.
CREATE TABLE proposal_sendings (
    id UUID PRIMARY KEY,
    proposal_id UUID NOT NULL REFERENCES proposals (id),
    round BIGINT NOT NULL,
    diary TEXT NOT NULL,
    dated_on DATE NOT NULL,
    sealed_content TEXT NOT NULL,
    signed_by UUID NOT NULL REFERENCES staff (id),
    signed_at TIMESTAMPTZ NOT NULL,
    sent_by UUID NOT NULL REFERENCES staff (id),
    sent_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX proposal_sendings_by_proposal ON proposal_sendings (proposal_id, round);

CREATE TABLE proposal_rulings (
    id UUID PRIMARY KEY,
    proposal_id UUID NOT NULL REFERENCES proposals (id),
    round BIGINT NOT NULL,
    decided_on DATE NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('granted', 'changed', 'rejected', 'returned', 'postponed')),
    approved_on DATE,
    posted_on DATE,
    sealed_note TEXT NOT NULL,
    -- Who noted what followed it, and when.
    followed_by UUID NOT NULL REFERENCES staff (id),
    followed_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX proposal_rulings_by_proposal ON proposal_rulings (proposal_id, followed_at);

-- A file that went to the board stays for whoever reads what was sent, though the next draft goes without it.
ALTER TABLE proposal_attachments ADD COLUMN added_in BIGINT NOT NULL DEFAULT 1;
ALTER TABLE proposal_attachments ADD COLUMN removed_in BIGINT;
