//! Criteria of the programme, answered for a case.

use hemma_domain::case::Screening;
use hemma_domain::code::Code as _;
use hemma_domain::ids::CaseId;

use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::{Row, Value};
use crate::values;

/// Stores an answer for the first time; an answer that is there already is replaced, as history tells it.
pub async fn insert(tx: &mut Tx, key: &Key, case: CaseId, screening: &Screening) -> Result<()> {
    const SQL: &str = "INSERT INTO screenings (case_id, criterion, answer, sealed_evidence, by_staff, answered_on,
        sealed_override, override_leader, override_consultant, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
        ON CONFLICT (case_id, criterion) DO UPDATE SET answer = excluded.answer,
        sealed_evidence = excluded.sealed_evidence, by_staff = excluded.by_staff, answered_on = excluded.answered_on,
        sealed_override = excluded.sealed_override, override_leader = excluded.override_leader,
        override_consultant = excluded.override_consultant, version = screenings.version + 1";
    tx.run(SQL, &bound(key, case, screening)).await?;
    Ok(())
}

/// Saves an answer if nobody changed it meanwhile; version 0 is an answer that is not there yet.
/// Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, case: CaseId, screening: &Screening) -> Result<bool> {
    const FIRST: &str = "INSERT INTO screenings (case_id, criterion, answer, sealed_evidence, by_staff, answered_on,
        sealed_override, override_leader, override_consultant, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
        ON CONFLICT (case_id, criterion) DO NOTHING";
    const AGAIN: &str =
        "UPDATE screenings SET answer = $3, sealed_evidence = $4, by_staff = $5, answered_on = $6,
        sealed_override = $7, override_leader = $8, override_consultant = $9, version = version + 1
        WHERE case_id = $1 AND criterion = $2 AND version = $10";
    let mut values = bound(key, case, screening);
    let changed = if screening.version == 0 {
        tx.run(FIRST, &values).await?
    } else {
        values.push(Value::Int(screening.version));
        tx.run(AGAIN, &values).await?
    };
    Ok(changed == 1)
}

/// Every answer of a case, by criterion.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<Screening>> {
    const SQL: &str = "SELECT case_id, criterion, answer, sealed_evidence, by_staff, answered_on, sealed_override,
        override_leader, override_consultant, version FROM screenings WHERE case_id = $1 ORDER BY criterion";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(|row| screening(row, key, case))
        .collect()
}

fn bound(key: &Key, case: CaseId, screening: &Screening) -> Vec<Value> {
    let seal = |column, text| key.seal(&spot(case, &screening.criterion, column), text);
    values![
        case,
        screening.criterion,
        screening.answer.code(),
        seal("sealed_evidence", &screening.evidence),
        screening.by,
        screening.on,
        seal("sealed_override", &screening.override_reason),
        screening.override_leader,
        screening.override_consultant,
    ]
    .to_vec()
}

fn spot(case: CaseId, criterion: &str, column: &'static str) -> Spot {
    Spot::new("screenings", format!("{case} {criterion}"), column)
}

fn screening(row: &Row, key: &Key, case: CaseId) -> Result<Screening> {
    let criterion: String = row.get("criterion")?;
    let open = |column: &'static str| -> Result<String> {
        key.open(&spot(case, &criterion, column), &row.get::<String>(column)?)
    };
    let (evidence, override_reason) = (open("sealed_evidence")?, open("sealed_override")?);
    Ok(Screening {
        answer: row.code("answer")?,
        evidence,
        by: row.get("by_staff")?,
        on: row.get("answered_on")?,
        override_reason,
        override_leader: row.get("override_leader")?,
        override_consultant: row.get("override_consultant")?,
        version: row.get("version")?,
        criterion,
    })
}
