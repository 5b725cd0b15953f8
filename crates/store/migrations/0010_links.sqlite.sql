-- Answers are written down by staff or come by a link, never both. SQLite takes no NOT NULL back: the table is made anew.

CREATE TABLE answer_sheets_new (
    measure_id UUID PRIMARY KEY REFERENCES measures (id),
    case_id UUID NOT NULL REFERENCES cases (id),
    sealed_answers TEXT NOT NULL,
    sealed_note TEXT NOT NULL,
    begun_at TIMESTAMPTZ NOT NULL,
    saved_at TIMESTAMPTZ NOT NULL,
    saved_by UUID REFERENCES staff (id),
    version BIGINT NOT NULL,
    saved_link UUID REFERENCES answer_links (id),
    CHECK ((saved_by IS NULL) <> (saved_link IS NULL))
);
INSERT INTO answer_sheets_new (measure_id, case_id, sealed_answers, sealed_note, begun_at, saved_at, saved_by, version)
SELECT measure_id, case_id, sealed_answers, sealed_note, begun_at, saved_at, saved_by, version FROM answer_sheets;
DROP TABLE answer_sheets;
ALTER TABLE answer_sheets_new RENAME TO answer_sheets;
CREATE INDEX answer_sheets_by_case ON answer_sheets (case_id);
