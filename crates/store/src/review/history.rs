//! A network's history from before its teams worked here: its files, sealed piece by piece, and its finished rows.

use hemma_domain::ids::{HistoryId, NetworkId, TeamId};
use hemma_domain::time::{Day, Instant};
use hemma_review::Row as Sums;

use super::Rows;
use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::value::Row;
use crate::values;

/// Bytes of one piece: a sealed one is a third longer, and still a small row.
pub const PIECE_BYTES: usize = 256 * 1024;
/// Pieces of one history: a gigabyte.
pub const PIECES_MAX: u32 = 4_096;
/// Rows of one team: a century.
const ROWS_MAX: u32 = 400;

/// A history that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: HistoryId,
    /// Whose it is.
    pub network: NetworkId,
    /// Its first day.
    pub first: Day,
    /// The first day after it.
    pub end: Day,
    /// When it was imported.
    pub at: Instant,
}

/// Keeps a history; its pieces and rows follow.
pub async fn insert(tx: &mut Tx, one: &Kept) -> Result<()> {
    const SQL: &str = "INSERT INTO histories (id, network_id, first_on, end_on, made_at) VALUES ($1, $2, $3, $4, $5)";
    let bound = values![one.id, one.network, one.first, one.end, one.at];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Takes a history away with its pieces and rows.
pub async fn remove(tx: &mut Tx, id: HistoryId) -> Result<()> {
    for sql in [
        "DELETE FROM history_rows WHERE history_id = $1",
        "DELETE FROM history_stays WHERE history_id = $1",
        "DELETE FROM history_pieces WHERE history_id = $1",
        "DELETE FROM histories WHERE id = $1",
    ] {
        tx.run(sql, &values![id]).await?;
    }
    Ok(())
}

/// The history of a network, if it has one.
pub async fn find(tx: &mut Tx, network: NetworkId) -> Result<Option<Kept>> {
    const SQL: &str =
        "SELECT id, network_id, first_on, end_on, made_at FROM histories WHERE network_id = $1";
    let row = tx.maybe(SQL, &values![network]).await?;
    row.map(|row| {
        Ok(Kept {
            id: row.get("id")?,
            network: row.get("network_id")?,
            first: row.get("first_on")?,
            end: row.get("end_on")?,
            at: row.get("made_at")?,
        })
    })
    .transpose()
}

/// Keeps a piece of the files, sealed.
pub async fn put_piece(tx: &mut Tx, (id, number): (HistoryId, u32), bytes: &[u8]) -> Result<()> {
    const SQL: &str =
        "INSERT INTO history_pieces (history_id, number, sealed_bytes) VALUES ($1, $2, $3)";
    let sealed = tx.seals().site().seal_bytes(&spot(id, number), bytes);
    tx.run(SQL, &values![id, number, sealed]).await?;
    Ok(())
}

/// A piece of the files; none after the last.
pub async fn piece(tx: &mut Tx, (id, number): (HistoryId, u32)) -> Result<Option<Vec<u8>>> {
    const SQL: &str =
        "SELECT sealed_bytes FROM history_pieces WHERE history_id = $1 AND number = $2";
    let Some(row) = tx.maybe(SQL, &values![id, number]).await? else {
        return Ok(None);
    };
    let sealed: String = row.get("sealed_bytes")?;
    let bytes = tx.seals().site().open_bytes(&spot(id, number), &sealed)?;
    Ok(Some(bytes))
}

fn spot(id: HistoryId, number: u32) -> Spot {
    Spot::new("history_pieces", format!("{id} {number}"), "bytes")
}

/// Keeps what a history says of a team and quarter.
pub async fn put_row(
    tx: &mut Tx,
    (id, team, quarter): (HistoryId, TeamId, Day),
    sums: &Sums,
) -> Result<()> {
    const SQL: &str =
        "INSERT INTO history_rows (history_id, team_id, quarter_on, sums) VALUES ($1, $2, $3, $4)";
    let bound = values![id, team, quarter, sums.to_string()];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Adds what the history says of a team to its own rows.
pub async fn add_to(tx: &mut Tx, team: TeamId, rows: &mut Rows) -> Result<()> {
    const SQL: &str = "SELECT quarter_on, sums FROM history_rows WHERE team_id = $1
        ORDER BY quarter_on LIMIT $2";
    for row in tx.all(SQL, &values![team, ROWS_MAX]).await? {
        add(rows, &row)?;
    }
    Ok(())
}

/// Adds a row of a history to those of the same quarter.
pub(super) fn add(rows: &mut Rows, row: &Row) -> Result<()> {
    let of = rows.entry(row.get("quarter_on")?).or_default();
    let sums = super::sums(row)?;
    *of = of.plus(&sums).map_err(|_| row.corrupt("sums"))?;
    Ok(())
}

/// The day on which the first case of a team opened that is treated here.
pub async fn first_opened(tx: &mut Tx, team: TeamId) -> Result<Option<Day>> {
    const SQL: &str =
        "SELECT MIN(opened_on) AS first_on FROM cases WHERE team_id = $1 AND opened_on IS NOT NULL";
    tx.one(SQL, &values![team]).await?.get("first_on")
}
