//! Secret addresses of calendars of trainings: of the secret part only the hash.

use hemma_domain::feed::FEEDS_MAX;
use hemma_domain::ids::{FeedId, NetworkId, StaffId};
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

/// An address of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingFeed {
    pub id: FeedId,
    /// All trainings of this network; none where it shows its maker's own.
    pub network: Option<NetworkId>,
    /// When it was made, and by whom.
    pub made: (Instant, StaffId),
}

const COLUMNS: &str = "id, network_id, made_by, made_at";

/// Stores an address under the hash of its secret part.
pub async fn insert(tx: &mut Tx, one: &TrainingFeed, token_hash: &str) -> Result<()> {
    const SQL: &str =
        "INSERT INTO training_feeds (id, network_id, token_hash, made_by, made_at, revoked_at)
        VALUES ($1, $2, $3, $4, $5, NULL)";
    let bound = values![one.id, one.network, token_hash, one.made.1, one.made.0];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The address with this hash, if it was not taken back.
pub async fn by_token(tx: &mut Tx, token_hash: &str) -> Result<Option<TrainingFeed>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM training_feeds WHERE token_hash = $1 AND revoked_at IS NULL"
    );
    let rows = tx.all_built(sql, &values![token_hash]).await?;
    rows.first().map(feed).transpose()
}

/// Takes back an address that somebody made. Says whether it was open and theirs.
pub async fn revoke(tx: &mut Tx, (id, by): (FeedId, StaffId), at: Instant) -> Result<bool> {
    const SQL: &str = "UPDATE training_feeds SET revoked_at = $3 WHERE id = $1 AND made_by = $2 AND revoked_at IS NULL";
    Ok(tx.run(SQL, &values![id, by, at]).await? == 1)
}

/// The open addresses that somebody made, the newest first.
pub async fn made_by(tx: &mut Tx, staff: StaffId) -> Result<Vec<TrainingFeed>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM training_feeds WHERE made_by = $1 AND revoked_at IS NULL
         ORDER BY made_at DESC, id DESC LIMIT {}",
        FEEDS_MAX + 1
    );
    let rows = tx.all_built(sql, &values![staff]).await?;
    rows.iter().map(feed).collect()
}

fn feed(row: &Row) -> Result<TrainingFeed> {
    Ok(TrainingFeed {
        id: row.get("id")?,
        network: row.get("network_id")?,
        made: (row.get("made_at")?, row.get("made_by")?),
    })
}
