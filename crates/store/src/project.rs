//! Funded projects: their teams, what is kept of them, and the figures that teams gave out for them.

use hemma_domain::code::Code as _;
use hemma_domain::ids::{NetworkId, ProjectId, ProjectItemId, StaffId, TeamId};
use hemma_domain::money::Ore;
use hemma_domain::programme::{Goal, Hundredths};
use hemma_domain::project::{ITEMS_MAX, Item, PROJECTS_MAX, Project, Target};
use hemma_domain::time::{Day, Instant};
use hemma_review::Row as Sums;

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

const COLUMNS: &str =
    "p.id, p.network_id, p.name, p.funder, p.diary, p.purpose, p.begins_on, p.ends_on, p.version";

const AT_LEAST: &str = "at-least";
const BELOW: &str = "below";
const WITHIN: &str = "within";

/// What a team's leader gave out of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// For which project.
    pub project: ProjectId,
    /// Of which team.
    pub team: TeamId,
    /// Of which calendar year.
    pub year: i16,
    /// As they were then.
    pub sums: Sums,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Instant,
}

/// Stores a project with its teams.
pub async fn insert(tx: &mut Tx, one: &Project) -> Result<()> {
    const SQL: &str = "INSERT INTO projects (id, network_id, name, funder, diary, purpose, begins_on, ends_on, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let bound = values![
        one.id,
        one.network,
        one.name,
        one.funder,
        one.diary,
        one.purpose,
        one.begins,
        one.ends,
        one.version
    ];
    tx.run(SQL, &bound).await?;
    put_teams(tx, one).await
}

/// Saves a project with its teams if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, one: &Project) -> Result<bool> {
    const SQL: &str =
        "UPDATE projects SET name = $3, funder = $4, diary = $5, purpose = $6, begins_on = $7,
        ends_on = $8, version = version + 1 WHERE id = $1 AND version = $2";
    let bound = values![
        one.id,
        one.version,
        one.name,
        one.funder,
        one.diary,
        one.purpose,
        one.begins,
        one.ends
    ];
    if tx.run(SQL, &bound).await? == 0 {
        return Ok(false);
    }
    let drop = "DELETE FROM project_teams WHERE project_id = $1";
    tx.run(drop, &values![one.id]).await?;
    put_teams(tx, one).await?;
    Ok(true)
}

async fn put_teams(tx: &mut Tx, one: &Project) -> Result<()> {
    const SQL: &str = "INSERT INTO project_teams (project_id, team_id) VALUES ($1, $2)";
    for team in &one.teams {
        tx.run(SQL, &values![one.id, team]).await?;
    }
    Ok(())
}

/// The projects of a network, the one that ends last first.
pub async fn of_network(tx: &mut Tx, network: NetworkId) -> Result<Vec<Project>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM projects p WHERE p.network_id = $1 ORDER BY p.ends_on DESC, p.name, p.id LIMIT {PROJECTS_MAX}"
    );
    let rows = tx.all_built(sql, &values![network]).await?;
    whole(tx, &rows).await
}

/// The projects that pay for a team's work, the one that ends last first.
pub async fn of_team(tx: &mut Tx, team: TeamId) -> Result<Vec<Project>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM projects p JOIN project_teams t ON t.project_id = p.id WHERE t.team_id = $1
        ORDER BY p.ends_on DESC, p.name, p.id LIMIT {PROJECTS_MAX}"
    );
    let rows = tx.all_built(sql, &values![team]).await?;
    whole(tx, &rows).await
}

/// One project.
pub async fn find(tx: &mut Tx, id: ProjectId) -> Result<Option<Project>> {
    let sql = format!("SELECT {COLUMNS} FROM projects p WHERE p.id = $1");
    let rows = tx.all_built(sql, &values![id]).await?;
    Ok(whole(tx, &rows).await?.pop())
}

async fn whole(tx: &mut Tx, rows: &[Row]) -> Result<Vec<Project>> {
    const TEAMS: &str = "SELECT team_id FROM project_teams WHERE project_id = $1 ORDER BY team_id";
    let mut all = Vec::new();
    for row in rows {
        let id: ProjectId = row.get("id")?;
        let teams = tx.all(TEAMS, &values![id]).await?;
        all.push(Project {
            id,
            network: row.get("network_id")?,
            name: row.get("name")?,
            funder: row.get("funder")?,
            diary: row.get("diary")?,
            purpose: row.get("purpose")?,
            begins: row.get("begins_on")?,
            ends: row.get("ends_on")?,
            version: row.get("version")?,
            teams: teams
                .iter()
                .map(|row| row.get("team_id"))
                .collect::<Result<_>>()?,
        });
    }
    Ok(all)
}

