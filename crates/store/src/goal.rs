//! Overarching goals.

use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, GoalId};
use hemma_domain::week::Goal;

use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// Stores a goal exactly as it is.
pub async fn insert(tx: &mut Tx, key: &Key, goal: &Goal) -> Result<()> {
    const SQL: &str = "INSERT INTO goals (id, case_id, number, sealed_text, sealed_measure, state, set_on, ended_on, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)";
    let bound = values![
        goal.id,
        goal.case,
        goal.number,
        key.seal(&spot(goal.id, "sealed_text"), &goal.text),
        key.seal(&spot(goal.id, "sealed_measure"), &goal.measure),
        goal.state.code(),
        goal.set_on,
        goal.ended_on,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves a goal if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, goal: &Goal) -> Result<bool> {
    const SQL: &str =
        "UPDATE goals SET number = $4, sealed_text = $5, sealed_measure = $6, state = $7,
        ended_on = $8, version = version + 1 WHERE id = $1 AND case_id = $2 AND version = $3";
    let bound = values![
        goal.id,
        goal.case,
        goal.version,
        goal.number,
        key.seal(&spot(goal.id, "sealed_text"), &goal.text),
        key.seal(&spot(goal.id, "sealed_measure"), &goal.measure),
        goal.state.code(),
        goal.ended_on,
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// The goals of a case in their order.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<Goal>> {
    const SQL: &str =
        "SELECT id, number, state AS code, sealed_text, sealed_measure, set_on, ended_on, version
        FROM goals WHERE case_id = $1 ORDER BY number, id";
    let rows = tx.all(SQL, &values![case]).await?;
    rows.iter().map(|row| from_row(row, key, case)).collect()
}

pub(crate) fn from_row(row: &Row, key: &Key, case: CaseId) -> Result<Goal> {
    let id: GoalId = row.get("id")?;
    let open =
        |column: &'static str| key.open(&spot(id, column), row.get::<String>(column)?.as_str());
    Ok(Goal {
        id,
        case,
        number: row.count("number")?,
        text: open("sealed_text")?,
        measure: open("sealed_measure")?,
        state: row.code("code")?,
        set_on: row.get("set_on")?,
        ended_on: row.get("ended_on")?,
        version: row.get("version")?,
    })
}

fn spot(id: GoalId, column: &'static str) -> Spot {
    Spot::new("goals", id, column)
}
