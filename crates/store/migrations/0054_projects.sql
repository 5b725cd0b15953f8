-- Projects that somebody funds, with what was promised and what is due.
CREATE TABLE projects (
    id UUID PRIMARY KEY,
    network_id UUID NOT NULL REFERENCES networks (id),
    name TEXT NOT NULL,
    funder TEXT NOT NULL,
    diary TEXT NOT NULL,
    purpose TEXT NOT NULL,
    begins_on DATE NOT NULL,
    -- The last day.
    ends_on DATE NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX projects_by_network ON projects (network_id, ends_on);

CREATE TABLE project_teams (
    project_id UUID NOT NULL REFERENCES projects (id),
    team_id UUID NOT NULL REFERENCES teams (id),
    PRIMARY KEY (project_id, team_id)
);
CREATE INDEX project_teams_by_team ON project_teams (team_id);

CREATE TABLE project_items (
    id UUID PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES projects (id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    due_on DATE,
    amount_ore BIGINT,
    figure TEXT,
    least BIGINT,
    done_on DATE
);
CREATE INDEX project_items_by_project ON project_items (project_id, due_on);

-- What a team's leader gave out for a year, small counts and all: sums by name, as in `review_rows`.
CREATE TABLE project_figures (
    project_id UUID NOT NULL REFERENCES projects (id),
    team_id UUID NOT NULL REFERENCES teams (id),
    of_year BIGINT NOT NULL,
    sums TEXT NOT NULL,
    given_by UUID NOT NULL REFERENCES staff (id),
    given_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (project_id, team_id, of_year)
);
