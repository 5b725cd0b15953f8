-- No voucher that does not balance, and none in a closed month.
CREATE TRIGGER ledger_vouchers_balance BEFORE INSERT ON ledger_vouchers
WHEN (SELECT coalesce(sum(p.ore), 1) FROM ledger_postings p WHERE p.voucher_id = NEW.id) <> 0
BEGIN SELECT raise(ABORT, 'a voucher does not balance'); END;
CREATE TRIGGER ledger_vouchers_open BEFORE INSERT ON ledger_vouchers
WHEN NEW.month <= (SELECT l.closed_through FROM ledgers l WHERE l.network_id = NEW.network_id)
    OR EXISTS (SELECT 1 FROM ledger_postings p WHERE p.voucher_id = NEW.id AND p.month <> NEW.month)
BEGIN SELECT raise(ABORT, 'a voucher in a closed or another month'); END;
CREATE TRIGGER ledger_postings_before_voucher BEFORE INSERT ON ledger_postings
WHEN EXISTS (SELECT 1 FROM ledger_vouchers v WHERE v.id = NEW.voucher_id)
BEGIN SELECT raise(ABORT, 'a voucher is not added to'); END;
-- Nobody edits the books, the program included.
CREATE TRIGGER ledger_vouchers_no_update BEFORE UPDATE ON ledger_vouchers
BEGIN SELECT raise(ABORT, 'the books are append-only'); END;
CREATE TRIGGER ledger_vouchers_no_delete BEFORE DELETE ON ledger_vouchers
BEGIN SELECT raise(ABORT, 'the books are append-only'); END;
CREATE TRIGGER ledger_postings_no_update BEFORE UPDATE ON ledger_postings
BEGIN SELECT raise(ABORT, 'the books are append-only'); END;
CREATE TRIGGER ledger_postings_no_delete BEFORE DELETE ON ledger_postings
BEGIN SELECT raise(ABORT, 'the books are append-only'); END;
-- A closed month stays closed.
CREATE TRIGGER ledgers_stay_closed BEFORE UPDATE ON ledgers WHEN NEW.closed_through < OLD.closed_through
BEGIN SELECT raise(ABORT, 'a closed month stays closed'); END;
