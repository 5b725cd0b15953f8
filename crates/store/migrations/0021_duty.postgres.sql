-- At most one at a time in each duty. Two at once are kept apart by the version of the pool, which every change raises.
CREATE FUNCTION turns_one_at_a_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM turns t WHERE t.duty_id = NEW.duty_id AND t.id <> NEW.id
        AND t.from_at < NEW.to_at AND NEW.from_at < t.to_at) THEN
        RAISE EXCEPTION 'two turns of a duty at the same time' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER turns_one_at_a_time BEFORE INSERT OR UPDATE ON turns
    FOR EACH ROW EXECUTE FUNCTION turns_one_at_a_time();
