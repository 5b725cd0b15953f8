//! Development plans: goals with their evidence, actions and looks back. All words are sealed under the site's key.

use std::collections::BTreeMap;

use hemma_domain::access::TeamScope;
use hemma_domain::code::Code as _;
use hemma_domain::development::{Evidence, GOALS_MAX, Goal, Look, State, StateCode, Whose};
use hemma_domain::ids::{CaseId, DevelopmentId, NetworkId, StaffId, TeamId};
use hemma_domain::review::Action;
use hemma_domain::staff::Role;
use hemma_domain::time::{Day, Week};
use hemma_domain::week::Section;

use crate::db::{Tx, places};
use crate::error::Result;
use crate::seal::Spot;
use crate::value::{Row, ToValue, Value};
use crate::values;

/// A point of feedback on a family that somebody carries, without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    pub case: CaseId,
    /// The case's code.
    pub code: String,
    pub week: Week,
    pub section: Section,
}

/// Points of feedback that a goal can rest on: the newest, a screen of them.
const POINTS_MAX: u32 = 12;

/// Looks back that one run of reminders sees: ten for each team of a large network.
const DUE_MAX: u32 = 1_000;

/// Stores a goal with everything that belongs to it.
pub async fn insert(tx: &mut Tx, one: &Goal) -> Result<()> {
    const SQL: &str = "INSERT INTO developments (id, team_id, whose, staff_id, sealed_goal, state, ended_on, set_by, set_at,
        version, look_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let goal = tx.seals().site().seal(&spot(one.id, None), &one.text);
    let bound = values![
        one.id,
        one.team,
        one.whose.code().code(),
        one.whose.staff(),
        goal,
        one.state.code().code(),
        one.state.since(),
        one.set.1,
        one.set.0,
        one.version,
        one.look_on,
    ];
    tx.run(SQL, &bound).await?;
    parts(tx, one).await
}

/// Saves a goal if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, one: &Goal) -> Result<bool> {
    const SQL: &str =
        "UPDATE developments SET sealed_goal = $3, state = $4, ended_on = $5, look_on = $6,
        version = version + 1
        WHERE id = $1 AND version = $2";
    let goal = tx.seals().site().seal(&spot(one.id, None), &one.text);
    let bound = values![
        one.id,
        one.version,
        goal,
        one.state.code().code(),
        one.state.since(),
        one.look_on,
    ];
    if tx.run(SQL, &bound).await? != 1 {
        return Ok(false);
    }
    for table in CLEAR {
        tx.run(table, &values![one.id]).await?;
    }
    parts(tx, one).await?;
    Ok(true)
}

const CLEAR: [&str; 3] = [
    "DELETE FROM development_evidence WHERE development_id = $1",
    "DELETE FROM development_actions WHERE development_id = $1",
    "DELETE FROM development_looks WHERE development_id = $1",
];

/// One goal.
pub async fn find(tx: &mut Tx, id: DevelopmentId) -> Result<Option<Goal>> {
    const SQL: &str =
        "SELECT id, team_id, whose, staff_id, sealed_goal, state, ended_on, set_by, set_at, version, look_on
        FROM developments WHERE id = $1";
    let Some(row) = tx.maybe(SQL, &values![id]).await? else {
        return Ok(None);
    };
    let mut found = with_parts(tx, vec![goal(tx, &row)?]).await?;
    Ok(found.pop())
}

/// The goals of all plans of some teams: the open ones first, then the newest.
pub async fn of_teams(tx: &mut Tx, teams: &[TeamId]) -> Result<Vec<Goal>> {
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, team_id, whose, staff_id, sealed_goal, state, ended_on, set_by, set_at, version, look_on FROM developments
         WHERE team_id IN ({}) ORDER BY CASE WHEN state = 'open' THEN 0 ELSE 1 END, set_at DESC, id LIMIT {}",
        places(1, teams.len()),
        // Of each plan of a team some are open: a limit for one plan is one for a team's lists as well.
        usize::try_from(GOALS_MAX).unwrap_or(usize::MAX).saturating_mul(teams.len())
    );
    let bound: Vec<Value> = teams.iter().map(ToValue::to_value).collect();
    let rows = tx.all_built(sql, &bound).await?;
    let goals = rows.iter().map(|row| goal(tx, row));
    let goals = goals.collect::<Result<Vec<Goal>>>()?;
    with_parts(tx, goals).await
}

