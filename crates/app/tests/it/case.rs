//! Cases.

use hemma_app::error::Error;
use hemma_domain::access::CaseAction;
use hemma_store::audit;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut};

#[tokio::test]
async fn a_look_at_a_case_is_in_the_log() {
    let test = TestApp::new().await;
    let head = test
        .app
        .case_overview(&test.ctx(fixture::THERAPIST), fixture::OPEN)
        .await
        .unwrap();
    assert_eq!(head.case.label, "Lingonstig");
    assert_eq!(head.therapist(), Some("Tuva Ekorrstig"));
    assert_eq!(head.treatment_week, Some(12));
    assert!(head.may(CaseAction::WriteWeek) && !head.may(CaseAction::Manage));
    let mut tx = test.db.read().await.unwrap();
    let links = audit::of_case(&mut tx, fixture::OPEN, 10).await.unwrap();
    assert_eq!(links.len(), 1);
    assert_eq!(links[0].entry.staff, Some(fixture::THERAPIST));
}

#[tokio::test]
async fn a_refused_look_is_in_the_log_too() {
    let test = TestApp::new().await;
    let seen = test
        .app
        .case_overview(&test.ctx(fixture::OTHER_BOARD_LEADER), fixture::OPEN)
        .await;
    assert!(matches!(seen, Err(Error::NotFound)), "{seen:?}");
    let seen = test
        .app
        .case_overview(&test.ctx(fixture::CONSULTANT), fixture::OPEN)
        .await;
    assert!(matches!(seen, Err(Error::Forbidden)), "{seen:?}");
    let mut tx = test.db.read().await.unwrap();
    let links = audit::of_case(&mut tx, fixture::OPEN, 10).await.unwrap();
    assert_eq!(links.len(), 2);
    assert!(audit::verify(&mut tx).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_overview_is_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let statements = cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.case_overview(&ctx, fixture::OPEN).await }
    })
    .await;
    assert_eq!(
        statements, 6,
        "the door, one of the head, three of the log, the commit"
    );
}

#[tokio::test]
async fn the_summary_takes_at_most_twelve_statements() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let statements = cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.case_summary(&ctx, fixture::OPEN).await }
    })
    .await;
    assert!(statements <= 12, "{statements}");
    let summary = test.app.case_summary(&ctx, fixture::OPEN).await.unwrap();
    assert_eq!(summary.head.case.code, "BJÖ-26-001");
    assert_eq!(summary.figures, hemma_app::case::Figures::default());
}
