//! Swaps: a duty that is to change hands, or has; with who agreed and when.

use hemma_domain::code::Code as _;
use hemma_domain::ids::{PoolId, StaffId, SwapId};
use hemma_domain::swap::{SWAPS_MAX, Swap, SwapState, SwapStateCode};
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::duty::stretch;
use crate::error::Result;
use crate::value::Row;
use crate::values;

const COLUMNS: &str = "id, pool_id, duty_id, turn_id, from_at, to_at, giver_id, taker_id, kind, made_by, made_at, state,
    decided_by, decided_at, version";

/// Stores a swap.
pub async fn insert(tx: &mut Tx, one: &Swap) -> Result<()> {
    const SQL: &str = "INSERT INTO swaps (id, pool_id, duty_id, turn_id, from_at, to_at, giver_id, taker_id, kind, made_by,
        made_at, state, decided_by, decided_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)";
    let decided = one.state.decided();
    let bound = values![
        one.id,
        one.pool,
        one.duty,
        one.turn,
        one.part.start(),
        one.part.end(),
        one.giver,
        one.taker,
        one.kind.code(),
        one.made.0,
        one.made.1,
        one.state.code().code(),
        decided.map(|(by, _)| by),
        decided.map(|(_, at)| at),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves what became of a swap if nobody decided meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, one: &Swap) -> Result<bool> {
    const SQL: &str = "UPDATE swaps SET taker_id = $3, state = $4, decided_by = $5, decided_at = $6, version = version + 1
        WHERE id = $1 AND version = $2 AND state = 'open'";
    let decided: Option<(StaffId, Instant)> = one.state.decided();
    let bound = values![
        one.id,
        one.version,
        one.taker,
        one.state.code().code(),
        decided.map(|(by, _)| by),
        decided.map(|(_, at)| at),
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// One swap.
pub async fn find(tx: &mut Tx, id: SwapId) -> Result<Option<Swap>> {
    let sql = format!("SELECT {COLUMNS} FROM swaps WHERE id = $1");
    let rows = tx.all_built(sql, &values![id]).await?;
    rows.first().map(swap).transpose()
}

/// The swaps of a pool that end after an instant, the newest first.
pub async fn of_pool(tx: &mut Tx, pool: PoolId, after: Instant) -> Result<Vec<Swap>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM swaps WHERE pool_id = $1 AND to_at > $2 ORDER BY made_at DESC, id DESC LIMIT {SWAPS_MAX}"
    );
    let rows = tx.all_built(sql, &values![pool, after]).await?;
    rows.iter().map(swap).collect()
}

fn swap(row: &Row) -> Result<Swap> {
    let decided = |row: &Row| -> Result<(StaffId, Instant)> {
        Ok((row.get("decided_by")?, row.get("decided_at")?))
    };
    let state = match row.code("state")? {
        SwapStateCode::Open => SwapState::Open,
        SwapStateCode::Accepted => {
            let (by, at) = decided(row)?;
            SwapState::Accepted { by, at }
        }
        SwapStateCode::Refused => {
            let (by, at) = decided(row)?;
            SwapState::Refused { by, at }
        }
        SwapStateCode::Withdrawn => {
            let (by, at) = decided(row)?;
            SwapState::Withdrawn { by, at }
        }
    };
    Ok(Swap {
        id: row.get("id")?,
        pool: row.get("pool_id")?,
        duty: row.get("duty_id")?,
        turn: row.get("turn_id")?,
        part: stretch(row)?,
        giver: row.get("giver_id")?,
        taker: row.get("taker_id")?,
        kind: row.code("kind")?,
        made: (row.get("made_by")?, row.get("made_at")?),
        state,
        version: row.get("version")?,
    })
}
