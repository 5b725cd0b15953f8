-- What a decision said before it was put right, when, by whom and why: who was hired by number, the days, the reasons.
CREATE TABLE opening_corrections (
    id UUID PRIMARY KEY,
    opening_id UUID NOT NULL REFERENCES openings (id),
    corrected_at TIMESTAMPTZ NOT NULL,
    corrected_by UUID NOT NULL REFERENCES staff (id),
    hired TEXT NOT NULL,
    posted_on DATE,
    final_on DATE NOT NULL,
    sealed_reasons TEXT NOT NULL,
    sealed_why TEXT NOT NULL
);
CREATE INDEX opening_corrections_by_opening ON opening_corrections (opening_id);
