-- What people carried in a year, by line: the years before the program, and those that it wrote down since.
CREATE TABLE line_burdens (
    pool_id UUID NOT NULL REFERENCES pools (id),
    line_id UUID NOT NULL REFERENCES pool_lines (id),
    staff_id UUID NOT NULL REFERENCES staff (id),
    of_year BIGINT NOT NULL,
    nights BIGINT NOT NULL,
    weekends BIGINT NOT NULL,
    holidays BIGINT NOT NULL,
    PRIMARY KEY (pool_id, line_id, staff_id, of_year)
);
-- Until now years were of the first line alone.
INSERT INTO line_burdens (pool_id, line_id, staff_id, of_year, nights, weekends, holidays)
    SELECT b.pool_id, l.id, b.staff_id, b.of_year, b.nights, b.weekends, b.holidays
    FROM burdens b JOIN pool_lines l ON l.pool_id = b.pool_id AND l.level = 1;
DROP TABLE burdens;
ALTER TABLE line_burdens RENAME TO burdens;
