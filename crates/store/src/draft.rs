//! What somebody typed and did not yet send, sealed with the site's key: a draft may be about several cases or none.

use hemma_domain::ids::StaffId;
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::value::Row;
use crate::values;

/// Something typed at a place: the path that its form is sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub place: String,
    /// The fields, in the form in which a browser sends them.
    pub body: String,
    pub saved_at: Instant,
}

/// Keeps a draft in the place of what was kept there before.
pub async fn save(tx: &mut Tx, staff: StaffId, draft: &Draft) -> Result<()> {
    const SQL: &str = "INSERT INTO drafts (staff_id, place, body, saved_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (staff_id, place) DO UPDATE SET body = $3, saved_at = $4";
    let body = tx
        .seals()
        .site()
        .seal(&spot(staff, &draft.place), &draft.body);
    tx.run(SQL, &values![staff, draft.place, body, draft.saved_at])
        .await?;
    Ok(())
}

/// What somebody left at a place.
pub async fn find(tx: &mut Tx, staff: StaffId, place: &str) -> Result<Option<Draft>> {
    const SQL: &str = "SELECT place, body, saved_at FROM drafts WHERE staff_id = $1 AND place = $2";
    let row = tx.maybe(SQL, &values![staff, place]).await?;
    row.map(|row| opened(tx, staff, &row)).transpose()
}

/// What somebody left at all places that begin alike, the newest first.
pub async fn under(tx: &mut Tx, staff: StaffId, prefix: &str, limit: u32) -> Result<Vec<Draft>> {
    const SQL: &str = "SELECT place, body, saved_at FROM drafts WHERE staff_id = $1
        AND substr(place, 1, length($2)) = $2 ORDER BY saved_at DESC, place LIMIT $3";
    tx.all(SQL, &values![staff, prefix, limit])
        .await?
        .iter()
        .map(|row| opened(tx, staff, row))
        .collect()
}

/// Removes what somebody left at a place. Says whether there was anything.
pub async fn delete(tx: &mut Tx, staff: StaffId, place: &str) -> Result<bool> {
    const SQL: &str = "DELETE FROM drafts WHERE staff_id = $1 AND place = $2";
    Ok(tx.run(SQL, &values![staff, place]).await? == 1)
}

/// Removes all but somebody's newest drafts. Says how many went.
pub async fn delete_beyond(tx: &mut Tx, staff: StaffId, keep: u32) -> Result<u64> {
    const SQL: &str = "DELETE FROM drafts WHERE staff_id = $1 AND place NOT IN
        (SELECT place FROM drafts WHERE staff_id = $1 ORDER BY saved_at DESC, place LIMIT $2)";
    tx.run(SQL, &values![staff, keep]).await
}

/// Removes everybody's drafts from before a moment. Says how many went.
pub async fn delete_before(tx: &mut Tx, before: Instant) -> Result<u64> {
    tx.run("DELETE FROM drafts WHERE saved_at < $1", &values![before])
        .await
}

fn spot(staff: StaffId, place: &str) -> Spot {
    Spot::new("drafts", format_args!("{staff}|{place}"), "body")
}

fn opened(tx: &Tx, staff: StaffId, row: &Row) -> Result<Draft> {
    let place: String = row.get("place")?;
    let sealed: String = row.get("body")?;
    Ok(Draft {
        body: tx.seals().site().open(&spot(staff, &place), &sealed)?,
        saved_at: row.get("saved_at")?,
        place,
    })
}
