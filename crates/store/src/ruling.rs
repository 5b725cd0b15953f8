//! Rulings: what was decided on a case, by whom and why. They are only ever added.

use hemma_domain::case::Ruling;
use hemma_domain::code::Code as _;
use hemma_domain::ids::CaseId;

use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::values;

/// Stores a ruling after those that are there.
pub async fn insert(tx: &mut Tx, key: &Key, ruling: &Ruling) -> Result<()> {
    const LAST: &str = "SELECT coalesce(max(number), 0) AS number FROM rulings WHERE case_id = $1";
    const SQL: &str =
        "INSERT INTO rulings (case_id, number, kind, decided_on, by_staff, sealed_reason)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let last: i64 = tx.one(LAST, &values![ruling.case]).await?.get("number")?;
    let number = last + 1;
    let bound = values![
        ruling.case,
        number,
        ruling.kind.code(),
        ruling.on,
        ruling.by,
        key.seal(&spot(ruling.case, number), &ruling.reason),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The rulings on a case with the names of those who made them, the newest first.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<(Ruling, String)>> {
    const SQL: &str = "SELECT r.case_id, r.number, r.kind, r.decided_on, r.by_staff, r.sealed_reason, s.name
        FROM rulings r JOIN staff s ON s.id = r.by_staff WHERE r.case_id = $1 ORDER BY r.number DESC";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(|row| {
            let number: i64 = row.get("number")?;
            let ruling = Ruling {
                case,
                kind: row.code("kind")?,
                on: row.get("decided_on")?,
                by: row.get("by_staff")?,
                reason: key.open(&spot(case, number), &row.get::<String>("sealed_reason")?)?,
            };
            Ok((ruling, row.get("name")?))
        })
        .collect()
}

fn spot(case: CaseId, number: i64) -> Spot {
    Spot::new("rulings", format!("{case} {number}"), "sealed_reason")
}
