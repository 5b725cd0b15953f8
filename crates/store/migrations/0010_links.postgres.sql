-- Answers are written down by staff or come by a link, never both.

ALTER TABLE answer_sheets ALTER COLUMN saved_by DROP NOT NULL;
ALTER TABLE answer_sheets ADD COLUMN saved_link UUID REFERENCES answer_links (id);
ALTER TABLE answer_sheets ADD CHECK ((saved_by IS NULL) <> (saved_link IS NULL));
