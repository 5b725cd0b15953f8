//! What only a sheet holds of a family, each text sealed on its own.

use std::collections::BTreeMap;

use hemma_domain::ids::{CaseId, StaffId};
use hemma_domain::sheet::{DutySheet, SheetTexts};
use hemma_domain::time::Instant;

use crate::db::{Tx, places};
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::{Row, ToValue, Value};
use crate::values;

/// Stores the first sheet of a family. One that is there already is a conflict.
pub async fn insert(tx: &mut Tx, key: &Key, sheet: &DutySheet) -> Result<()> {
    const SQL: &str = "INSERT INTO sheets (case_id, looked_over_at, looked_over_by, sealed_red_flags,
        sealed_staff_warning, sealed_way_in, sealed_keep_out, sealed_call_first, sealed_out_of_hours, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)";
    let (at, by) = sheet.looked_over;
    let mut bound = values![sheet.case, at, by].to_vec();
    bound.extend(sealed(key, sheet));
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves a sheet if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, sheet: &DutySheet) -> Result<bool> {
    const SQL: &str =
        "UPDATE sheets SET looked_over_at = $3, looked_over_by = $4, sealed_red_flags = $5,
        sealed_staff_warning = $6, sealed_way_in = $7, sealed_keep_out = $8, sealed_call_first = $9,
        sealed_out_of_hours = $10, version = version + 1 WHERE case_id = $1 AND version = $2";
    let (at, by) = sheet.looked_over;
    let mut bound = values![sheet.case, sheet.version, at, by].to_vec();
    bound.extend(sealed(key, sheet));
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// The sheet of a family with the name of whoever looked it over.
pub async fn find(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Option<(DutySheet, String)>> {
    const SQL: &str = "SELECT h.case_id, h.sealed_red_flags, h.sealed_staff_warning, h.sealed_way_in,
        h.sealed_keep_out, h.sealed_call_first, h.sealed_out_of_hours, h.looked_over_at, h.looked_over_by, h.version,
        s.name FROM sheets h JOIN staff s ON s.id = h.looked_over_by WHERE h.case_id = $1";
    let row = tx.maybe(SQL, &values![case]).await?;
    row.map(|row| Ok((sheet(&row, key)?, row.get("name")?)))
        .transpose()
}

/// What lists say of a sheet: that something is written there, never what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// When it was last looked over.
    pub looked_over: Instant,
    /// Whether something must be known before all else.
    pub red_flags: bool,
    /// Whether whoever goes there must look out.
    pub staff_warning: bool,
}

/// The marks of several families' sheets; families without a sheet are not in the map.
pub async fn marks(tx: &mut Tx, cases: &[CaseId]) -> Result<BTreeMap<CaseId, Mark>> {
    if cases.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = format!(
        "SELECT case_id, looked_over_at, CASE WHEN sealed_red_flags = '' THEN 0 ELSE 1 END AS flags,
         CASE WHEN sealed_staff_warning = '' THEN 0 ELSE 1 END AS warning FROM sheets WHERE case_id IN ({})",
        places(1, cases.len())
    );
    let bound: Vec<Value> = cases.iter().map(ToValue::to_value).collect();
    let rows = tx.all_built(sql, &bound).await?;
    rows.iter()
        .map(|row| {
            let mark = Mark {
                looked_over: row.get("looked_over_at")?,
                red_flags: row.count("flags")? > 0,
                staff_warning: row.count("warning")? > 0,
            };
            Ok((row.get("case_id")?, mark))
        })
        .collect()
}

fn sealed(key: &Key, sheet: &DutySheet) -> Vec<Value> {
    let texts = &sheet.texts;
    let columns = [
        ("sealed_red_flags", &texts.red_flags),
        ("sealed_staff_warning", &texts.staff_warning),
        ("sealed_way_in", &texts.way_in),
        ("sealed_keep_out", &texts.keep_out),
        ("sealed_call_first", &texts.call_first),
        ("sealed_out_of_hours", &texts.out_of_hours),
    ];
    let seal = |(column, text): (&'static str, &String)| {
        key.seal(&spot(sheet.case, column), text).to_value()
    };
    columns.into_iter().map(seal).collect()
}

fn spot(case: CaseId, column: &'static str) -> Spot {
    Spot::new("sheets", case, column)
}

fn sheet(row: &Row, key: &Key) -> Result<DutySheet> {
    let case: CaseId = row.get("case_id")?;
    let text = |column: &'static str| -> Result<String> {
        key.open(&spot(case, column), &row.get::<String>(column)?)
    };
    let looked_over: (Instant, StaffId) = (row.get("looked_over_at")?, row.get("looked_over_by")?);
    Ok(DutySheet {
        case,
        texts: SheetTexts {
            red_flags: text("sealed_red_flags")?,
            staff_warning: text("sealed_staff_warning")?,
            way_in: text("sealed_way_in")?,
            keep_out: text("sealed_keep_out")?,
            call_first: text("sealed_call_first")?,
            out_of_hours: text("sealed_out_of_hours")?,
        },
        looked_over,
        version: row.get("version")?,
    })
}
