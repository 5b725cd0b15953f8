-- When a case entered each of its phases; the last row of an open case is the phase that it is in.

CREATE TABLE case_phases (
    case_id UUID NOT NULL REFERENCES cases (id),
    from_on DATE NOT NULL,
    phase TEXT NOT NULL,
    PRIMARY KEY (case_id, from_on)
);
