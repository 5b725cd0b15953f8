//! Secret addresses of calendars and telephone exchanges: of the secret part only the hash.

use hemma_domain::code::Code as _;
use hemma_domain::feed::{FEEDS_MAX, Feed, FeedKind, Target};
use hemma_domain::ids::{FeedId, LineId, PoolId, StaffId};
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

const COLUMNS: &str = "id, pool_id, kind, staff_id, line_id, made_by, made_at, revoked_at";

/// Stores an address under the hash of its secret part.
pub async fn insert(tx: &mut Tx, one: &Feed, token_hash: &str) -> Result<()> {
    const SQL: &str = "INSERT INTO feeds (id, pool_id, kind, staff_id, line_id, token_hash, made_by, made_at, revoked_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let (staff, line): (Option<StaffId>, Option<LineId>) = match one.target {
        Target::Person(staff) => (Some(staff), None),
        Target::Line(line) => (None, Some(line)),
        Target::Pool | Target::Exchange => (None, None),
    };
    let bound = values![
        one.id,
        one.pool,
        one.target.kind().code(),
        staff,
        line,
        token_hash,
        one.made.1,
        one.made.0,
        one.revoked_at,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The address with this hash, if it was not taken back.
pub async fn by_token(tx: &mut Tx, token_hash: &str) -> Result<Option<Feed>> {
    let sql = format!("SELECT {COLUMNS} FROM feeds WHERE token_hash = $1 AND revoked_at IS NULL");
    let rows = tx.all_built(sql, &values![token_hash]).await?;
    rows.first().map(feed).transpose()
}

/// One address.
pub async fn find(tx: &mut Tx, id: FeedId) -> Result<Option<Feed>> {
    let sql = format!("SELECT {COLUMNS} FROM feeds WHERE id = $1");
    let rows = tx.all_built(sql, &values![id]).await?;
    rows.first().map(feed).transpose()
}

/// Takes an address back. Says whether it was open.
pub async fn revoke(tx: &mut Tx, id: FeedId, at: Instant) -> Result<bool> {
    const SQL: &str = "UPDATE feeds SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    Ok(tx.run(SQL, &values![id, at]).await? == 1)
}

/// The open addresses that somebody made in a pool, the newest first.
pub async fn made_by(tx: &mut Tx, (pool, staff): (PoolId, StaffId)) -> Result<Vec<Feed>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM feeds WHERE pool_id = $1 AND made_by = $2 AND revoked_at IS NULL
         ORDER BY made_at DESC, id DESC LIMIT {}",
        FEEDS_MAX + 1
    );
    let rows = tx.all_built(sql, &values![pool, staff]).await?;
    rows.iter().map(feed).collect()
}

fn feed(row: &Row) -> Result<Feed> {
    let target = match row.code("kind")? {
        FeedKind::Person => Target::Person(row.get("staff_id")?),
        FeedKind::Line => Target::Line(row.get("line_id")?),
        FeedKind::Pool => Target::Pool,
        FeedKind::Exchange => Target::Exchange,
    };
    Ok(Feed {
        id: row.get("id")?,
        pool: row.get("pool_id")?,
        target,
        made: (row.get("made_at")?, row.get("made_by")?),
        revoked_at: row.get("revoked_at")?,
    })
}
