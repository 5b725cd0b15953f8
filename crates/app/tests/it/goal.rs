//! The stable part of the week.

use hemma_app::error::Error;
use hemma_app::goal::{FrameInput, GoalInput};
use hemma_domain::week::{FrameKind, GoalState};
use hemma_testkit::fixture;
use hemma_testkit::week::{BEHAVIOUR, GOALS};

use crate::harness::{TestApp, cut};

#[tokio::test]
async fn rows_and_goals_are_added_saved_and_met() {
    let test = TestApp::new().await;
    hemma_testkit::week::fill(&test.db).await;
    let ctx = &test.ctx(fixture::THERAPIST);
    let case = fixture::OPEN;
    let goal = &GoalInput {
        text: "Fjäril sover hemma".into(),
        measure: String::new(),
        state: GoalState::Met,
    };
    let row = &FrameInput {
        subject: "Malva".into(),
        wish: "Att orka".into(),
        ..FrameInput::default()
    };
    cut(
        &test,
        |app| async move { app.add_goal(ctx, case, goal).await },
    )
    .await;
    cut(&test, |app| async move {
        app.save_goal(ctx, case, (GOALS[0], 1), goal).await
    })
    .await;
    cut(&test, |app| async move {
        app.add_frame_item(ctx, case, FrameKind::Outcome, row).await
    })
    .await;
    cut(&test, |app| async move {
        app.save_frame_item(ctx, case, (BEHAVIOUR, 1), row).await
    })
    .await;
    let stale = test
        .app
        .save_frame_item(ctx, case, (BEHAVIOUR, 1), row)
        .await;
    assert!(matches!(stale, Err(Error::Conflict)));
    cut(&test, |app| async move {
        app.remove_frame_item(ctx, case, BEHAVIOUR).await
    })
    .await;
    let page = test.app.goal_page(ctx, case).await.unwrap();
    assert_eq!((page.goals.len(), page.frame.len()), (3, 2));
    assert_eq!(page.goals[0].ended_on, Some(ctx.today()));
    let empty = GoalInput {
        text: "  ".into(),
        ..goal.clone()
    };
    let refused = test.app.add_goal(ctx, case, &empty).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
}