/// A goal that is to be looked back on, without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueLook {
    pub goal: DevelopmentId,
    pub team: TeamId,
    pub network: NetworkId,
    pub whose: Whose,
    pub look_on: Day,
}

/// The open goals of teams that still work which are to be looked back on by a day, the oldest first.
pub async fn looks_due(tx: &mut Tx, by: Day) -> Result<Vec<DueLook>> {
    const SQL: &str =
        "SELECT d.id, d.team_id, t.network_id, d.whose, d.staff_id, d.look_on FROM developments d
        JOIN teams t ON t.id = d.team_id WHERE d.state = 'open' AND d.look_on <= $1
        AND (t.closed_on IS NULL OR t.closed_on > $1) ORDER BY d.look_on, d.id LIMIT $2";
    let rows = tx.all(SQL, &values![by, DUE_MAX]).await?;
    rows.iter().map(due_look).collect()
}

/// The same of one person's own goals.
pub async fn looks_of(tx: &mut Tx, staff: StaffId, by: Day) -> Result<Vec<DueLook>> {
    const SQL: &str = "SELECT d.id, d.team_id, t.network_id, d.whose, d.staff_id, d.look_on FROM developments d
        JOIN teams t ON t.id = d.team_id WHERE d.staff_id = $1 AND d.state = 'open' AND d.look_on <= $2
        ORDER BY d.look_on, d.id LIMIT $3";
    let rows = tx.all(SQL, &values![staff, by, GOALS_MAX]).await?;
    rows.iter().map(due_look).collect()
}

/// A goal of a consultant that waits for longer than it was to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateGoal {
    pub goal: DevelopmentId,
    pub at: TeamScope,
    pub team_name: String,
    pub whose: Whose,
    pub text: String,
    /// Since when: the day of an action of which nobody has said what became of it, or of looking back.
    pub since: Day,
}

/// The open goals of the consultants of a network's teams that wait since before a day, the longest first.
pub async fn late_of_consultants(
    tx: &mut Tx,
    (network, before): (NetworkId, Day),
    limit: u32,
) -> Result<Vec<LateGoal>> {
    const SQL: &str = "SELECT d.id, d.team_id, t.board_id, t.name, d.whose, d.staff_id, d.sealed_goal, MIN(w.due_on) AS since_on
        FROM developments d JOIN teams t ON t.id = d.team_id
        JOIN (SELECT development_id AS id, due_on FROM development_actions WHERE outcome = 'open'
            UNION ALL SELECT id, look_on AS due_on FROM developments WHERE look_on IS NOT NULL) w ON w.id = d.id
        WHERE t.network_id = $1 AND (t.closed_on IS NULL OR t.closed_on > $2) AND d.whose = 'consultant'
            AND d.state = 'open' AND w.due_on < $2
        GROUP BY d.id, d.team_id, t.board_id, t.name, d.whose, d.staff_id, d.sealed_goal ORDER BY since_on, d.id LIMIT $3";
    let rows = tx.all(SQL, &values![network, before, limit]).await?;
    let goal = rows.iter().map(|row| {
        let id: DevelopmentId = row.get("id")?;
        let whose = Whose::of(row.code("whose")?, row.get("staff_id")?);
        let sealed: String = row.get("sealed_goal")?;
        Ok(LateGoal {
            goal: id,
            at: TeamScope {
                team: row.get("team_id")?,
                board: row.get("board_id")?,
                network,
            },
            team_name: row.get("name")?,
            whose: whose.ok_or_else(|| row.corrupt("whose"))?,
            text: tx.seals().site().open(&spot(id, None), &sealed)?,
            since: row.get("since_on")?,
        })
    });
    goal.collect()
}

fn due_look(row: &Row) -> Result<DueLook> {
    let whose = Whose::of(row.code("whose")?, row.get("staff_id")?);
    Ok(DueLook {
        goal: row.get("id")?,
        team: row.get("team_id")?,
        network: row.get("network_id")?,
        whose: whose.ok_or_else(|| row.corrupt("whose"))?,
        look_on: row.get("look_on")?,
    })
}

