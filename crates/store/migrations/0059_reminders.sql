-- In which language somebody is written to who comes to an information meeting.
ALTER TABLE briefing_guests ADD COLUMN language TEXT NOT NULL DEFAULT 'sv' CHECK (language IN ('sv', 'en'));

-- When a development goal is looked back on next; none where nobody said.
ALTER TABLE developments ADD COLUMN look_on DATE;
CREATE INDEX developments_by_look ON developments (look_on);