/// Stores what is kept of a project.
pub async fn insert_item(tx: &mut Tx, one: &Item) -> Result<()> {
    const SQL: &str = "INSERT INTO project_items (id, project_id, kind, title, body, due_on, amount_ore, figure, done_on,
        goal, goal_hundredths, goal_most_hundredths) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let goal = one.target.map(|target| goal_told(target.goal));
    let bound = values![
        one.id,
        one.project,
        one.kind.code(),
        one.title,
        one.text,
        one.on,
        one.amount.map(|amount| amount.0),
        one.target.map(|target| target.figure.code()),
        one.done,
        goal.map(|(code, ..)| code),
        goal.map(|(_, limit, _)| limit.0),
        goal.and_then(|(.., most)| most).map(|most| most.0)
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Says when something of a project was done, or that it is not. Says whether there is such a thing.
pub async fn set_done(
    tx: &mut Tx,
    (project, id): (ProjectId, ProjectItemId),
    done: Option<Day>,
) -> Result<bool> {
    const SQL: &str = "UPDATE project_items SET done_on = $3 WHERE id = $1 AND project_id = $2";
    Ok(tx.run(SQL, &values![id, project, done]).await? == 1)
}

/// Takes something of a project away. Says whether it was there.
pub async fn remove_item(tx: &mut Tx, (project, id): (ProjectId, ProjectItemId)) -> Result<bool> {
    const SQL: &str = "DELETE FROM project_items WHERE id = $1 AND project_id = $2";
    Ok(tx.run(SQL, &values![id, project]).await? == 1)
}

/// What is kept of a project, by day; what has none comes last.
pub async fn items(tx: &mut Tx, project: ProjectId) -> Result<Vec<Item>> {
    let sql = format!(
        "SELECT id, project_id, kind, title, body, due_on, amount_ore, figure, least, done_on, goal, goal_hundredths,
        goal_most_hundredths FROM project_items WHERE project_id = $1 ORDER BY due_on IS NULL, due_on, title, id LIMIT {ITEMS_MAX}"
    );
    let rows = tx.all_built(sql, &values![project]).await?;
    rows.iter().map(item).collect()
}

fn item(row: &Row) -> Result<Item> {
    let amount: Option<i64> = row.get("amount_ore")?;
    let figure = row.code_or_none("figure")?;
    let goal = goal_of(row)?;
    Ok(Item {
        id: row.get("id")?,
        project: row.get("project_id")?,
        kind: row.code("kind")?,
        title: row.get("title")?,
        text: row.get("body")?,
        on: row.get("due_on")?,
        amount: amount.map(Ore),
        target: figure
            .zip(goal)
            .map(|(figure, goal)| Target { figure, goal }),
        done: row.get("done_on")?,
    })
}

/// A goal in the order of its columns.
fn goal_told(goal: Goal) -> (&'static str, Hundredths, Option<Hundredths>) {
    match goal {
        Goal::AtLeast(least) => (AT_LEAST, least, None),
        Goal::Below(most) => (BELOW, most, None),
        Goal::Within(least, most) => (WITHIN, least, Some(most)),
    }
}

/// A row's goal; rows from before there were others say the least in whole units.
fn goal_of(row: &Row) -> Result<Option<Goal>> {
    let number = |column: &str| -> Result<Option<u32>> {
        let kept: Option<i64> = row.get(column)?;
        kept.map(|_| row.count(column)).transpose()
    };
    let kind: Option<String> = row.get("goal")?;
    let Some(kind) = kind else {
        let least = number("least")?.map(|least| least.saturating_mul(100));
        return Ok(least.map(|least| Goal::AtLeast(Hundredths(least))));
    };
    let limit = Hundredths(row.count("goal_hundredths")?);
    let goal = match (kind.as_str(), number("goal_most_hundredths")?) {
        (AT_LEAST, None) => Goal::AtLeast(limit),
        (BELOW, None) => Goal::Below(limit),
        (WITHIN, Some(most)) => Goal::Within(limit, Hundredths(most)),
        _ => return Err(row.corrupt("goal")),
    };
    Ok(Some(goal))
}

/// Keeps what a team's leader gives out of a year; what was given of it before is replaced.
pub async fn give(tx: &mut Tx, one: &Given) -> Result<()> {
    const SQL: &str =
        "INSERT INTO project_figures (project_id, team_id, of_year, sums, given_by, given_at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (project_id, team_id, of_year) DO UPDATE SET
        sums = excluded.sums, given_by = excluded.given_by, given_at = excluded.given_at";
    let bound = values![
        one.project,
        one.team,
        i64::from(one.year),
        one.sums.to_string(),
        one.by,
        one.at
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// What was given out for a project, by year and team.
pub async fn given(tx: &mut Tx, project: ProjectId) -> Result<Vec<Given>> {
    const SQL: &str =
        "SELECT project_id, team_id, of_year, sums, given_by, given_at FROM project_figures
        WHERE project_id = $1 ORDER BY of_year, team_id";
    let rows = tx.all(SQL, &values![project]).await?;
    rows.iter()
        .map(|row| {
            let year: i64 = row.get("of_year")?;
            let sums: String = row.get("sums")?;
            Ok(Given {
                project: row.get("project_id")?,
                team: row.get("team_id")?,
                year: i16::try_from(year).map_err(|_| row.corrupt("of_year"))?,
                sums: sums.parse().map_err(|_| row.corrupt("sums"))?,
                by: row.get("given_by")?,
                at: row.get("given_at")?,
            })
        })
        .collect()
}