/// Who works in some teams on a day, with their roles, by name.
pub async fn people(
    tx: &mut Tx,
    teams: &[TeamId],
    on: Day,
) -> Result<Vec<(TeamId, StaffId, String, Role)>> {
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT p.team_id, s.id, s.name, p.role FROM posts p JOIN staff s ON s.id = p.staff_id
         WHERE p.from_on <= $1 AND (p.to_on IS NULL OR p.to_on > $1) AND p.team_id IN ({})
         ORDER BY s.name, s.id, p.role",
        places(2, teams.len())
    );
    let mut bound = values![on].to_vec();
    bound.extend(teams.iter().map(ToValue::to_value));
    let rows = tx.all_built(sql, &bound).await?;
    let person = rows.iter().map(|row| {
        let of = (row.get("team_id")?, row.get("id")?);
        Ok((of.0, of.1, row.get("name")?, row.code("role")?))
    });
    person.collect()
}

/// Who leads a network on a day, by name.
pub async fn leads(tx: &mut Tx, network: NetworkId, on: Day) -> Result<Vec<(StaffId, String)>> {
    const SQL: &str = "SELECT DISTINCT s.id, s.name FROM posts p JOIN staff s ON s.id = p.staff_id
        WHERE p.network_id = $1 AND p.role = 'network_lead' AND p.from_on <= $2 AND (p.to_on IS NULL OR p.to_on > $2)
        ORDER BY s.name, s.id";
    let rows = tx.all(SQL, &values![network, on]).await?;
    let lead = rows
        .iter()
        .map(|row| Ok((row.get("id")?, row.get("name")?)));
    lead.collect()
}

/// The newest points of feedback on the families that somebody carries in a team, without their words.
pub async fn points(
    tx: &mut Tx,
    (team, staff): (TeamId, StaffId),
    today: Day,
) -> Result<Vec<Point>> {
    const SQL: &str = "SELECT f.case_id, c.code, f.week_on, f.section FROM feedbacks f JOIN cases c ON c.id = f.case_id
        WHERE c.team_id = $1 AND f.case_id IN (SELECT h.case_id FROM cares h WHERE h.staff_id = $2 AND h.from_on <= $3
            AND (h.to_on IS NULL OR h.to_on > $3))
        ORDER BY f.given_at DESC, f.id LIMIT $4";
    let rows = tx
        .all(SQL, &values![team, staff, today, POINTS_MAX])
        .await?;
    rows.iter().map(point).collect()
}

/// The newest points of feedback on a team's families, without their words: somebody's own, or everybody's. None on a family
/// that is protected: whom a plan concerns need not be who knows of it.
pub async fn points_of_team(tx: &mut Tx, team: TeamId, by: Option<StaffId>) -> Result<Vec<Point>> {
    const SQL: &str = "SELECT f.case_id, c.code, f.week_on, f.section FROM feedbacks f JOIN cases c ON c.id = f.case_id
        WHERE c.team_id = $1 AND c.protected = FALSE ORDER BY f.given_at DESC, f.id LIMIT $2";
    const OWN: &str = "SELECT f.case_id, c.code, f.week_on, f.section FROM feedbacks f JOIN cases c ON c.id = f.case_id
        WHERE c.team_id = $1 AND c.protected = FALSE AND f.by_staff = $3
        ORDER BY f.given_at DESC, f.id LIMIT $2";
    let rows = match by {
        None => tx.all(SQL, &values![team, POINTS_MAX]).await?,
        Some(by) => tx.all(OWN, &values![team, POINTS_MAX, by]).await?,
    };
    rows.iter().map(point).collect()
}

fn point(row: &Row) -> Result<Point> {
    Ok(Point {
        case: row.get("case_id")?,
        code: row.get("code")?,
        week: row.week("week_on")?,
        section: row.code("section")?,
    })
}

