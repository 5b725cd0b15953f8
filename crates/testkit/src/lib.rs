//! Databases for tests: a fresh one of each kind, migrated, gone afterwards.

#![expect(
    clippy::expect_used,
    reason = "only tests use this crate, and a panic is how they fail"
)]

pub mod duty;
pub mod fixture;
pub mod opening;
pub mod replica;
pub mod week;

use std::path::PathBuf;

use hemma_domain::time::{Day, Instant};
use hemma_store::db::{Db, Durability, Room};
use hemma_store::migrate;
use hemma_store::seal::MasterKey;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use uuid::Uuid;

/// The database behind a test, for crates that may not name `store` themselves.
pub mod store {
    pub use hemma_store::audit;
    pub use hemma_store::db::Db;

    /// An id as the value of a statement.
    pub fn id(id: uuid::Uuid) -> hemma_store::value::Value {
        hemma_store::value::ToValue::to_value(&id)
    }
}

/// A questionnaire that nobody owns, in Swedish and Arabic, with a question that is asked after a yes.
pub const PACK: &str = include_str!("pack.toml");

/// Where the tests' PostgreSQL listens; `cargo xtask test` starts one and says so here.
pub const POSTGRES_URL: &str = "HEMMA_TEST_POSTGRES_URL";

/// The moment at which tests take place, unless they say otherwise: a Monday afternoon.
pub fn noon(day: &str) -> Instant {
    day.parse::<Day>()
        .expect("a day")
        .at("12:00".parse().expect("a time"))
}

/// A folder of its own for one test, below the system's folder for such things.
pub fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("hemma-test-{}", fresh_id()));
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// A fresh, migrated SQLite database.
pub async fn sqlite() -> Db {
    let path = folder().join("hemma.db");
    let how = (Durability::Fast, Room::Small);
    let db = Db::sqlite(&path, &MasterKey::generate(), how)
        .await
        .expect("a database");
    migrate::run(&db, noon("2026-01-05"))
        .await
        .expect("migrations");
    db
}

/// A fresh, migrated PostgreSQL database; none where no server was started for the tests.
pub async fn postgres() -> Option<Db> {
    let url = postgres_url().await?;
    let db = Db::postgres(&url, &MasterKey::generate())
        .await
        .expect("a database");
    migrate::run(&db, noon("2026-01-05"))
        .await
        .expect("migrations");
    Some(db)
}

/// The address of a fresh, empty PostgreSQL database: for tests that start the whole program.
pub async fn postgres_url() -> Option<String> {
    let url = server_url()?;
    let name = format!("hemma_{}", fresh_id().simple());
    let mut server = sqlx::PgConnection::connect(&url)
        .await
        .expect("the tests' PostgreSQL");
    server
        .execute(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .await
        .expect("a database");
    let (base, _) = url.rsplit_once('/').expect("an address with a database");
    Some(format!("{base}/{name}"))
}

/// Takes a PostgreSQL database away, or gives it back: its connections are cut and no new ones are let in.
pub async fn let_in(url: &str, connections: bool) {
    let server = server_url().expect("the tests' PostgreSQL");
    let_in_at(&server, url, connections).await;
}

async fn let_in_at(server: &str, url: &str, connections: bool) {
    let name = url.rsplit('/').next().expect("the database's name");
    let mut server = sqlx::PgConnection::connect(server)
        .await
        .expect("the tests' PostgreSQL");
    for statement in [
        format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {connections}"),
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"),
    ] {
        server
            .execute(AssertSqlSafe(statement))
            .await
            .expect("the tests' PostgreSQL obeys");
    }
}

/// Each kind of database that is there: always SQLite, and PostgreSQL where a server was started.
pub async fn each() -> Vec<Db> {
    let mut all = vec![sqlite().await];
    all.extend(postgres().await);
    all
}

fn server_url() -> Option<String> {
    said(POSTGRES_URL)
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told by the environment where the servers are"
)]
fn said(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|url| !url.is_empty())
}

fn fresh_id() -> Uuid {
    #[expect(
        clippy::disallowed_methods,
        reason = "names of test folders are no data"
    )]
    Uuid::now_v7()
}

/// Makes the fixture's site one that is no demo.
pub async fn empty_site(db: &Db) {
    let mut tx = db.write("test").await.expect("a transaction");
    tx.run("DELETE FROM site", &[])
        .await
        .expect("the site's values");
    tx.commit().await.expect("a commit");
}

/// Changes a SQLite file behind the program's back.
pub async fn tamper(path: &std::path::Path, script: &str) {
    let file = rusqlite::Connection::open(path).expect("the database's file");
    file.execute_batch(script).expect("the script runs");
}
