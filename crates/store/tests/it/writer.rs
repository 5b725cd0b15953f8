//! The writer: nothing of a dropped use case stays, groups keep what was acknowledged.

use std::task::Poll;

use hemma_store::db::Db;
use hemma_store::error::Result;
use hemma_store::site;

#[tokio::test]
async fn a_dropped_transaction_leaves_nothing_and_hurts_nobody() {
    for db in hemma_testkit::each().await {
        let mut kept = db.write("kept").await.unwrap();
        site::set(&mut kept, "kept", "yes").await.unwrap();
        kept.commit().await.unwrap();
        let mut dropped = db.write("dropped").await.unwrap();
        site::set(&mut dropped, "dropped", "yes").await.unwrap();
        drop(dropped);
        let mut tx = db.write("after").await.unwrap();
        assert_eq!(
            site::get(&mut tx, "kept").await.unwrap().as_deref(),
            Some("yes")
        );
        assert_eq!(site::get(&mut tx, "dropped").await.unwrap(), None);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_writers_at_once_all_keep_their_own_and_failures_only_undo_themselves() {
    for db in hemma_testkit::each().await {
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..60 {
            let db = db.clone();
            tasks.spawn(async move {
                let mut tx = db.write("many").await.unwrap();
                site::set(&mut tx, &format!("value-{number}"), "x")
                    .await
                    .unwrap();
                if number % 7 == 0 {
                    return 0;
                }
                tx.commit().await.unwrap();
                1
            });
        }
        let kept: i64 = tasks.join_all().await.into_iter().sum();
        let mut tx = db.read().await.unwrap();
        let row = tx.one("SELECT count(*) AS n FROM site", &[]).await.unwrap();
        assert_eq!(row.get::<i64>("n").unwrap(), kept);
        assert_eq!(kept, 51);
    }
}

#[tokio::test]
async fn a_cut_transaction_leaves_nothing() {
    for db in hemma_testkit::each().await {
        for after in 0..2 {
            let cut = db.cutting_after(after);
            let done = async {
                let mut tx = cut.write("cut").await?;
                site::set(&mut tx, "cut", "x").await?;
                tx.commit().await
            };
            assert!(done.await.is_err());
        }
        let mut tx = db.read().await.unwrap();
        assert_eq!(site::get(&mut tx, "cut").await.unwrap(), None);
    }
}

/// One use case that writes something.
async fn set(db: &Db, name: &str) -> Result<()> {
    let mut tx = db.write("request").await?;
    site::set(&mut tx, name, "yes").await?;
    tx.commit().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_hangs_up_at_any_moment_leaves_the_writer_to_the_others() {
    let db = hemma_testkit::sqlite().await;
    for polls in 0..40 {
        let gone = format!("gone-{polls}");
        let mut asked = Box::pin(set(&db, &gone));
        for _ in 0..polls {
            let step = std::future::poll_fn(|cx| Poll::Ready(asked.as_mut().poll(cx)));
            if step.await.is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(asked);
        let name = format!("kept-{polls}");
        let kept = set(&db, &name).await;
        assert!(kept.is_ok(), "after {polls} polls: {kept:?}");
        let mut tx = db.read().await.unwrap();
        let found = site::get(&mut tx, &name).await.unwrap();
        assert_eq!(found.as_deref(), Some("yes"), "after {polls} polls");
    }
}
