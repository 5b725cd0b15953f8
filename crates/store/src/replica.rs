//! A streaming replica of a PostgreSQL database: what only reads is served by it, once it has everything that this program
//! has written (`docs/adr/0021-looks-from-a-replica.md`).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::Postgres;
use sqlx::postgres::{PgConnection, PgPool};
use tokio::time::Instant;

use crate::driver::postgres;
use crate::error::{Error, Result};

/// For so long a server that did not answer is asked after the other one, not before.
const REST: Duration = Duration::from_secs(5);

/// A place in the primary's journal that no replica reaches: how far this program has written is not known.
const UNKNOWN: u64 = u64::MAX;

/// An open look.
pub(crate) type Look = sqlx::Transaction<'static, Postgres>;

/// A replica beside its primary. A clone is the same.
#[derive(Clone)]
pub(crate) struct Replica {
    pool: PgPool,
    primary: PgPool,
    state: Arc<State>,
}

struct State {
    /// The place in the primary's journal before which everything lies that this program has written.
    written: AtomicU64,
    /// How often that was lost: whoever asked before cannot find it again.
    losses: AtomicU64,
    began: Instant,
    /// Until when each is left alone, in milliseconds since the beginning.
    replica_rests: AtomicU64,
    primary_rests: AtomicU64,
}

/// A commit under way. Dropped before it is settled, nobody knows how far was written.
pub(crate) struct Writing {
    replica: Replica,
    is_settled: bool,
}

impl Replica {
    /// A replica that nothing is read from yet.
    pub(crate) fn new(pool: PgPool, primary: PgPool) -> Replica {
        let state = State {
            written: AtomicU64::new(UNKNOWN),
            losses: AtomicU64::new(0),
            began: Instant::now(),
            replica_rests: AtomicU64::new(0),
            primary_rests: AtomicU64::new(0),
        };
        Replica {
            pool,
            primary,
            state: Arc::new(state),
        }
    }

    /// Finds out how far the primary has written: at the start, and after each commit.
    pub(crate) async fn mark(&self) {
        let losses = self.state.losses.load(Ordering::Acquire);
        let Ok(place) = self.place().await else {
            self.lose();
            return;
        };
        // It answers: whoever has written there must find it there.
        self.state.primary_rests.store(0, Ordering::Relaxed);
        let is_lost = || self.state.losses.load(Ordering::Acquire) != losses;
        let later = |known: u64| match known {
            UNKNOWN if is_lost() => None,
            UNKNOWN => Some(place),
            known => Some(known.max(place)),
        };
        let written = &self.state.written;
        let _kept = written.fetch_update(Ordering::AcqRel, Ordering::Acquire, later);
    }

    /// Before a commit: until it is settled nobody may be shown the time before it.
    pub(crate) fn writing(&self) -> Writing {
        Writing {
            replica: self.clone(),
            is_settled: false,
        }
    }

    /// A look that sees what this program has written, from the replica where that has come so far, else from the primary.
    /// Where the primary does not answer, the past is better than nothing.
    pub(crate) async fn look(&self) -> Result<Look> {
        if let Some(look) = self.caught_up().await {
            return Ok(look);
        }
        self.newest().await
    }

    /// A look at the primary; only where that does not answer, at the replica.
    pub(crate) async fn newest(&self) -> Result<Look> {
        let is_resting = self.is_resting(&self.state.primary_rests);
        if is_resting && let Ok((look, _)) = self.replayed().await {
            return Ok(look);
        }
        match begin(&self.primary).await {
            Err(err @ Error::Unavailable(_)) => {
                self.rest(&self.state.primary_rests);
                let replayed = self.replayed().await;
                replayed.map_or(Err(err), |(look, _)| Ok(look))
            }
            other => other,
        }
    }

    /// Closes the connections to the replica.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }

    async fn caught_up(&self) -> Option<Look> {
        let written = self.state.written.load(Ordering::Acquire);
        if written == UNKNOWN || self.is_resting(&self.state.replica_rests) {
            return None;
        }
        match self.replayed().await {
            Ok((look, replayed)) => (written <= replayed).then_some(look),
            Err(_) => {
                self.rest(&self.state.replica_rests);
                None
            }
        }
    }

    /// A look at the replica, and how far it has come.
    async fn replayed(&self) -> Result<(Look, u64)> {
        const SQL: &str = "SELECT CAST(pg_last_wal_replay_lsn() AS TEXT) AS place";
        let mut look = begin(&self.pool).await?;
        // A server that is no replica has replayed nothing.
        let place = place(&mut look, SQL).await?.unwrap_or_default();
        Ok((look, place))
    }

    async fn place(&self) -> Result<u64> {
        // Not only what is on the disk: a commit may be acknowledged before it is.
        const SQL: &str = "SELECT CAST(pg_current_wal_insert_lsn() AS TEXT) AS place";
        let mut conn = self.primary.acquire().await?;
        let place = place(&mut conn, SQL).await?;
        place.ok_or_else(|| Error::Driver("the primary does not say how far it has written".into()))
    }

    fn lose(&self) {
        self.state.losses.fetch_add(1, Ordering::AcqRel);
        self.state.written.store(UNKNOWN, Ordering::Release);
    }

    fn now(&self) -> u64 {
        u64::try_from(self.state.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn rest(&self, until: &AtomicU64) {
        let rest = u64::try_from(REST.as_millis()).unwrap_or(u64::MAX);
        until.store(self.now().saturating_add(rest), Ordering::Relaxed);
    }

    fn is_resting(&self, until: &AtomicU64) -> bool {
        self.now() < until.load(Ordering::Relaxed)
    }
}

impl Writing {
    /// After a commit: from now on a look must see it.
    pub(crate) async fn settle(mut self) {
        self.replica.mark().await;
        self.is_settled = true;
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.is_settled {
            self.replica.lose();
        }
    }
}

/// A transaction that cannot write.
pub(crate) async fn begin(pool: &PgPool) -> Result<Look> {
    let mut tx = pool.begin().await?;
    postgres::run(&mut tx, "SET TRANSACTION READ ONLY", &[]).await?;
    Ok(tx)
}

/// The place in a journal that a server tells; none where it tells none.
async fn place(conn: &mut PgConnection, sql: &str) -> Result<Option<u64>> {
    let rows = postgres::fetch(conn, sql.to_owned(), &[]).await?;
    let told: Option<String> = match rows.first() {
        Some(row) => row.get("place")?,
        None => None,
    };
    Ok(told.as_deref().and_then(number))
}

/// `16/B374D848` as a number: two halves in hexadecimal digits.
fn number(place: &str) -> Option<u64> {
    let (high, low) = place.split_once('/')?;
    let half = |text: &str| u32::from_str_radix(text, 16).ok().map(u64::from);
    Some((half(high)? << 32) | half(low)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_the_journal_are_in_their_order() {
        assert_eq!(number("16/B374D848"), Some(0x16_B374_D848));
        let places = ["0/1", "0/FFFFFFFF", "1/0", "1/1", "FFFFFFFF/0"];
        let numbers: Vec<u64> = places.iter().filter_map(|one| number(one)).collect();
        assert_eq!(numbers.len(), places.len());
        assert!(numbers.is_sorted());
        for wrong in ["", "1", "1/", "/1", "1/100000000", "x/1"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }
}
