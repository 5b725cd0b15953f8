//! When families are best called.

use std::collections::BTreeMap;

use hemma_domain::calling::CallTime;
use hemma_domain::ids::{CaseId, StaffId};
use hemma_domain::time::Instant;

use crate::db::{Tx, places};
use crate::error::{Error, Result};
use crate::seal::{Key, Spot};
use crate::value::ToValue as _;
use crate::values;

/// Keeps when a family is best called, whatever was said before.
pub async fn set(
    tx: &mut Tx,
    (case, key): (CaseId, &Key),
    time: &CallTime,
    (at, by): (Instant, StaffId),
) -> Result<()> {
    const SQL: &str = "INSERT INTO call_times (case_id, sealed_time, changed_at, changed_by) VALUES ($1, $2, $3, $4)
        ON CONFLICT (case_id) DO UPDATE SET sealed_time = excluded.sealed_time, changed_at = excluded.changed_at,
        changed_by = excluded.changed_by";
    let sealed = key.seal(&spot(case), &time.to_string());
    tx.run(SQL, &values![case, sealed, at, by]).await?;
    Ok(())
}

/// Forgets when a family is best called.
pub async fn clear(tx: &mut Tx, case: CaseId) -> Result<()> {
    const SQL: &str = "DELETE FROM call_times WHERE case_id = $1";
    tx.run(SQL, &values![case]).await?;
    Ok(())
}

/// When families are best called, of those whose key is given; who has said nothing is not there.
pub async fn of_cases(
    tx: &mut Tx,
    keys: &BTreeMap<CaseId, Key>,
) -> Result<BTreeMap<CaseId, CallTime>> {
    if keys.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = format!(
        "SELECT case_id, sealed_time FROM call_times WHERE case_id IN ({}) ORDER BY case_id",
        places(1, keys.len())
    );
    let bound: Vec<_> = keys.keys().map(|case| case.to_value()).collect();
    let mut found = BTreeMap::new();
    for row in tx.all_built(sql, &bound).await? {
        let case: CaseId = row.get("case_id")?;
        let Some(key) = keys.get(&case) else {
            continue;
        };
        let text = key.open(&spot(case), &row.get::<String>("sealed_time")?)?;
        let time = text.parse().map_err(|_| Error::Corrupt {
            table: "call_times".to_owned(),
            column: "sealed_time".to_owned(),
            id: case.to_string(),
        })?;
        found.insert(case, time);
    }
    Ok(found)
}

fn spot(case: CaseId) -> Spot {
    Spot::new("call_times", case, "sealed_time")
}
