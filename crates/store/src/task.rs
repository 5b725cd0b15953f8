//! Tasks. The text is sealed under the case's key, or the site's where the task belongs to no case.

use hemma_domain::access::{CaseScope, Permit, TeamScope};
use hemma_domain::ids::{CaseId, StaffId, TaskId, TeamId};
use hemma_domain::task::Task;
use hemma_domain::time::{Instant, Week};

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// The longest list of tasks that anybody is shown.
pub const LIST_MAX: u32 = 500;

/// A task in a list, its text still sealed.
pub struct Listed {
    /// The task with an empty text.
    pub task: Task,
    /// Where its case stands; the carers are not known here. None for the team's own matters.
    pub scope: Option<CaseScope>,
    pub team: TeamScope,
    /// The case's code; empty without a case.
    pub code: String,
    pub owner_name: String,
    sealed: String,
    wrapped: Option<String>,
}

/// Stores a task exactly as given; `key` is the case's, or the site's where it has no case.
pub async fn insert(tx: &mut Tx, key: &Key, task: &Task) -> Result<()> {
    const SQL: &str = "INSERT INTO tasks (id, team_id, case_id, owner_id, sealed_text, due_on, from_week_on, set_by,
        set_at, done_at, done_by, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)";
    let bound = values![
        task.id,
        task.team,
        task.case,
        task.owner,
        key.seal(&spot(task.id), &task.text),
        task.due_on,
        task.from_week,
        task.set_by,
        task.set_at,
        task.done.map(|(at, _)| at),
        task.done.map(|(_, by)| by),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves owner, day, text and whether it is done, if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, task: &Task) -> Result<bool> {
    const SQL: &str =
        "UPDATE tasks SET owner_id = $3, sealed_text = $4, due_on = $5, done_at = $6, done_by = $7,
        version = version + 1 WHERE id = $1 AND version = $2";
    let bound = values![
        task.id,
        task.version,
        task.owner,
        key.seal(&spot(task.id), &task.text),
        task.due_on,
        task.done.map(|(at, _)| at),
        task.done.map(|(_, by)| by),
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// A task by id, its text still sealed.
pub async fn find(tx: &mut Tx, id: TaskId) -> Result<Option<Listed>> {
    let sql = format!("{SELECT} WHERE t.id = $1");
    let rows = tx.all_built(sql, &values![id]).await?;
    rows.into_iter().next().map(|row| listed(&row)).transpose()
}

/// Somebody's tasks: those that are open, and those done since a moment; first what is due first.
pub async fn of_owner(tx: &mut Tx, owner: StaffId, done_since: Instant) -> Result<Vec<Listed>> {
    let sql = format!("{SELECT} WHERE t.owner_id = $1 AND {OPEN_OR_DONE_SINCE} {ORDER} LIMIT $3");
    let rows = tx
        .all_built(sql, &values![owner, done_since, LIST_MAX])
        .await?;
    rows.iter().map(listed).collect()
}

/// A team's tasks: those that are open, and those done since a moment; first what is due first.
pub async fn of_team(tx: &mut Tx, team: TeamId, done_since: Instant) -> Result<Vec<Listed>> {
    let sql = format!("{SELECT} WHERE t.team_id = $1 AND {OPEN_OR_DONE_SINCE} {ORDER} LIMIT $3");
    let rows = tx
        .all_built(sql, &values![team, done_since, LIST_MAX])
        .await?;
    rows.iter().map(listed).collect()
}

/// A case's tasks, open ones first, for the holder of its key.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<(Task, String)>> {
    let sql = format!("{SELECT} WHERE t.case_id = $1 {ORDER} LIMIT $2");
    let rows = tx.all_built(sql, &values![case, LIST_MAX]).await?;
    rows.iter()
        .map(|row| {
            let one = listed(row)?;
            let task = with_key(key, &one)?;
            Ok((task, one.owner_name))
        })
        .collect()
}

/// A task with its text: one of a case for the holder of a permit for that very case; one without a case for
/// whoever was let into the team, or promised it.
pub fn open(tx: &Tx, permit: Option<&Permit>, listed: &Listed) -> Result<Task> {
    let key = match (&listed.task.case, &listed.wrapped) {
        (Some(case), Some(wrapped)) if permit.and_then(Permit::case) == Some(*case) => {
            tx.seals().unwrap(case.0, wrapped)?
        }
        (None, _) => tx.seals().site().clone(),
        _ => return Err(Error::WrongKey),
    };
    with_key(&key, listed)
}

/// A task with its text, for the holder of its key.
pub fn with_key(key: &Key, listed: &Listed) -> Result<Task> {
    let text = key.open(&spot(listed.task.id), &listed.sealed)?;
    Ok(Task {
        text,
        ..listed.task.clone()
    })
}

/// Takes a task away, if nobody changed it meanwhile. Says whether it did.
pub async fn remove(tx: &mut Tx, (id, version): (TaskId, i64)) -> Result<bool> {
    const SQL: &str = "DELETE FROM tasks WHERE id = $1 AND version = $2";
    Ok(tx.run(SQL, &values![id, version]).await? == 1)
}

/// Ticks a task off, or takes that back, if nobody changed it meanwhile. Says whether it did.
pub async fn set_done(
    tx: &mut Tx,
    (id, version): (TaskId, i64),
    done: Option<(Instant, StaffId)>,
) -> Result<bool> {
    const SQL: &str = "UPDATE tasks SET done_at = $3, done_by = $4, version = version + 1
        WHERE id = $1 AND version = $2";
    let bound = values![id, version, done.map(|(at, _)| at), done.map(|(_, by)| by)];
    Ok(tx.run(SQL, &bound).await? == 1)
}

const SELECT: &str = "SELECT t.id, t.team_id, t.case_id, t.owner_id, t.sealed_text, t.due_on, t.from_week_on,
    t.set_by, t.set_at, t.done_at, t.done_by, t.version, s.name AS owner_name, m.board_id, m.network_id,
    c.code, c.protected, k.wrapped
    FROM tasks t JOIN staff s ON s.id = t.owner_id JOIN teams m ON m.id = t.team_id
    LEFT JOIN cases c ON c.id = t.case_id LEFT JOIN case_keys k ON k.case_id = t.case_id";
const OPEN_OR_DONE_SINCE: &str = "(t.done_at IS NULL OR t.done_at >= $2)";
const ORDER: &str = "ORDER BY CASE WHEN t.done_at IS NULL THEN 0 ELSE 1 END,
    CASE WHEN t.due_on IS NULL THEN 1 ELSE 0 END, t.due_on, t.set_at, t.id";

fn spot(id: TaskId) -> Spot {
    Spot::new("tasks", id, "sealed_text")
}

fn listed(row: &Row) -> Result<Listed> {
    let done_at: Option<Instant> = row.get("done_at")?;
    let done_by: Option<StaffId> = row.get("done_by")?;
    let case: Option<CaseId> = row.get("case_id")?;
    let team = TeamScope {
        team: row.get("team_id")?,
        board: row.get("board_id")?,
        network: row.get("network_id")?,
    };
    let scope = match case {
        Some(case) => Some(CaseScope {
            case,
            team,
            carers: Vec::new(),
            protected: row.get("protected")?,
        }),
        None => None,
    };
    Ok(Listed {
        task: Task {
            id: row.get("id")?,
            team: team.team,
            case,
            owner: row.get("owner_id")?,
            text: String::new(),
            due_on: row.get("due_on")?,
            from_week: row
                .get::<Option<hemma_domain::time::Day>>("from_week_on")?
                .map(Week::of),
            set_by: row.get("set_by")?,
            set_at: row.get("set_at")?,
            done: done_at.zip(done_by),
            version: row.get("version")?,
        },
        scope,
        team,
        code: row.get::<Option<String>>("code")?.unwrap_or_default(),
        owner_name: row.get("owner_name")?,
        sealed: row.get("sealed_text")?,
        wrapped: row.get("wrapped")?,
    })
}
