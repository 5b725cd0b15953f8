-- When a family is best called: weekdays and a time of day.
CREATE TABLE call_times (
    case_id UUID PRIMARY KEY REFERENCES cases (id),
    sealed_time TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by UUID NOT NULL REFERENCES staff (id)
);
