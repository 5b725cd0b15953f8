-- The voucher by which a bill was paid: booked as the payment, or somebody's own that came before. A bill whose voucher was taken
-- back is not paid.
ALTER TABLE bills ADD COLUMN paid_voucher_id UUID REFERENCES ledger_vouchers (id);
