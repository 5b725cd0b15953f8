//! Rest that is proposed after disturbed nights.

use hemma_domain::code::Code as _;
use hemma_domain::ids::{PoolId, RestId, StaffId, TurnId};
use hemma_domain::rest::{Rest, RestState, RestStateCode};
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::duty::stretch;
use crate::error::Result;
use crate::value::Row;
use crate::values;

/// Proposals of one pool that are listed: a quarter in which every night of both lines is disturbed.
const LIST_MAX: u32 = 200;

const COLUMNS: &str =
    "r.id, r.pool_id, r.staff_id, r.turn_id, r.disturbed_min, r.from_at, r.to_at, r.state,
    r.decided_at, r.decided_by, r.version";

/// Stores a proposal as given.
pub async fn insert(tx: &mut Tx, rest: &Rest) -> Result<()> {
    const SQL: &str =
        "INSERT INTO rests (id, pool_id, staff_id, turn_id, disturbed_min, from_at, to_at, state,
        decided_at, decided_by, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)";
    let bound = values![
        rest.id,
        rest.pool,
        rest.staff,
        rest.turn,
        rest.disturbed_min,
        rest.time.start(),
        rest.time.end(),
        rest.state.code().code(),
        rest.state.decided().map(|(at, _)| at),
        rest.state.decided().map(|(_, by)| by),
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves time and state if nobody changed it meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, rest: &Rest) -> Result<bool> {
    const SQL: &str = "UPDATE rests SET disturbed_min = $3, from_at = $4, to_at = $5, state = $6, decided_at = $7,
        decided_by = $8, version = version + 1 WHERE id = $1 AND version = $2";
    let bound = values![
        rest.id,
        rest.version,
        rest.disturbed_min,
        rest.time.start(),
        rest.time.end(),
        rest.state.code().code(),
        rest.state.decided().map(|(at, _)| at),
        rest.state.decided().map(|(_, by)| by),
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// One proposal.
pub async fn find(tx: &mut Tx, id: RestId) -> Result<Option<Rest>> {
    let sql = format!("SELECT {COLUMNS} FROM rests r WHERE r.id = $1");
    let rows = tx.all_built(sql, &values![id]).await?;
    rows.first().map(rest).transpose()
}

/// What is proposed to somebody after a turn.
pub async fn of_turn(tx: &mut Tx, (turn, staff): (TurnId, StaffId)) -> Result<Option<Rest>> {
    let sql = format!("SELECT {COLUMNS} FROM rests r WHERE r.turn_id = $1 AND r.staff_id = $2");
    let rows = tx.all_built(sql, &values![turn, staff]).await?;
    rows.first().map(rest).transpose()
}

/// The proposals of a pool that wait, or whose rest ends after an instant, with who rests: the next first.
pub async fn of_pool(tx: &mut Tx, pool: PoolId, after: Instant) -> Result<Vec<(Rest, String)>> {
    let sql = format!(
        "SELECT {COLUMNS}, s.name FROM rests r JOIN staff s ON s.id = r.staff_id
         WHERE r.pool_id = $1 AND (r.state = 'open' OR r.to_at > $2) ORDER BY r.from_at, r.id LIMIT $3"
    );
    let rows = tx.all_built(sql, &values![pool, after, LIST_MAX]).await?;
    rows.iter()
        .map(|row| Ok((rest(row)?, row.get("name")?)))
        .collect()
}

fn rest(row: &Row) -> Result<Rest> {
    let at: Option<Instant> = row.get("decided_at")?;
    let by: Option<StaffId> = row.get("decided_by")?;
    let code: RestStateCode = row.code("state")?;
    let state = match (code, at.zip(by)) {
        (RestStateCode::Open, _) => RestState::Open,
        (RestStateCode::Accepted, Some((at, by))) => RestState::Accepted { at, by },
        (RestStateCode::Declined, Some((at, by))) => RestState::Declined { at, by },
        (_, None) => return Err(row.corrupt("decided_at")),
    };
    Ok(Rest {
        id: row.get("id")?,
        pool: row.get("pool_id")?,
        staff: row.get("staff_id")?,
        turn: row.get("turn_id")?,
        disturbed_min: row.count("disturbed_min")?,
        time: stretch(row)?,
        state,
        version: row.get("version")?,
    })
}
