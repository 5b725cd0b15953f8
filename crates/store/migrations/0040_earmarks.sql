-- Which accounts a proposal is paid from, and in which year.
CREATE TABLE ledger_earmarks (
    proposal_id UUID NOT NULL REFERENCES proposals (id),
    account_id UUID NOT NULL REFERENCES ledger_accounts (id),
    year BIGINT NOT NULL,
    ore BIGINT NOT NULL CHECK (ore > 0),
    PRIMARY KEY (proposal_id, account_id, year)
);
CREATE INDEX ledger_earmarks_by_account ON ledger_earmarks (account_id);
