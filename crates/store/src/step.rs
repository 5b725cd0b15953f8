//! Steps: the intermediary goals of a week, and how they went.

use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, StepId};
use hemma_domain::time::Week;
use hemma_domain::week::{Intervention, Step};
use serde_json::{Value as Json, json};

use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// Stores a step exactly as it was, with its outcome.
pub async fn insert(tx: &mut Tx, key: &Key, step: &Step) -> Result<()> {
    const SQL: &str = "INSERT INTO steps (id, case_id, week_on, number, goal_id, driver_id, sealed_text,
        sealed_interventions, principles, outcome, sealed_evidence, carried_from, changed_at, judged_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)";
    let bound = values![
        step.id,
        step.case,
        step.week,
        step.number,
        step.goal,
        step.driver,
        key.seal(&spot(step.id, "sealed_text"), &step.text),
        interventions(key, step),
        step.principles.join(" "),
        step.outcome.map(Code::code),
        key.seal(&spot(step.id, "sealed_evidence"), &step.evidence),
        step.carried_from,
        step.changed_at,
        step.judged_at,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves a step, its outcome too, if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, step: &Step) -> Result<bool> {
    const SQL: &str = "UPDATE steps SET goal_id = $4, driver_id = $5, sealed_text = $6, sealed_interventions = $7,
        principles = $8, outcome = $9, sealed_evidence = $10, changed_at = $11, judged_at = $12, version = version + 1
        WHERE id = $1 AND case_id = $2 AND version = $3";
    let bound = values![
        step.id,
        step.case,
        step.version,
        step.goal,
        step.driver,
        key.seal(&spot(step.id, "sealed_text"), &step.text),
        interventions(key, step),
        step.principles.join(" "),
        step.outcome.map(Code::code),
        key.seal(&spot(step.id, "sealed_evidence"), &step.evidence),
        step.changed_at,
        step.judged_at,
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Removes a step; one that carried it on stays, without its past. Says whether there was one.
pub async fn remove(tx: &mut Tx, case: CaseId, id: StepId) -> Result<bool> {
    const FREE: &str =
        "UPDATE steps SET carried_from = NULL WHERE case_id = $2 AND carried_from = $1";
    const STEP: &str = "DELETE FROM steps WHERE id = $1 AND case_id = $2";
    tx.run(FREE, &values![id, case]).await?;
    Ok(tx.run(STEP, &values![id, case]).await? == 1)
}

/// The steps set in a week and in the week before it, the older first, each in its order.
pub async fn around(tx: &mut Tx, key: &Key, case: CaseId, week: Week) -> Result<Vec<Step>> {
    const SQL: &str = "SELECT id, week_on, number, goal_id, driver_id, sealed_text, sealed_interventions, principles,
        outcome, sealed_evidence, carried_from, changed_at, judged_at, version FROM steps
        WHERE case_id = $1 AND week_on IN ($2, $3) ORDER BY week_on, number, id";
    let rows = tx.all(SQL, &values![case, week.previous(), week]).await?;
    rows.iter().map(|row| from_row(row, key, case)).collect()
}

/// Every step of a case, the oldest first.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<Step>> {
    const SQL: &str = "SELECT id, week_on, number, goal_id, driver_id, sealed_text, sealed_interventions, principles,
        outcome, sealed_evidence, carried_from, changed_at, judged_at, version FROM steps
        WHERE case_id = $1 ORDER BY week_on, number, id";
    let rows = tx.all(SQL, &values![case]).await?;
    rows.iter().map(|row| from_row(row, key, case)).collect()
}

fn from_row(row: &Row, key: &Key, case: CaseId) -> Result<Step> {
    let id: StepId = row.get("id")?;
    let open = |column: &'static str| key.open(&spot(id, column), &row.get::<String>(column)?);
    let principles: String = row.get("principles")?;
    Ok(Step {
        id,
        case,
        week: row.week("week_on")?,
        number: row.count("number")?,
        goal: row.get("goal_id")?,
        driver: row.get("driver_id")?,
        text: open("sealed_text")?,
        interventions: read_interventions(row, &open("sealed_interventions")?)?,
        principles: principles
            .split_whitespace()
            .map(ToOwned::to_owned)
            .collect(),
        outcome: row.code_or_none("outcome")?,
        evidence: open("sealed_evidence")?,
        carried_from: row.get("carried_from")?,
        changed_at: row.get("changed_at")?,
        judged_at: row.get("judged_at")?,
        version: row.get("version")?,
    })
}

fn interventions(key: &Key, step: &Step) -> String {
    if step.interventions.is_empty() {
        return String::new();
    }
    let rows: Vec<Json> = step
        .interventions
        .iter()
        .map(|one| json!([one.what, one.who, one.when, one.measure]))
        .collect();
    key.seal(
        &spot(step.id, "sealed_interventions"),
        &Json::Array(rows).to_string(),
    )
}

fn read_interventions(row: &Row, text: &str) -> Result<Vec<Intervention>> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<[String; 4]> =
        serde_json::from_str(text).map_err(|_| row.corrupt("sealed_interventions"))?;
    Ok(rows
        .into_iter()
        .map(|[what, who, when, measure]| Intervention {
            what,
            who,
            when,
            measure,
        })
        .collect())
}

fn spot(id: StepId, column: &'static str) -> Spot {
    Spot::new("steps", id, column)
}
