//! Outcomes at closing, and the follow-ups after it.

use hemma_domain::code::Code as _;
use hemma_domain::followup::{FollowUpDue, Outcome};
use hemma_domain::ids::{CaseId, StaffId, TeamId};
use hemma_domain::time::Day;

use crate::db::{Tx, places};
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::{Row, ToValue};
use crate::values;

/// Stores a follow-up.
pub async fn insert(tx: &mut Tx, key: &Key, due: &FollowUpDue) -> Result<()> {
    const SQL: &str =
        "INSERT INTO follow_ups (case_id, months, due_on, done_on, done_by, sealed_remark, version)
        VALUES ($1, $2, $3, $4, $5, $6, 1)";
    let bound = values![
        due.case,
        due.months,
        due.due_on,
        due.done.map(|(on, _)| on),
        due.done.map(|(_, by)| by),
        key.seal(&spot(due.case, due.months), &due.remark),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves a follow-up if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, due: &FollowUpDue) -> Result<bool> {
    const SQL: &str =
        "UPDATE follow_ups SET due_on = $4, done_on = $5, done_by = $6, sealed_remark = $7,
        version = version + 1 WHERE case_id = $1 AND months = $2 AND version = $3";
    let bound = values![
        due.case,
        due.months,
        due.version,
        due.due_on,
        due.done.map(|(on, _)| on),
        due.done.map(|(_, by)| by),
        key.seal(&spot(due.case, due.months), &due.remark),
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// The follow-ups of a case, the first due first.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<FollowUpDue>> {
    const SQL: &str =
        "SELECT case_id, months, due_on, done_on, done_by, sealed_remark, version FROM follow_ups
        WHERE case_id = $1 ORDER BY months";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(|row| follow_up(row, key))
        .collect()
}

/// Forgets the follow-ups that nobody has done: the case was opened again.
pub async fn drop_undone(tx: &mut Tx, case: CaseId) -> Result<()> {
    tx.run(
        "DELETE FROM follow_ups WHERE case_id = $1 AND done_on IS NULL",
        &values![case],
    )
    .await?;
    Ok(())
}

/// A follow-up in a list: no word about the family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub case: CaseId,
    pub code: String,
    /// Somebody in the family has a protected identity.
    pub protected: bool,
    pub months: u32,
    pub due_on: Day,
}

/// What is to be followed up until a day in these teams and is not done, the first due first.
pub async fn due(tx: &mut Tx, teams: &[TeamId], until: Day) -> Result<Vec<Due>> {
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT f.case_id, f.months, f.due_on, c.code, c.protected FROM follow_ups f JOIN cases c ON c.id = f.case_id
         WHERE f.done_on IS NULL AND f.due_on <= $1 AND c.stage = 'closed' AND c.team_id IN ({})
         ORDER BY f.due_on, f.case_id, f.months",
        places(2, teams.len())
    );
    let mut bound = values![until].to_vec();
    bound.extend(teams.iter().map(ToValue::to_value));
    tx.all_built(sql, &bound)
        .await?
        .iter()
        .map(|row| {
            Ok(Due {
                case: row.get("case_id")?,
                code: row.get("code")?,
                protected: row.get("protected")?,
                months: row.count("months")?,
                due_on: row.get("due_on")?,
            })
        })
        .collect()
}

/// Stores an outcome; one that is there already is replaced.
pub async fn insert_outcome(tx: &mut Tx, outcome: &Outcome) -> Result<()> {
    const SQL: &str = "INSERT INTO outcomes (case_id, months, code, value) VALUES ($1, $2, $3, $4)
        ON CONFLICT (case_id, months, code) DO UPDATE SET value = excluded.value";
    let bound = values![
        outcome.case,
        outcome.months,
        outcome.code,
        outcome.value.code()
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Replaces every outcome of a case at closing (0 months) or at one follow-up.
pub async fn replace_outcomes(
    tx: &mut Tx,
    case: CaseId,
    months: u32,
    outcomes: &[Outcome],
) -> Result<()> {
    tx.run(
        "DELETE FROM outcomes WHERE case_id = $1 AND months = $2",
        &values![case, months],
    )
    .await?;
    for outcome in outcomes {
        insert_outcome(tx, outcome).await?;
    }
    Ok(())
}

/// Every outcome of a case, at closing first.
pub async fn outcomes(tx: &mut Tx, case: CaseId) -> Result<Vec<Outcome>> {
    const SQL: &str = "SELECT case_id, months, code, value FROM outcomes WHERE case_id = $1 ORDER BY months, code";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(|row| {
            Ok(Outcome {
                case: row.get("case_id")?,
                months: row.count("months")?,
                code: row.get("code")?,
                value: row.code("value")?,
            })
        })
        .collect()
}

fn spot(case: CaseId, months: u32) -> Spot {
    Spot::new("follow_ups", format!("{case} {months}"), "sealed_remark")
}

fn follow_up(row: &Row, key: &Key) -> Result<FollowUpDue> {
    let (case, months): (CaseId, u32) = (row.get("case_id")?, row.count("months")?);
    let done_on: Option<Day> = row.get("done_on")?;
    let done_by: Option<StaffId> = row.get("done_by")?;
    Ok(FollowUpDue {
        case,
        months,
        due_on: row.get("due_on")?,
        done: done_on.zip(done_by),
        remark: key.open(&spot(case, months), &row.get::<String>("sealed_remark")?)?,
        version: row.get("version")?,
    })
}
