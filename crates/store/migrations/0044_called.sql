-- When somebody was called to interviews, and what the panel writes down of what they can show, sealed under the
-- application's own key. Whoever was not called may demand to know it of those who were (discrimination act 2:4).
ALTER TABLE applications ADD COLUMN called_at TIMESTAMPTZ;
ALTER TABLE applications ADD COLUMN sealed_merits TEXT NOT NULL DEFAULT '';
UPDATE applications SET called_at = stage_at WHERE stage IN ('invited', 'hired')
    OR id IN (SELECT application_id FROM application_scores WHERE sitting IN ('first', 'second'));
