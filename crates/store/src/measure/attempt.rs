//! Calls about a measure: only ever added.

use std::collections::BTreeMap;

use hemma_domain::code::Code as _;
use hemma_domain::ids::{AttemptId, CaseId};
use hemma_domain::measure::Attempt;

use crate::db::{Tx, places};
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::{Row, ToValue};
use crate::values;

/// Stores a call.
pub async fn insert(tx: &mut Tx, key: &Key, case: CaseId, one: &Attempt) -> Result<()> {
    const SQL: &str =
        "INSERT INTO measure_attempts (id, measure_id, case_id, tried_at, by_staff, outcome,
        call_back_at, sealed_note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let bound = values![
        one.id,
        one.measure,
        case,
        one.at,
        one.by,
        one.outcome.code(),
        one.call_back_at,
        key.seal(&spot(one.id), &one.note),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The calls of several cases at once, of those whose key is given, the oldest first.
pub async fn of_cases(tx: &mut Tx, keys: &BTreeMap<CaseId, Key>) -> Result<Vec<Attempt>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, measure_id, case_id, tried_at, by_staff, outcome, call_back_at, sealed_note FROM measure_attempts
         WHERE case_id IN ({}) ORDER BY tried_at, id",
        places(1, keys.len())
    );
    let bound: Vec<_> = keys.keys().map(ToValue::to_value).collect();
    let mut found = Vec::new();
    for row in tx.all_built(sql, &bound).await? {
        if let Some(key) = keys.get(&row.get("case_id")?) {
            found.push(attempt(&row, key)?);
        }
    }
    Ok(found)
}

fn spot(id: AttemptId) -> Spot {
    Spot::new("measure_attempts", id, "sealed_note")
}

fn attempt(row: &Row, key: &Key) -> Result<Attempt> {
    let id: AttemptId = row.get("id")?;
    Ok(Attempt {
        id,
        measure: row.get("measure_id")?,
        at: row.get("tried_at")?,
        by: row.get("by_staff")?,
        outcome: row.code("outcome")?,
        call_back_at: row.get("call_back_at")?,
        note: key.open(&spot(id), &row.get::<String>("sealed_note")?)?,
    })
}
