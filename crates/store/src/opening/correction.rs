//! What decisions said before they were put right.

use hemma_domain::ids::{OpeningId, StaffId};
use hemma_domain::time::{Day, Instant};
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::values;

/// Corrections of one decision: it can be put right for a few weeks.
pub const CORRECTIONS_MAX: usize = 20;

/// A decision as it was, and why it was put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub id: Uuid,
    pub opening: OpeningId,
    pub at: Instant,
    pub by: StaffId,
    pub why: String,
    /// The numbers of those who were hired by it.
    pub hired: Vec<u32>,
    pub posted_on: Option<Day>,
    pub final_on: Day,
    /// Why it was decided so.
    pub reasons: String,
}

/// Keeps what a decision said.
pub async fn insert(tx: &mut Tx, one: &Correction) -> Result<()> {
    const SQL: &str = "INSERT INTO opening_corrections (id, opening_id, corrected_at, corrected_by, hired, posted_on, final_on,
        sealed_reasons, sealed_why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let hired: Vec<String> = one.hired.iter().map(u32::to_string).collect();
    let key = tx.seals().site();
    let bound = values![
        one.id,
        one.opening,
        one.at,
        one.by,
        hired.join(" "),
        one.posted_on,
        one.final_on,
        key.seal(&spot(one.id, "sealed_reasons"), &one.reasons),
        key.seal(&spot(one.id, "sealed_why"), &one.why),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The corrections of an opening's decision, the oldest first, each with the name of whoever made it.
pub async fn of_opening(tx: &mut Tx, id: OpeningId) -> Result<Vec<(Correction, String)>> {
    let sql = format!(
        "SELECT c.id, c.opening_id, c.corrected_at, c.corrected_by, c.hired, c.posted_on, c.final_on, c.sealed_reasons,
            c.sealed_why, s.name FROM opening_corrections c JOIN staff s ON s.id = c.corrected_by
         WHERE c.opening_id = $1 ORDER BY c.corrected_at, c.id LIMIT {CORRECTIONS_MAX}"
    );
    let rows = tx.all_built(sql, &values![id]).await?;
    let corrections = rows.iter().map(|row| {
        let id: Uuid = row.get("id")?;
        let open = |column: &'static str| -> Result<String> {
            let sealed: String = row.get(column)?;
            tx.seals().site().open(&spot(id, column), &sealed)
        };
        let hired: String = row.get("hired")?;
        let hired = hired.split_whitespace().map(|one| {
            let number: std::result::Result<u32, _> = one.parse();
            number.map_err(|_| row.corrupt("hired"))
        });
        let one = Correction {
            id,
            opening: row.get("opening_id")?,
            at: row.get("corrected_at")?,
            by: row.get("corrected_by")?,
            why: open("sealed_why")?,
            hired: hired.collect::<Result<_>>()?,
            posted_on: row.get("posted_on")?,
            final_on: row.get("final_on")?,
            reasons: open("sealed_reasons")?,
        };
        Ok((one, row.get("name")?))
    });
    corrections.collect()
}

fn spot(id: Uuid, column: &'static str) -> Spot {
    Spot::new("opening_corrections", id, column)
}
