-- How long the cases of a history lasted, by the quarter in which they began: what time in treatment is read from. One case a
-- line: the day it began, the day it ended, or `+` and the day until which it is known to have gone on.
CREATE TABLE history_stays (
    history_id UUID NOT NULL REFERENCES histories (id),
    team_id UUID NOT NULL REFERENCES teams (id),
    quarter_on DATE NOT NULL,
    stays TEXT NOT NULL,
    PRIMARY KEY (team_id, quarter_on)
);
CREATE INDEX history_stays_by_history ON history_stays (history_id);
