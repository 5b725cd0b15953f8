//! Assignments: the decisions that start cases.

use hemma_domain::case::{Assignment, LegalBasis};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{AssignmentId, CaseId, TeamId};
use hemma_domain::time::Day;

use crate::db::{Tx, places};
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::{Row, ToValue};
use crate::values;

/// Stores an assignment.
pub async fn insert(tx: &mut Tx, key: &Key, assignment: &Assignment) -> Result<()> {
    const SQL: &str = "INSERT INTO assignments (id, case_id, authority, handler, handler_phone, number, decided_on,
        basis, from_on, to_on, reviewed_on, sealed_reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let bound = values![
        assignment.id,
        assignment.case,
        assignment.authority,
        assignment.handler,
        assignment.handler_phone,
        assignment.number,
        assignment.decided_on,
        assignment.basis.code(),
        assignment.from,
        assignment.to,
        assignment.reviewed_on,
        key.seal(&spot(assignment.id), &assignment.reason),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The assignments of a case, the newest decision first.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<Assignment>> {
    const SQL: &str = "SELECT id, case_id, authority, handler, handler_phone, number, decided_on, basis, from_on, to_on,
        reviewed_on, sealed_reason FROM assignments WHERE case_id = $1 ORDER BY decided_on DESC, id DESC";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(|row| assignment(row, key))
        .collect()
}

/// Notes when the board reviewed the measure. Says whether the review was still to come.
pub async fn review(tx: &mut Tx, id: AssignmentId, case: CaseId, on: Day) -> Result<bool> {
    const SQL: &str = "UPDATE assignments SET reviewed_on = $3 WHERE id = $1 AND case_id = $2 AND reviewed_on IS NULL";
    Ok(tx.run(SQL, &values![id, case, on]).await? == 1)
}

/// What the timers of a team need of an assignment: no word about the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    pub case: CaseId,
    pub decided_on: Day,
    pub basis: LegalBasis,
    pub reviewed_on: Option<Day>,
}

/// The days of every assignment whose case is referred, waits or is open in these teams.
pub async fn dated(tx: &mut Tx, teams: &[TeamId]) -> Result<Vec<Dated>> {
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT a.id, a.case_id, a.decided_on, a.basis, a.reviewed_on
         FROM assignments a JOIN cases c ON c.id = a.case_id
         WHERE c.stage IN ('referred', 'waiting', 'open') AND c.team_id IN ({})
         ORDER BY a.decided_on, a.id",
        places(1, teams.len())
    );
    let bound: Vec<_> = teams.iter().map(ToValue::to_value).collect();
    tx.all_built(sql, &bound)
        .await?
        .iter()
        .map(|row| {
            Ok(Dated {
                case: row.get("case_id")?,
                decided_on: row.get("decided_on")?,
                basis: row.code("basis")?,
                reviewed_on: row.get("reviewed_on")?,
            })
        })
        .collect()
}

fn spot(id: AssignmentId) -> Spot {
    Spot::new("assignments", id, "sealed_reason")
}

fn assignment(row: &Row, key: &Key) -> Result<Assignment> {
    let id = row.get("id")?;
    Ok(Assignment {
        id,
        case: row.get("case_id")?,
        authority: row.get("authority")?,
        handler: row.get("handler")?,
        handler_phone: row.get("handler_phone")?,
        number: row.get("number")?,
        decided_on: row.get("decided_on")?,
        basis: row.code("basis")?,
        from: row.get("from_on")?,
        to: row.get("to_on")?,
        reviewed_on: row.get("reviewed_on")?,
        reason: key.open(&spot(id), &row.get::<String>("sealed_reason")?)?,
    })
}