async fn parts(tx: &mut Tx, one: &Goal) -> Result<()> {
    const EVIDENCE: &str = "INSERT INTO development_evidence (development_id, number, kind, sealed_key, sealed_told, told_on)
        VALUES ($1, $2, $3, $4, $5, $6)";
    const ACTION: &str = "INSERT INTO development_actions (development_id, number, sealed_what, owner_id, due_on, outcome,
        sealed_remark) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    const LOOK: &str =
        "INSERT INTO development_looks (development_id, number, looked_on, looked_by, sealed_text)
        VALUES ($1, $2, $3, $4, $5)";
    let key = tx.seals().site().clone();
    let seal = |part: Part, text: &str| key.seal(&spot(one.id, Some(part)), text);
    for (number, evidence) in (1_u32..).zip(&one.evidence) {
        let bound = values![
            one.id,
            number,
            evidence.kind.code(),
            seal(
                Part("development_evidence", number, "sealed_key"),
                &evidence.key
            ),
            seal(
                Part("development_evidence", number, "sealed_told"),
                &evidence.told
            ),
            evidence.on,
        ];
        tx.run(EVIDENCE, &bound).await?;
    }
    for action in &one.actions {
        let of = |column| Part("development_actions", action.number, column);
        let bound = values![
            one.id,
            action.number,
            seal(of("sealed_what"), &action.what),
            action.owner,
            action.due_on,
            action.outcome.code(),
            seal(of("sealed_remark"), &action.remark),
        ];
        tx.run(ACTION, &bound).await?;
    }
    for (number, look) in (1_u32..).zip(&one.looks) {
        let text = seal(Part("development_looks", number, "sealed_text"), &look.text);
        let bound = values![one.id, number, look.on, look.by, text];
        tx.run(LOOK, &bound).await?;
    }
    Ok(())
}

/// Table, number and column of a part of a goal.
#[derive(Clone, Copy)]
struct Part(&'static str, u32, &'static str);

fn spot(id: DevelopmentId, part: Option<Part>) -> Spot {
    match part {
        None => Spot::new("developments", id, "sealed_goal"),
        Some(Part(table, number, column)) => Spot::new(table, format!("{id} {number}"), column),
    }
}

fn goal(tx: &Tx, row: &Row) -> Result<Goal> {
    let id: DevelopmentId = row.get("id")?;
    let sealed: String = row.get("sealed_goal")?;
    let whose = Whose::of(row.code("whose")?, row.get("staff_id")?);
    let ended: Option<Day> = row.get("ended_on")?;
    let state = match (row.code("state")?, ended) {
        (StateCode::Open, None) => Some(State::Open),
        (StateCode::Reached, Some(on)) => Some(State::Reached { on }),
        (StateCode::Ended, Some(on)) => Some(State::Ended { on }),
        _ => None,
    };
    Ok(Goal {
        id,
        team: row.get("team_id")?,
        whose: whose.ok_or_else(|| row.corrupt("whose"))?,
        text: tx.seals().site().open(&spot(id, None), &sealed)?,
        state: state.ok_or_else(|| row.corrupt("state"))?,
        set: (row.get("set_at")?, row.get("set_by")?),
        evidence: Vec::new(),
        actions: Vec::new(),
        looks: Vec::new(),
        look_on: row.get("look_on")?,
        version: row.get("version")?,
    })
}

async fn with_parts(tx: &mut Tx, mut goals: Vec<Goal>) -> Result<Vec<Goal>> {
    if goals.is_empty() {
        return Ok(goals);
    }
    let ids: Vec<Value> = goals.iter().map(|one| one.id.to_value()).collect();
    let at: BTreeMap<DevelopmentId, usize> = goals
        .iter()
        .zip(0..)
        .map(|(one, at)| (one.id, at))
        .collect();
    let key = tx.seals().site().clone();
    for table in [
        "development_evidence",
        "development_actions",
        "development_looks",
    ] {
        let sql = format!(
            "SELECT * FROM {table} WHERE development_id IN ({}) ORDER BY development_id, number",
            places(1, ids.len())
        );
        for row in tx.all_built(sql, &ids).await? {
            let id: DevelopmentId = row.get("development_id")?;
            let number = row.count("number")?;
            let open = |column: &'static str| -> Result<String> {
                let spot = spot(id, Some(Part(table, number, column)));
                key.open(&spot, &row.get::<String>(column)?)
            };
            let Some(one) = at.get(&id).and_then(|at| goals.get_mut(*at)) else {
                continue;
            };
            match table {
                "development_evidence" => one.evidence.push(Evidence {
                    kind: row.code("kind")?,
                    key: open("sealed_key")?,
                    told: open("sealed_told")?,
                    on: row.get("told_on")?,
                }),
                "development_actions" => one.actions.push(Action {
                    number,
                    what: open("sealed_what")?,
                    owner: row.get("owner_id")?,
                    due_on: row.get("due_on")?,
                    outcome: row.code("outcome")?,
                    remark: open("sealed_remark")?,
                }),
                _ => one.looks.push(Look {
                    on: row.get("looked_on")?,
                    by: row.get("looked_by")?,
                    text: open("sealed_text")?,
                }),
            }
        }
    }
    Ok(goals)
}
