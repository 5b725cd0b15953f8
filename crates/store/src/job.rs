//! The program's own errands that may fail and are tried again: kept until they are done, or given up.

use hemma_domain::time::Instant;
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::values;

/// Days for which an errand that has ended is kept: to see what went wrong last month.
pub const KEPT_DAYS: i64 = 30;

/// An errand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: Uuid,
    /// What is to be done.
    pub kind: String,
    /// With what; nothing personal but ids.
    pub payload: String,
    /// Not before.
    pub run_at: Instant,
    /// How often it was tried.
    pub attempts: u32,
}

/// Stores an errand. One of that id stays as it is; says whether it was stored.
pub async fn insert(tx: &mut Tx, one: &Job) -> Result<bool> {
    const SQL: &str =
        "INSERT INTO jobs (id, kind, payload, run_at, attempts, locked_until, done_at, failure)
        VALUES ($1, $2, $3, $4, $5, NULL, NULL, '') ON CONFLICT (id) DO NOTHING";
    let bound = values![one.id, one.kind, one.payload, one.run_at, one.attempts];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// The errands of a kind that are due and that nobody holds, the oldest first.
pub async fn due(tx: &mut Tx, kind: &str, (now, most): (Instant, u32)) -> Result<Vec<Job>> {
    const SQL: &str = "SELECT id, kind, payload, run_at, attempts FROM jobs WHERE kind = $1 AND done_at IS NULL
        AND run_at <= $2 AND (locked_until IS NULL OR locked_until <= $2) ORDER BY run_at, id LIMIT $3";
    let rows = tx.all(SQL, &values![kind, now, most]).await?;
    rows.iter()
        .map(|row| {
            Ok(Job {
                id: row.get("id")?,
                kind: row.get("kind")?,
                payload: row.get("payload")?,
                run_at: row.get("run_at")?,
                attempts: row.count("attempts")?,
            })
        })
        .collect()
}

/// Takes an errand until a moment, so that no other server does it too. Says whether it was free.
pub async fn take(tx: &mut Tx, id: Uuid, (now, until): (Instant, Instant)) -> Result<bool> {
    const SQL: &str = "UPDATE jobs SET locked_until = $3, attempts = attempts + 1
        WHERE id = $1 AND done_at IS NULL AND (locked_until IS NULL OR locked_until <= $2)";
    Ok(tx.run(SQL, &values![id, now, until]).await? == 1)
}

/// Ends an errand: done, or given up for a reason.
pub async fn end(tx: &mut Tx, id: Uuid, (at, failure): (Instant, &str)) -> Result<()> {
    const SQL: &str =
        "UPDATE jobs SET done_at = $2, failure = $3, locked_until = NULL WHERE id = $1";
    tx.run(SQL, &values![id, at, failure]).await?;
    Ok(())
}

/// Puts an errand off after a failure.
pub async fn put_off(tx: &mut Tx, id: Uuid, (run_at, failure): (Instant, &str)) -> Result<()> {
    const SQL: &str =
        "UPDATE jobs SET run_at = $2, failure = $3, locked_until = NULL WHERE id = $1";
    tx.run(SQL, &values![id, run_at, failure]).await?;
    Ok(())
}

/// Forgets what ended before a moment. Says how many there were.
pub async fn sweep(tx: &mut Tx, before: Instant) -> Result<u64> {
    const SQL: &str = "DELETE FROM jobs WHERE done_at IS NOT NULL AND done_at < $1";
    tx.run(SQL, &values![before]).await
}
