//! Breaking the glass: a reason first, until the duty ends, told and reviewed.

use hemma_app::ctx::Ctx;
use hemma_domain::audit::Finding;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut, message};
use crate::sheet::{night, then};

const REASON: &str = "Mamman svarar inte och pojken säger att han är ensam.";

fn midnight(test: &TestApp) -> Ctx {
    then(test, fixture::OTHER_BOARD_THERAPIST, "2026-12-17 00:00")
}

#[tokio::test]
async fn more_than_the_sheet_needs_a_reason_and_ends_with_the_duty() {
    let test = night().await;
    let ctx = midnight(&test);
    let refused = test.app.more(&ctx, fixture::OPEN).await.unwrap_err();
    assert_eq!(message(&refused), "forbidden");
    let word = test.app.break_glass(&ctx, fixture::OPEN, "akut").await;
    assert_eq!(message(&word.unwrap_err()), "glass-fault-reason");
    let by = &ctx;
    cut(&test, |app| async move {
        app.break_glass(by, fixture::OPEN, REASON).await
    })
    .await;
    cut(
        &test,
        |app| async move { app.more(by, fixture::OPEN).await },
    )
    .await;
    let more = test.app.more(&ctx, fixture::OPEN).await.unwrap();
    assert_eq!(more.persons.len(), 2);
    for (text, open) in [
        ("2026-12-17 07:59:59", true),
        ("2026-12-17 08:00:00", false),
        ("2026-12-16 23:59:59", false),
    ] {
        let then = then(&test, fixture::OTHER_BOARD_THERAPIST, text);
        let seen = test.app.more(&then, fixture::OPEN).await;
        assert_eq!(seen.is_ok(), open, "{text}");
    }
    let over = then(&test, fixture::OTHER_BOARD_THERAPIST, "2026-12-17 08:30");
    let late = test.app.break_glass(&over, fixture::OPEN, REASON).await;
    assert_eq!(message(&late.unwrap_err()), "forbidden");
}

#[tokio::test]
async fn the_case_itself_stays_closed_and_others_stay_closed_too() {
    let test = night().await;
    let ctx = midnight(&test);
    test.app
        .break_glass(&ctx, fixture::OPEN, REASON)
        .await
        .unwrap();
    let case = test.app.case_overview(&ctx, fixture::OPEN).await;
    assert_eq!(message(&case.unwrap_err()), "not found");
    let other = test.app.more(&ctx, fixture::PROTECTED).await;
    assert_eq!(message(&other.unwrap_err()), "not found");
    let own = then(&test, fixture::THERAPIST, "2026-12-17 00:00");
    let none = test.app.break_glass(&own, fixture::OPEN, REASON).await;
    assert_eq!(message(&none.unwrap_err()), "forbidden", "nothing to break");
}

#[tokio::test]
async fn the_leader_is_told_and_the_records_officer_judges_once() {
    let test = night().await;
    let ctx = midnight(&test);
    for _twice in 0..2 {
        test.app
            .break_glass(&ctx, fixture::OPEN, REASON)
            .await
            .unwrap();
    }
    let officer = test.ctx(fixture::RECORDS_OFFICER);
    let board = fixture::BOARDS[0];
    let lines = test.app.glasses(&officer, board).await.unwrap();
    assert_eq!(lines.len(), 1, "given twice, broken once");
    assert_eq!(lines[0].glass.reason, REASON);
    assert_eq!(lines[0].staff, "Torun Klippmossa");
    let leader = test.ctx(fixture::LEADER);
    let refused = test.app.glasses(&leader, board).await.unwrap_err();
    assert_ne!(message(&refused), "other");
    let id = lines[0].glass.id;
    let judge = (Finding::InOrder, "Behövdes för att hitta mormor.");
    let empty = test
        .app
        .review_glass(&officer, (board, id), (Finding::Asked, " "))
        .await;
    assert_eq!(message(&empty.unwrap_err()), "glass-fault-remark");
    let by = &officer;
    cut(&test, |app| async move {
        app.review_glass(by, (board, id), judge).await
    })
    .await;
    let again = test.app.review_glass(&officer, (board, id), judge).await;
    assert_eq!(message(&again.unwrap_err()), "conflict");
    let line = test.app.glasses(&officer, board).await.unwrap().remove(0);
    let review = line.glass.review.unwrap();
    assert_eq!((review.finding, review.remark.as_str()), judge);
    assert_eq!(line.reviewed_by.as_deref(), Some("Ragnhild Pappersbjörk"));
    let elsewhere = (fixture::BOARDS[1], id);
    let refused = test.app.review_glass(&officer, elsewhere, judge).await;
    assert_eq!(message(&refused.unwrap_err()), "not found");
}
