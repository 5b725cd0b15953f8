-- Times in which the measures of a family rest.

CREATE TABLE holds (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    from_on DATE NOT NULL,
    -- The day on which measures go on; none while nobody knows.
    to_on DATE,
    sealed_reason TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL REFERENCES staff (id),
    ended_at TIMESTAMPTZ,
    ended_by UUID REFERENCES staff (id),
    version BIGINT NOT NULL
);
CREATE INDEX holds_by_case ON holds (case_id, from_on);

-- What fell away with a treatment was counted as due in the programme review. Each such case is counted anew.
INSERT INTO review_stale (team_id, fact_id, times)
    SELECT c.team_id, c.id, 1 FROM cases c WHERE c.opened_on IS NOT NULL
    AND EXISTS (SELECT 1 FROM measures m WHERE m.case_id = c.id AND m.state = 'not_asked' AND m.reason = 'ended')
    ON CONFLICT (team_id, fact_id) DO UPDATE SET times = review_stale.times + 1;
