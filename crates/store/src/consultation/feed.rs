//! Secret addresses of a team's calendar of consultations: of the secret part only the hash.

use hemma_domain::feed::FEEDS_MAX;
use hemma_domain::ids::{FeedId, StaffId, TeamId};
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;
use crate::values;

/// An address of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultationFeed {
    pub id: FeedId,
    pub team: TeamId,
    /// When it was made, and by whom.
    pub made: (Instant, StaffId),
}

const COLUMNS: &str = "id, team_id, made_by, made_at";

/// Stores an address under the hash of its secret part.
pub async fn insert(tx: &mut Tx, one: &ConsultationFeed, token_hash: &str) -> Result<()> {
    const SQL: &str =
        "INSERT INTO consultation_feeds (id, team_id, token_hash, made_by, made_at, revoked_at)
        VALUES ($1, $2, $3, $4, $5, NULL)";
    let bound = values![one.id, one.team, token_hash, one.made.1, one.made.0];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// The address with this hash, if it was not taken back.
pub async fn by_token(tx: &mut Tx, token_hash: &str) -> Result<Option<ConsultationFeed>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM consultation_feeds WHERE token_hash = $1 AND revoked_at IS NULL"
    );
    let rows = tx.all_built(sql, &values![token_hash]).await?;
    rows.first().map(feed).transpose()
}

/// Takes back an address that somebody made. Says whether it was open and theirs.
pub async fn revoke(tx: &mut Tx, (id, by): (FeedId, StaffId), at: Instant) -> Result<bool> {
    const SQL: &str = "UPDATE consultation_feeds SET revoked_at = $3 WHERE id = $1 AND made_by = $2 AND revoked_at IS NULL";
    Ok(tx.run(SQL, &values![id, by, at]).await? == 1)
}

/// The open addresses that somebody made, of any team, the newest first.
pub async fn made_by(tx: &mut Tx, staff: StaffId) -> Result<Vec<ConsultationFeed>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM consultation_feeds WHERE made_by = $1 AND revoked_at IS NULL
         ORDER BY made_at DESC, id DESC LIMIT {}",
        FEEDS_MAX + 1
    );
    let rows = tx.all_built(sql, &values![staff]).await?;
    rows.iter().map(feed).collect()
}

fn feed(row: &Row) -> Result<ConsultationFeed> {
    Ok(ConsultationFeed {
        id: row.get("id")?,
        team: row.get("team_id")?,
        made: (row.get("made_at")?, row.get("made_by")?),
    })
}
