-- A network's ledger. Amounts are whole öre, debit positive. A month is a number: year * 12 + month - 1.

CREATE TABLE ledgers (
    network_id UUID PRIMARY KEY REFERENCES networks (id),
    next_voucher BIGINT NOT NULL,
    next_bill BIGINT NOT NULL,
    -- The last closed month; 0 before any was closed.
    closed_through BIGINT NOT NULL
);

CREATE TABLE ledger_accounts (
    id UUID PRIMARY KEY,
    network_id UUID NOT NULL REFERENCES networks (id),
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('asset', 'debt', 'income', 'cost')),
    purpose TEXT CHECK (purpose IN ('fees', 'claims', 'bank')),
    is_open BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (network_id, number)
);
-- At most one account has each purpose.
CREATE UNIQUE INDEX ledger_accounts_purpose ON ledger_accounts (network_id, purpose) WHERE purpose IS NOT NULL;

CREATE TABLE ledger_budgets (
    account_id UUID NOT NULL REFERENCES ledger_accounts (id),
    year BIGINT NOT NULL,
    ore BIGINT NOT NULL CHECK (ore >= 0),
    monthly_ore BIGINT NOT NULL CHECK (monthly_ore >= 0),
    PRIMARY KEY (account_id, year)
);

-- Postings are stored before the voucher that they belong to, which is refused unless they balance.
CREATE TABLE ledger_postings (
    voucher_id UUID NOT NULL,
    ord BIGINT NOT NULL,
    account_id UUID NOT NULL REFERENCES ledger_accounts (id),
    month BIGINT NOT NULL,
    ore BIGINT NOT NULL CHECK (ore <> 0),
    PRIMARY KEY (voucher_id, ord)
);
CREATE INDEX ledger_postings_by_account ON ledger_postings (account_id, month, ore);

CREATE TABLE ledger_vouchers (
    id UUID PRIMARY KEY,
    network_id UUID NOT NULL REFERENCES ledgers (network_id),
    number BIGINT NOT NULL,
    on_day DATE NOT NULL,
    month BIGINT NOT NULL,
    sealed_text TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('typed', 'bill', 'reversal')),
    -- A bill is booked once.
    bill_id UUID UNIQUE,
    proposal_id UUID REFERENCES proposals (id),
    -- A voucher is taken back once.
    reverses_id UUID UNIQUE REFERENCES ledger_vouchers (id),
    made_by UUID NOT NULL REFERENCES staff (id),
    made_at TIMESTAMPTZ NOT NULL,
    UNIQUE (network_id, number),
    CHECK ((origin = 'bill') = (bill_id IS NOT NULL)),
    CHECK ((origin = 'reversal') = (reverses_id IS NOT NULL))
);
CREATE INDEX ledger_vouchers_by_month ON ledger_vouchers (network_id, month);
CREATE INDEX ledger_vouchers_by_proposal ON ledger_vouchers (proposal_id);
