//! A primary and its replica, for tests of what is served by which.

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _};

/// Where the tests' primary and its replica listen; `cargo xtask test` starts both and says so here.
const PRIMARY_URL: &str = "HEMMA_TEST_PRIMARY_URL";
const REPLICA_URL: &str = "HEMMA_TEST_REPLICA_URL";

/// The lock of whoever uses them: what the replica does, it does for all databases.
const ALONE: i64 = 0x0048_656d_6d62;

/// Questions whether the replica has come so far; each takes a fraction of a millisecond.
const ASKED_MAX: u32 = 100_000;

/// A fresh, empty database on a primary and its replica, for one test at a time.
pub struct Replicated {
    /// Its address on the primary.
    pub primary: String,
    /// Its address on the replica.
    pub replica: String,
    of_primary: PgConnection,
    of_replica: PgConnection,
}

impl Replicated {
    /// Makes a database; none where no such servers were started for the tests.
    pub async fn new() -> Option<Replicated> {
        let (primary, replica) = (crate::said(PRIMARY_URL)?, crate::said(REPLICA_URL)?);
        let connect = async |url: &str| PgConnection::connect(url).await.expect("the server");
        let (mut of_primary, of_replica) = (connect(&primary).await, connect(&replica).await);
        // Ends with the connection, however the test ends.
        of_primary
            .execute(AssertSqlSafe(format!("SELECT pg_advisory_lock({ALONE})")))
            .await
            .expect("the others are done");
        let name = format!("hemma_{}", crate::fresh_id().simple());
        of_primary
            .execute(AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .await
            .expect("a database");
        let on = |url: &str| {
            let (base, _) = url.rsplit_once('/').expect("an address with a database");
            format!("{base}/{name}")
        };
        let mut new = Replicated {
            primary: on(&primary),
            replica: on(&replica),
            of_primary,
            of_replica,
        };
        new.go_on().await;
        new.catch_up().await;
        Some(new)
    }

    /// Lets the replica stay behind, whatever the primary writes.
    pub async fn hold(&mut self) {
        let pause = "SELECT pg_wal_replay_pause()";
        self.of_replica.execute(pause).await.expect("it obeys");
        let held = "SELECT pg_get_wal_replay_pause_state() = 'paused' AS is_so";
        ask(&mut self.of_replica, held).await;
    }

    /// Lets it go on.
    pub async fn go_on(&mut self) {
        let resume = "SELECT pg_wal_replay_resume()";
        self.of_replica.execute(resume).await.expect("it obeys");
    }

    /// Returns when the replica has everything that the primary has written.
    pub async fn catch_up(&mut self) {
        let sql = "SELECT CAST(pg_current_wal_insert_lsn() AS TEXT) AS place";
        let row = self.of_primary.fetch_one(sql).await.expect("a place");
        let place: String = row.get("place");
        // Where nothing follows, the last record may end just before the place at which the next one begins.
        self.of_primary
            .execute("SELECT pg_logical_emit_message(false, 'test', 'more')")
            .await
            .expect("one more record");
        let reached = format!("SELECT pg_last_wal_replay_lsn() >= '{place}' AS is_so");
        ask(&mut self.of_replica, &reached).await;
    }

    /// Lets others use the servers.
    pub async fn end(mut self) {
        self.go_on().await;
        self.of_primary.close().await.expect("the end");
    }
}

async fn ask(server: &mut PgConnection, sql: &str) {
    let mut is_so = false;
    for _ in 0..ASKED_MAX {
        let row = server.fetch_one(AssertSqlSafe(sql.to_owned())).await;
        is_so = row.expect("an answer").get("is_so");
        if is_so {
            break;
        }
    }
    assert!(is_so, "{sql}: not so after {ASKED_MAX} questions");
}

/// Takes the primary's database away from everybody, or gives it back.
pub async fn let_in(url: &str, connections: bool) {
    let server = crate::said(PRIMARY_URL).expect("the tests' primary");
    crate::let_in_at(&server, url, connections).await;
}
