//! The stable part of the week page: referral behaviours and what each participant wants.

use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, FrameItemId};
use hemma_domain::week::{FrameItem, Goal};
use serde_json::{Value as Json, json};

use crate::db::Tx;
use crate::error::Result;
use crate::goal;
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// Stores a row exactly as it is.
pub async fn insert(tx: &mut Tx, key: &Key, item: &FrameItem) -> Result<()> {
    const SQL: &str = "INSERT INTO frame_items (id, case_id, kind, number, sealed_body, version)
        VALUES ($1, $2, $3, $4, $5, 1)";
    let sealed = key.seal(&spot(item.id), &body(item).to_string());
    let bound = values![item.id, item.case, item.kind.code(), item.number, sealed];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves a row if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, item: &FrameItem) -> Result<bool> {
    const SQL: &str = "UPDATE frame_items SET number = $4, sealed_body = $5, version = version + 1
        WHERE id = $1 AND case_id = $2 AND version = $3";
    let sealed = key.seal(&spot(item.id), &body(item).to_string());
    let bound = values![item.id, item.case, item.version, item.number, sealed];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Removes a row. Says whether there was one.
pub async fn remove(tx: &mut Tx, case: CaseId, id: FrameItemId) -> Result<bool> {
    const SQL: &str = "DELETE FROM frame_items WHERE id = $1 AND case_id = $2";
    Ok(tx.run(SQL, &values![id, case]).await? == 1)
}

/// The rows of a case in their order.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<FrameItem>> {
    Ok(stable(tx, key, case).await?.0)
}

/// The stable part and the overarching goals of a case, each in its order, in one statement.
pub async fn stable(tx: &mut Tx, key: &Key, case: CaseId) -> Result<(Vec<FrameItem>, Vec<Goal>)> {
    const SQL: &str = "SELECT 'frame' AS part, id, number, kind AS code, sealed_body AS sealed_text,
            '' AS sealed_measure, CAST(NULL AS DATE) AS set_on, CAST(NULL AS DATE) AS ended_on, version
        FROM frame_items WHERE case_id = $1
        UNION ALL
        SELECT 'goal', id, number, state, sealed_text, sealed_measure, set_on, ended_on, version
        FROM goals WHERE case_id = $1 ORDER BY 1, 3, 2";
    let (mut items, mut goals) = (Vec::new(), Vec::new());
    for row in tx.all(SQL, &values![case]).await? {
        if row.get::<String>("part")? == "goal" {
            goals.push(goal::from_row(&row, key, case)?);
        } else {
            items.push(from_row(&row, key, case)?);
        }
    }
    Ok((items, goals))
}

fn from_row(row: &Row, key: &Key, case: CaseId) -> Result<FrameItem> {
    let id: FrameItemId = row.get("id")?;
    let opened = key.open(&spot(id), &row.get::<String>("sealed_text")?)?;
    let body: Json = serde_json::from_str(&opened).map_err(|_| row.corrupt("sealed_body"))?;
    let text = |name: &str| {
        let found = body.get(name).and_then(Json::as_str);
        found.unwrap_or_default().to_owned()
    };
    Ok(FrameItem {
        id,
        case,
        kind: row.code("code")?,
        number: row.count("number")?,
        subject: text("subject"),
        wish: text("wish"),
        frequency: text("frequency"),
        intensity: text("intensity"),
        duration: text("duration"),
        version: row.get("version")?,
    })
}

fn body(item: &FrameItem) -> Json {
    json!({
        "subject": item.subject,
        "wish": item.wish,
        "frequency": item.frequency,
        "intensity": item.intensity,
        "duration": item.duration,
    })
}

fn spot(id: FrameItemId) -> Spot {
    Spot::new("frame_items", id, "sealed_body")
}
