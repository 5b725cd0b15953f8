-- Whatever a figure of the programme review rests on marks its case, or its post, when it changes.

CREATE TRIGGER review_cases_new AFTER INSERT ON cases
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT NEW.team_id, NEW.id, 1 WHERE NEW.opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_cases_changed AFTER UPDATE OF team_id, stage, opened_on, ended_on, end_reason ON cases
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team, NEW.id, 1 FROM (SELECT NEW.team_id AS team UNION SELECT OLD.team_id) both
    WHERE NEW.opened_on IS NOT NULL OR OLD.opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_cases_gone AFTER DELETE ON cases
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT OLD.team_id, OLD.id, 1 WHERE OLD.opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_cares_new AFTER INSERT ON cares
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = NEW.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_cares_changed AFTER UPDATE ON cares
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = NEW.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_cares_gone AFTER DELETE ON cares
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = OLD.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_contacts_new AFTER INSERT ON contacts
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = NEW.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_contacts_changed AFTER UPDATE OF case_id, week_on, minutes, counts ON contacts
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = NEW.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_contacts_gone AFTER DELETE ON contacts
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = OLD.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_case_weeks_new AFTER INSERT ON case_weeks
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = NEW.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_case_weeks_changed AFTER UPDATE OF handed_in_at ON case_weeks
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = NEW.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_case_weeks_gone AFTER DELETE ON case_weeks
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = OLD.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_measures_new AFTER INSERT ON measures
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = NEW.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_measures_changed AFTER UPDATE OF due_on, state, ended_at ON measures
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = NEW.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_measures_gone AFTER DELETE ON measures
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = OLD.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_scores_new AFTER INSERT ON scores
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = NEW.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_scores_gone AFTER DELETE ON scores
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = OLD.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_outcomes_new AFTER INSERT ON outcomes
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = NEW.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_outcomes_changed AFTER UPDATE ON outcomes
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = NEW.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_outcomes_gone AFTER DELETE ON outcomes
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team_id, id, 1 FROM cases WHERE id = OLD.case_id AND opened_on IS NOT NULL
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_posts_new AFTER INSERT ON posts
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT NEW.team_id, NEW.id, 1 WHERE NEW.team_id IS NOT NULL AND NEW.role = 'family_therapist'
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_posts_changed AFTER UPDATE ON posts
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT team, NEW.id, 1 FROM (SELECT NEW.team_id AS team, NEW.role AS role UNION SELECT OLD.team_id, OLD.role) both
    WHERE team IS NOT NULL AND role = 'family_therapist'
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
CREATE TRIGGER review_posts_gone AFTER DELETE ON posts
BEGIN INSERT INTO review_stale (team_id, fact_id, times)
    SELECT OLD.team_id, OLD.id, 1 WHERE OLD.team_id IS NOT NULL AND OLD.role = 'family_therapist'
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1; END;
