//! A replica serves what only reads, and never the time before an own commit.

use hemma_store::db::{Db, Tx};
use hemma_store::error::Error;
use hemma_store::seal::MasterKey;
use hemma_store::{migrate, site};
use hemma_testkit::noon;
use hemma_testkit::replica::Replicated;

const NAME: &str = "count";

async fn is_replica(tx: &mut Tx) -> bool {
    let sql = "SELECT pg_is_in_recovery() AS is_replica";
    tx.one(sql, &[]).await.unwrap().get("is_replica").unwrap()
}

async fn write(db: &Db, value: u32) {
    let mut tx = db.write("test").await.unwrap();
    site::set(&mut tx, NAME, &value.to_string()).await.unwrap();
    tx.commit().await.unwrap();
}

/// What a look sees, and whether the replica served it.
async fn look(db: &Db) -> (Option<String>, bool) {
    let mut tx = db.read().await.unwrap();
    let seen = site::get(&mut tx, NAME).await.unwrap();
    (seen, is_replica(&mut tx).await)
}

fn saw(value: u32) -> Option<String> {
    Some(value.to_string())
}

/// A migrated pair; none where no such servers were started for the tests.
async fn pair() -> Option<(Replicated, Db)> {
    let servers = Replicated::new().await?;
    let key = MasterKey::generate();
    let db = Db::replicated(&servers.primary, &servers.replica, &key).await;
    let db = db.unwrap();
    migrate::run(&db, noon("2026-01-05")).await.unwrap();
    Some((servers, db))
}

#[tokio::test]
async fn a_look_sees_every_own_commit_wherever_it_is_served() {
    let Some((mut servers, db)) = pair().await else {
        return;
    };
    write(&db, 1).await;
    servers.catch_up().await;
    assert_eq!(look(&db).await, (saw(1), true), "the replica serves");
    servers.hold().await;
    write(&db, 2).await;
    assert_eq!(look(&db).await, (saw(2), false), "the replica is behind");
    let mut tx = db.newest().await.unwrap();
    assert!(!is_replica(&mut tx).await);
    drop(tx);
    servers.go_on().await;
    servers.catch_up().await;
    assert_eq!(look(&db).await, (saw(2), true));
    for value in 3..200 {
        write(&db, value).await;
        assert_eq!(look(&db).await.0, saw(value));
    }
    // A commit that was given up before its place was known may have been kept: nobody is shown the time before it.
    servers.catch_up().await;
    servers.hold().await;
    let mut tx = db.write("test").await.unwrap();
    site::set(&mut tx, NAME, "200").await.unwrap();
    let mut committing = Box::pin(tx.commit());
    let given_up = tokio::select! {
        biased;
        _ = &mut committing => false,
        () = std::future::ready(()) => true,
    };
    drop(committing);
    assert!(!given_up || !look(&db).await.1);
    servers.go_on().await;
    write(&db, 201).await;
    servers.catch_up().await;
    assert_eq!(
        look(&db).await,
        (saw(201), true),
        "and then it is known again"
    );
    servers.end().await;
}

#[tokio::test]
async fn where_one_server_does_not_answer_the_other_serves() {
    let Some((mut servers, db)) = pair().await else {
        return;
    };
    write(&db, 1).await;
    servers.catch_up().await;
    // The replica learns nothing of what becomes of the primary.
    servers.hold().await;
    hemma_testkit::replica::let_in(&servers.primary, false).await;
    assert_eq!(look(&db).await, (saw(1), true));
    let mut tx = db.newest().await.unwrap();
    assert!(is_replica(&mut tx).await, "the past is better than nothing");
    drop(tx);
    assert!(matches!(db.write("test").await, Err(Error::Unavailable(_))));
    hemma_testkit::replica::let_in(&servers.primary, true).await;
    write(&db, 2).await;
    assert_eq!(look(&db).await, (saw(2), false));
    servers.go_on().await;
    servers.catch_up().await;

    // Now the replica: its copy of the database is closed with the primary's, and opened there alone at first.
    let nobody = "postgres://hemma@127.0.0.1:1/postgres";
    let alone = Db::replicated(&servers.primary, nobody, &MasterKey::generate()).await;
    let alone = alone.unwrap();
    assert_eq!(look(&alone).await, (saw(2), false));
    servers.end().await;
}
