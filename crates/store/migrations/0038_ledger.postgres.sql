-- No voucher that does not balance, and none in a closed month. Two at once are kept apart by the row of the ledger, which
-- every booking and every closing changes.
CREATE FUNCTION ledger_vouchers_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT coalesce(sum(p.ore), 1) FROM ledger_postings p WHERE p.voucher_id = NEW.id) <> 0 THEN
        RAISE EXCEPTION 'a voucher does not balance' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.month <= (SELECT l.closed_through FROM ledgers l WHERE l.network_id = NEW.network_id)
        OR EXISTS (SELECT 1 FROM ledger_postings p WHERE p.voucher_id = NEW.id AND p.month <> NEW.month) THEN
        RAISE EXCEPTION 'a voucher in a closed or another month' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_vouchers_balance BEFORE INSERT ON ledger_vouchers
    FOR EACH ROW EXECUTE FUNCTION ledger_vouchers_balance();
CREATE FUNCTION ledger_postings_before_voucher() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_vouchers v WHERE v.id = NEW.voucher_id) THEN
        RAISE EXCEPTION 'a voucher is not added to' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_postings_before_voucher BEFORE INSERT ON ledger_postings
    FOR EACH ROW EXECUTE FUNCTION ledger_postings_before_voucher();
-- Nobody edits the books, the program included.
CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the books are append-only' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER ledger_vouchers_no_change BEFORE UPDATE OR DELETE ON ledger_vouchers
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_postings_no_change BEFORE UPDATE OR DELETE ON ledger_postings
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
-- A closed month stays closed.
CREATE FUNCTION ledgers_stay_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.closed_through < OLD.closed_through THEN
        RAISE EXCEPTION 'a closed month stays closed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledgers_stay_closed BEFORE UPDATE ON ledgers
    FOR EACH ROW EXECUTE FUNCTION ledgers_stay_closed();
