-- An absence can come each week: on one day, from its beginning until its end.
ALTER TABLE absences ADD COLUMN repeats TEXT NOT NULL DEFAULT 'once' CHECK (repeats IN ('once', 'weekly'));
