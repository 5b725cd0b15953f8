-- What a project's figure should be: at least, below, or from one value to another, in hundredths of the figure's unit. Rows
-- from before say only `least`, in whole units, and mean at least that.
ALTER TABLE project_items ADD COLUMN goal TEXT CHECK (goal IN ('at-least', 'below', 'within'));
ALTER TABLE project_items ADD COLUMN goal_hundredths BIGINT;
ALTER TABLE project_items ADD COLUMN goal_most_hundredths BIGINT;
