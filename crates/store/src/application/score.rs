//! Scores of applications: one sheet for each assessor and sitting, sealed under the application's key.

use std::collections::BTreeMap;

use hemma_domain::application::{Mark, Sheet};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{ApplicationId, OpeningId};
use serde_json::{Value as Json, json};

use super::{key_of, unwrapped};
use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// Sheets of one opening that are read: five hundred applicants, and twelve assessors of the few who are invited.
const SHEETS_MAX: u32 = 8_000;

/// Saves a sheet if nobody changed it meanwhile and it is not locked. Says whether it did.
pub async fn save(tx: &mut Tx, application: ApplicationId, one: &Sheet) -> Result<bool> {
    const NEW: &str = "INSERT INTO application_scores (application_id, sitting, staff_id, sealed_marks, locked_at, version)
        VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (application_id, sitting, staff_id) DO NOTHING";
    const OLD: &str = "UPDATE application_scores SET sealed_marks = $4, locked_at = $5, version = version + 1
        WHERE application_id = $1 AND sitting = $2 AND staff_id = $3 AND version = $6 AND locked_at IS NULL";
    let Some(key) = key_of(tx, application).await? else {
        return Ok(false);
    };
    let sealed = key.seal(&spot(application, one), &written(one));
    let bound = values![
        application,
        one.sitting.code(),
        one.by,
        sealed,
        one.locked_at
    ];
    if one.version == 0 {
        return Ok(tx.run(NEW, &bound).await? == 1);
    }
    let mut bound = bound.to_vec();
    bound.push(crate::value::ToValue::to_value(&one.version));
    Ok(tx.run(OLD, &bound).await? == 1)
}

/// The sheets of an application.
pub async fn of_application(tx: &mut Tx, application: ApplicationId) -> Result<Vec<Sheet>> {
    const SQL: &str = "SELECT application_id, sitting, staff_id, sealed_marks, locked_at, version FROM application_scores
        WHERE application_id = $1 ORDER BY sitting, staff_id";
    let Some(key) = key_of(tx, application).await? else {
        return Ok(Vec::new());
    };
    let rows = tx.all(SQL, &values![application]).await?;
    rows.iter().map(|row| sheet(&key, row)).collect()
}

/// The sheets of all applications to an opening.
pub async fn of_opening(tx: &mut Tx, opening: OpeningId) -> Result<Vec<(ApplicationId, Sheet)>> {
    const SQL: &str = "SELECT s.application_id, s.sitting, s.staff_id, s.sealed_marks, s.locked_at, s.version, a.wrapped_key
        FROM application_scores s JOIN applications a ON a.id = s.application_id
        WHERE a.opening_id = $1 ORDER BY s.application_id, s.sitting, s.staff_id LIMIT $2";
    let rows = tx.all(SQL, &values![opening, SHEETS_MAX]).await?;
    let mut all = Vec::new();
    for row in &rows {
        let id: ApplicationId = row.get("application_id")?;
        if let Some(key) = unwrapped(tx, id, row)? {
            all.push((id, sheet(&key, row)?));
        }
    }
    Ok(all)
}

fn spot(application: ApplicationId, one: &Sheet) -> Spot {
    let row = format!("{application} {} {}", one.sitting.code(), one.by);
    Spot::new("application_scores", row, "sealed_marks")
}

fn written(one: &Sheet) -> String {
    let mark = |(place, mark): (&usize, &Mark)| {
        (
            place.to_string(),
            json!({"score": mark.score, "note": mark.note}),
        )
    };
    Json::Object(one.marks.iter().map(mark).collect()).to_string()
}

fn sheet(key: &Key, row: &Row) -> Result<Sheet> {
    let application: ApplicationId = row.get("application_id")?;
    let mut one = Sheet {
        sitting: row.code("sitting")?,
        by: row.get("staff_id")?,
        marks: BTreeMap::new(),
        locked_at: row.get("locked_at")?,
        version: row.get("version")?,
    };
    let text = key.open(
        &spot(application, &one),
        &row.get::<String>("sealed_marks")?,
    )?;
    one.marks = marks(&text).ok_or_else(|| row.corrupt("sealed_marks"))?;
    Ok(one)
}

fn marks(text: &str) -> Option<BTreeMap<usize, Mark>> {
    let json: Json = serde_json::from_str(text).ok()?;
    let mark = |(place, one): (&String, &Json)| {
        let mark = Mark {
            score: u8::try_from(one.get("score")?.as_u64()?).ok()?,
            note: one.get("note")?.as_str()?.to_owned(),
        };
        Some((place.parse().ok()?, mark))
    };
    json.as_object()?.iter().map(mark).collect()
}
