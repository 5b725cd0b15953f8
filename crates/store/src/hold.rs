//! Holds: times in which the measures of a family rest.

use hemma_domain::code::Code as _;
use hemma_domain::hold::{Hold, HoldReason};
use hemma_domain::ids::{CaseId, HoldId, StaffId};
use hemma_domain::time::{Day, Instant};

use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// Stores a hold.
pub async fn insert(tx: &mut Tx, key: &Key, one: &Hold) -> Result<()> {
    const SQL: &str =
        "INSERT INTO holds (id, case_id, from_on, to_on, sealed_reason, recorded_at, recorded_by,
        ended_at, ended_by, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)";
    let bound = values![
        one.id,
        one.case,
        one.from,
        one.to,
        key.seal(&spot(one.id), one.reason.code()),
        one.recorded.0,
        one.recorded.1,
        one.ended.map(|(at, _)| at),
        one.ended.map(|(_, by)| by),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves when a hold ends, if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, one: &Hold) -> Result<bool> {
    const SQL: &str =
        "UPDATE holds SET to_on = $3, ended_at = $4, ended_by = $5, version = version + 1
        WHERE id = $1 AND version = $2";
    let bound = values![
        one.id,
        one.version,
        one.to,
        one.ended.map(|(at, _)| at),
        one.ended.map(|(_, by)| by),
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// The holds of a case, the newest first.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<Hold>> {
    const SQL: &str =
        "SELECT id, case_id, from_on, to_on, sealed_reason, recorded_at, recorded_by, ended_at,
        ended_by, version FROM holds WHERE case_id = $1 ORDER BY from_on DESC, id DESC";
    let rows = tx.all(SQL, &values![case]).await?;
    rows.iter().map(|row| hold(row, key)).collect()
}

/// Whether the measures of a case rest on a day.
pub async fn rests(tx: &mut Tx, case: CaseId, on: Day) -> Result<bool> {
    const SQL: &str = "SELECT count(*) AS holds FROM holds h
        WHERE h.case_id = $1 AND h.from_on <= $2 AND (h.to_on IS NULL OR h.to_on > $2)";
    let row = tx.one(SQL, &values![case, on]).await?;
    Ok(0 < row.count("holds")?)
}

/// The condition that the measures of the case of a measure named `m` rest on the day in one of the places.
pub(crate) fn resting(place: usize) -> String {
    format!(
        "EXISTS (SELECT 1 FROM holds h WHERE h.case_id = m.case_id AND h.from_on <= ${place}
         AND (h.to_on IS NULL OR h.to_on > ${place}))"
    )
}

fn spot(id: HoldId) -> Spot {
    Spot::new("holds", id, "sealed_reason")
}

fn hold(row: &Row, key: &Key) -> Result<Hold> {
    let id: HoldId = row.get("id")?;
    let reason = key.open(&spot(id), &row.get::<String>("sealed_reason")?)?;
    let ended_at: Option<Instant> = row.get("ended_at")?;
    let ended_by: Option<StaffId> = row.get("ended_by")?;
    Ok(Hold {
        id,
        case: row.get("case_id")?,
        from: row.get("from_on")?,
        to: row.get("to_on")?,
        reason: HoldReason::from_code(&reason).ok_or_else(|| row.corrupt("sealed_reason"))?,
        recorded: (row.get("recorded_at")?, row.get("recorded_by")?),
        ended: ended_at.zip(ended_by),
        version: row.get("version")?,
    })
}
