//! The network lead's home.

use hemma_app::error::Error;
use hemma_domain::time::Week;
use hemma_domain::week::CaseWeek;
use hemma_store::{case, week};
use hemma_testkit::{fixture, noon};

use crate::harness::{TestApp, cut};

#[tokio::test]
async fn teams_are_counted_and_a_late_summary_is_not_on_time() {
    let test = TestApp::new().await;
    let mut tx = test.db.write("test").await.unwrap();
    let key = case::new_key(&mut tx, hemma_domain::ids::CaseId(uuid::Uuid::from_u128(9)))
        .await
        .unwrap();
    for (of, at) in [("2026-11-09", "2026-11-15"), ("2026-11-02", "2026-11-10")] {
        let kept = CaseWeek {
            handed_in: Some((noon(at), fixture::THERAPIST)),
            ..CaseWeek::empty(fixture::OPEN, Week::of(of.parse().unwrap()))
        };
        week::insert(&mut tx, &key, &kept).await.unwrap();
    }
    tx.commit().await.unwrap();
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let teams = test
        .app
        .network_teams(&lead, fixture::NETWORK)
        .await
        .unwrap();
    assert_eq!(teams.len(), 3);
    let first = &teams[1];
    assert_eq!(first.counts.team.id, fixture::TEAMS[0]);
    assert_eq!((first.counts.staff, first.counts.open), (7, 2));
    assert_eq!(first.on_time, Some((1, 8)), "two families, four weeks each");
    let leader = test
        .app
        .network_teams(&test.ctx(fixture::LEADER), fixture::NETWORK)
        .await;
    assert!(matches!(leader, Err(Error::NotFound)), "{leader:?}");
}

#[tokio::test]
async fn the_counts_are_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::NETWORK_LEAD);
    let statements = cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.network_teams(&ctx, fixture::NETWORK).await }
    })
    .await;
    assert_eq!(
        statements, 7,
        "two counts, who is counted elsewhere, log, commit"
    );
}
