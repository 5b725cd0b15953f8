//! The log as people read it: a case's own, and a board's under review.

use hemma_app::error::Error;
use hemma_app::log::Pick;
use hemma_domain::audit::{Event, Finding};
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut};

/// Two looks at the open case and one refusal.
async fn looked() -> TestApp {
    let test = TestApp::new().await;
    for staff in [fixture::THERAPIST, fixture::LEADER] {
        let ctx = test.ctx(staff);
        test.app.case_overview(&ctx, fixture::OPEN).await.unwrap();
    }
    let ctx = test.ctx(fixture::CONSULTANT);
    test.app
        .case_overview(&ctx, fixture::OPEN)
        .await
        .unwrap_err();
    test
}

async fn seqs(test: &TestApp, pick: &Pick) -> Vec<i64> {
    let ctx = test.ctx(fixture::RECORDS_OFFICER);
    let log = test
        .app
        .board_log(&ctx, fixture::BOARDS[0], pick, None)
        .await;
    let lines = log.unwrap().lines;
    lines
        .iter()
        .filter(|line| line.entry.event != Event::LogRead)
        .map(|line| line.seq)
        .collect()
}

#[tokio::test]
async fn a_leader_sees_who_looked_and_a_therapist_does_not() {
    let test = looked().await;
    let leader = test.ctx(fixture::LEADER);
    let log = test
        .app
        .case_log(&leader, fixture::OPEN, None)
        .await
        .unwrap();
    let staff: Vec<_> = log
        .lines
        .iter()
        .filter_map(|l| l.staff.as_deref())
        .collect();
    assert_eq!(staff, ["Corin Havsmo", "Gun Alebäck", "Tuva Ekorrstig"]);
    assert!(log.may_see && log.before.is_none());
    let refused = test
        .app
        .case_log(&test.ctx(fixture::THERAPIST), fixture::OPEN, None)
        .await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.case_log(&ctx, fixture::OPEN, None).await }
    })
    .await;
}

#[tokio::test]
async fn a_records_officer_picks_lines() {
    let test = looked().await;
    assert_eq!(seqs(&test, &Pick::Everything).await, [3, 2, 1]);
    assert_eq!(seqs(&test, &Pick::Refusals).await, [3]);
    assert_eq!(seqs(&test, &Pick::Staff(fixture::LEADER)).await, [2]);
    let nothing: [i64; 0] = [];
    assert_eq!(seqs(&test, &Pick::Protected).await, nothing);
    assert_eq!(seqs(&test, &Pick::Namesakes).await, nothing);
    assert_eq!(
        seqs(&test, &Pick::Case("bjö-26-001".into())).await,
        [3, 2, 1]
    );
    assert_eq!(seqs(&test, &Pick::Case("BJÖ-26-099".into())).await, nothing);
    assert_eq!(
        seqs(&test, &Pick::Sample(20)).await,
        nothing,
        "today is not drawn from: it is not over"
    );
    for staff in [fixture::LEADER, fixture::UNIT_MANAGER] {
        let ctx = test.ctx(staff);
        let refused = test
            .app
            .board_log(&ctx, fixture::BOARDS[0], &Pick::Everything, None)
            .await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
    let statements = cut(&test, |app| {
        let ctx = test.ctx(fixture::RECORDS_OFFICER);
        async move {
            app.board_log(&ctx, fixture::BOARDS[0], &Pick::Namesakes, None)
                .await
        }
    })
    .await;
    assert!(statements <= 12, "{statements}");
}

#[tokio::test]
async fn a_sample_is_drawn_from_the_days_before_and_stays_the_same() {
    let test = looked().await;
    let mut ctx = test.ctx(fixture::RECORDS_OFFICER);
    ctx.now = ctx.now.plus_seconds(86_400);
    let board = fixture::BOARDS[0];
    let draw = || test.app.board_log(&ctx, board, &Pick::Sample(2), None);
    let first: Vec<i64> = draw().await.unwrap().lines.iter().map(|l| l.seq).collect();
    let second: Vec<i64> = draw().await.unwrap().lines.iter().map(|l| l.seq).collect();
    assert_eq!(first.len(), 2);
    assert_eq!(first, second);
}

#[tokio::test]
async fn a_finding_is_written_once_and_asks_for_words_where_it_is_not_in_order() {
    let test = looked().await;
    let ctx = test.ctx(fixture::RECORDS_OFFICER);
    let board = fixture::BOARDS[0];
    let mute = test
        .app
        .review_line(&ctx, board, 1, (Finding::Reported, " "))
        .await;
    assert!(matches!(mute, Err(Error::Invalid(_))), "{mute:?}");
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move {
            app.review_line(&ctx, board, 1, (Finding::InOrder, ""))
                .await
        }
    })
    .await;
    let again = test
        .app
        .review_line(&ctx, board, 1, (Finding::Asked, "igen"))
        .await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
    let log = test
        .app
        .board_log(&ctx, board, &Pick::Staff(fixture::THERAPIST), None)
        .await
        .unwrap();
    let review = log.lines[0].review.as_ref().unwrap();
    assert_eq!(review.finding, Finding::InOrder);
    let elsewhere = test
        .app
        .review_line(&ctx, fixture::BOARDS[1], 1, (Finding::InOrder, ""))
        .await;
    assert!(matches!(elsewhere, Err(Error::NotFound)), "{elsewhere:?}");
}
