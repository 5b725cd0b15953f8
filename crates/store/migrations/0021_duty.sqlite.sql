-- At most one at a time in each duty.
CREATE TRIGGER turns_one_at_a_time BEFORE INSERT ON turns
WHEN EXISTS (SELECT 1 FROM turns t WHERE t.duty_id = NEW.duty_id AND t.id <> NEW.id
    AND t.from_at < NEW.to_at AND NEW.from_at < t.to_at)
BEGIN SELECT raise(ABORT, 'two turns of a duty at the same time'); END;
CREATE TRIGGER turns_stay_one_at_a_time BEFORE UPDATE ON turns
WHEN EXISTS (SELECT 1 FROM turns t WHERE t.duty_id = NEW.duty_id AND t.id <> NEW.id
    AND t.from_at < NEW.to_at AND NEW.from_at < t.to_at)
BEGIN SELECT raise(ABORT, 'two turns of a duty at the same time'); END;
