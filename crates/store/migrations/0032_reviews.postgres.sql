-- Whatever a figure of the programme review rests on marks its case, or its post, when it changes.

CREATE FUNCTION review_mark(team UUID, fact UUID) RETURNS void LANGUAGE sql AS $$
    INSERT INTO review_stale (team_id, fact_id, times) VALUES (team, fact, 1)
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1;
$$;

CREATE FUNCTION review_of_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed UUID := CASE TG_OP WHEN 'DELETE' THEN OLD.case_id ELSE NEW.case_id END;
BEGIN
    PERFORM review_mark(team_id, id) FROM cases WHERE id = changed AND opened_on IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION review_of_itself() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND NEW.opened_on IS NOT NULL THEN
        PERFORM review_mark(NEW.team_id, NEW.id);
        -- Where nothing moved, once is enough.
        IF TG_OP = 'INSERT' OR OLD.team_id = NEW.team_id THEN
            RETURN NULL;
        END IF;
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.opened_on IS NOT NULL THEN
        PERFORM review_mark(OLD.team_id, OLD.id);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION review_of_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND NEW.team_id IS NOT NULL AND NEW.role = 'family_therapist' THEN
        PERFORM review_mark(NEW.team_id, NEW.id);
        IF TG_OP = 'INSERT' OR OLD.team_id = NEW.team_id THEN
            RETURN NULL;
        END IF;
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.team_id IS NOT NULL AND OLD.role = 'family_therapist' THEN
        PERFORM review_mark(OLD.team_id, OLD.id);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER review_cases AFTER INSERT OR DELETE OR UPDATE OF team_id, stage, opened_on, ended_on, end_reason ON cases
    FOR EACH ROW EXECUTE FUNCTION review_of_itself();
CREATE TRIGGER review_cares AFTER INSERT OR DELETE OR UPDATE ON cares
    FOR EACH ROW EXECUTE FUNCTION review_of_case();
CREATE TRIGGER review_contacts AFTER INSERT OR DELETE OR UPDATE OF case_id, week_on, minutes, counts ON contacts
    FOR EACH ROW EXECUTE FUNCTION review_of_case();
CREATE TRIGGER review_case_weeks AFTER INSERT OR DELETE OR UPDATE OF handed_in_at ON case_weeks
    FOR EACH ROW EXECUTE FUNCTION review_of_case();
CREATE TRIGGER review_measures AFTER INSERT OR DELETE OR UPDATE OF due_on, state, ended_at ON measures
    FOR EACH ROW EXECUTE FUNCTION review_of_case();
CREATE TRIGGER review_scores AFTER INSERT OR DELETE ON scores
    FOR EACH ROW EXECUTE FUNCTION review_of_case();
CREATE TRIGGER review_outcomes AFTER INSERT OR DELETE OR UPDATE ON outcomes
    FOR EACH ROW EXECUTE FUNCTION review_of_case();
CREATE TRIGGER review_posts AFTER INSERT OR DELETE OR UPDATE ON posts
    FOR EACH ROW EXECUTE FUNCTION review_of_post();
