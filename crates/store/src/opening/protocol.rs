//! What was destroyed of an opening, when, by whom and by which rule.

use hemma_domain::ids::{OpeningId, StaffId};
use hemma_domain::time::{Day, Instant};
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::values;

/// Protocols of one opening: one, and those that followed what was left behind.
const PROTOCOLS_MAX: u32 = 50;

/// A protocol of what was destroyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protocol {
    pub id: Uuid,
    pub opening: OpeningId,
    pub at: Instant,
    pub by: StaffId,
    /// Where the rule stands.
    pub rule: String,
    /// The day from which it was due.
    pub due_on: Day,
    /// The numbers of the applications, in order.
    pub numbers: Vec<u32>,
    /// How many were kept, of those who were hired.
    pub kept: u32,
}

/// Stores a protocol.
pub async fn insert(tx: &mut Tx, one: &Protocol) -> Result<()> {
    const SQL: &str = "INSERT INTO opening_protocols (id, opening_id, destroyed_at, destroyed_by, rule, due_on, numbers, kept)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let numbers: Vec<String> = one.numbers.iter().map(u32::to_string).collect();
    let bound = values![
        one.id,
        one.opening,
        one.at,
        one.by,
        one.rule,
        one.due_on,
        numbers.join(" "),
        one.kept,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The protocols of an opening, the oldest first, each with the name of whoever destroyed.
pub async fn of_opening(tx: &mut Tx, id: OpeningId) -> Result<Vec<(Protocol, String)>> {
    const SQL: &str = "SELECT p.id, p.opening_id, p.destroyed_at, p.destroyed_by, p.rule, p.due_on, p.numbers, p.kept, s.name
        FROM opening_protocols p JOIN staff s ON s.id = p.destroyed_by WHERE p.opening_id = $1
        ORDER BY p.destroyed_at, p.id LIMIT $2";
    let rows = tx.all(SQL, &values![id, PROTOCOLS_MAX]).await?;
    let protocols = rows.iter().map(|row| {
        let numbers: String = row.get("numbers")?;
        let numbers = numbers.split_whitespace().map(|one| {
            let number: std::result::Result<u32, _> = one.parse();
            number.map_err(|_| row.corrupt("numbers"))
        });
        let one = Protocol {
            id: row.get("id")?,
            opening: row.get("opening_id")?,
            at: row.get("destroyed_at")?,
            by: row.get("destroyed_by")?,
            rule: row.get("rule")?,
            due_on: row.get("due_on")?,
            numbers: numbers.collect::<Result<_>>()?,
            kept: row.count("kept")?,
        };
        Ok((one, row.get("name")?))
    });
    protocols.collect()
}
