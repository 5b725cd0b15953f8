//! What references said of applicants, sealed under the application's key.

use std::collections::BTreeMap;

use hemma_domain::application::{REFERENCES_MAX, Reference};
use hemma_domain::ids::{ApplicationId, OpeningId};
use uuid::Uuid;

use super::key_of;
use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::values;

/// Stores what a reference said. Says whether the application is still there.
pub async fn insert(
    tx: &mut Tx,
    (application, id): (ApplicationId, Uuid),
    one: &Reference,
) -> Result<bool> {
    const SQL: &str = "INSERT INTO application_references (id, application_id, on_day, taken_by, sealed_who, sealed_summary)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let Some(key) = key_of(tx, application).await? else {
        return Ok(false);
    };
    let bound = values![
        id,
        application,
        one.on,
        one.by,
        key.seal(&spot(id, "sealed_who"), &one.who),
        key.seal(&spot(id, "sealed_summary"), &one.summary),
    ];
    tx.run(SQL, &bound).await?;
    Ok(true)
}

/// What references said of an applicant, in the order in which they were asked.
pub async fn of_application(tx: &mut Tx, application: ApplicationId) -> Result<Vec<Reference>> {
    let sql = format!(
        "SELECT id, on_day, taken_by, sealed_who, sealed_summary FROM application_references
         WHERE application_id = $1 ORDER BY on_day, id LIMIT {REFERENCES_MAX}"
    );
    let Some(key) = key_of(tx, application).await? else {
        return Ok(Vec::new());
    };
    let rows = tx.all_built(sql, &values![application]).await?;
    let references = rows.iter().map(|row| {
        let id: Uuid = row.get("id")?;
        let open = |column: &'static str| -> Result<String> {
            key.open(&spot(id, column), &row.get::<String>(column)?)
        };
        Ok(Reference {
            who: open("sealed_who")?,
            on: row.get("on_day")?,
            by: row.get("taken_by")?,
            summary: open("sealed_summary")?,
        })
    });
    references.collect()
}

/// How many references were asked of each applicant of an opening; those without any are left out.
pub async fn counts(tx: &mut Tx, opening: OpeningId) -> Result<BTreeMap<ApplicationId, u32>> {
    const SQL: &str = "SELECT r.application_id, count(*) AS asked FROM application_references r
        JOIN applications a ON a.id = r.application_id WHERE a.opening_id = $1
        GROUP BY r.application_id ORDER BY r.application_id";
    let rows = tx.all(SQL, &values![opening]).await?;
    rows.iter()
        .map(|row| Ok((row.get("application_id")?, row.count("asked")?)))
        .collect()
}

fn spot(id: Uuid, column: &'static str) -> Spot {
    Spot::new("application_references", id, column)
}
