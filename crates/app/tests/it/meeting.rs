//! The meeting.

use hemma_app::error::Error;
use hemma_app::meeting::Arrange;
use hemma_app::task::NewTask;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut, now};

const TEAM: hemma_domain::ids::TeamId = fixture::TEAMS[0];

#[tokio::test]
async fn the_leader_chooses_the_order_and_leaves_families_out() {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let order = |meeting: &hemma_app::meeting::Meeting| {
        meeting
            .rows
            .iter()
            .map(|(row, skipped)| (row.case.id, *skipped))
            .collect::<Vec<_>>()
    };
    let first = test
        .app
        .arrange_meeting(&leader, TEAM, Arrange::Up(fixture::PROTECTED))
        .await
        .unwrap();
    assert_eq!(first, Some(fixture::PROTECTED));
    let first = test
        .app
        .arrange_meeting(&leader, TEAM, Arrange::Skip(fixture::PROTECTED))
        .await
        .unwrap();
    assert_eq!(first, Some(fixture::OPEN));
    let meeting = test.app.meeting(&leader, TEAM).await.unwrap();
    assert_eq!(
        order(&meeting),
        [(fixture::PROTECTED, true), (fixture::OPEN, false)]
    );
    let table = test
        .app
        .meeting_case(&leader, TEAM, fixture::OPEN)
        .await
        .unwrap();
    assert_eq!((table.previous, table.place), (None, (1, 1)));
    assert_eq!(table.therapist, "Tuva Ekorrstig");
    let therapist = test.app.meeting(&test.ctx(fixture::THERAPIST), TEAM).await;
    assert!(matches!(therapist, Err(Error::Forbidden)), "{therapist:?}");
    let other = test
        .app
        .meeting_case(&leader, TEAM, fixture::OTHER_TEAM)
        .await;
    assert!(matches!(other, Err(Error::NotFound)), "{other:?}");
}

#[tokio::test]
async fn decisions_and_tasks_are_kept_and_the_time_is_noted() {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let at = (TEAM, fixture::OPEN);
    let version = test
        .app
        .decide_in_meeting(&leader, at, "Vi provar en vecka till.", 0)
        .await
        .unwrap();
    let stale = test.app.decide_in_meeting(&leader, at, "Nej.", 1).await;
    assert!(matches!(stale, Err(Error::Conflict)), "{stale:?}");
    test.app
        .decide_in_meeting(&leader, at, "Vi provar två veckor.", version)
        .await
        .unwrap();
    let task = NewTask {
        team: TEAM,
        case: None,
        owner: fixture::THERAPIST,
        text: "Ring skolan".into(),
        due_on: None,
        from_week: None,
    };
    test.app
        .add_meeting_task(&leader, fixture::OPEN, task)
        .await
        .unwrap();
    let next = test
        .app
        .finish_in_meeting(&leader, TEAM, fixture::OPEN)
        .await
        .unwrap();
    assert_eq!(next, Some(fixture::PROTECTED));
    let table = test
        .app
        .meeting_case(&leader, TEAM, fixture::OPEN)
        .await
        .unwrap();
    assert_eq!(table.sheet.week.decisions, "Vi provar två veckor.");
    assert_eq!(table.sheet.week.supervised_at, Some(now()));
    assert_eq!(table.tasks[0].0.text, "Ring skolan");
    assert_eq!(table.tasks[0].0.from_week, Some(table.week));
}

#[tokio::test]
async fn each_act_in_the_meeting_is_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let statements = cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.meeting(&ctx, TEAM).await }
    })
    .await;
    assert!(statements <= 12, "{statements}");
    let statements = cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.meeting_case(&ctx, TEAM, fixture::OPEN).await }
    })
    .await;
    assert!(statements <= 12, "{statements}");
    cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.arrange_meeting(&ctx, TEAM, Arrange::Start).await }
    })
    .await;
    cut(&test, |app| {
        let ctx = leader.clone();
        async move {
            app.decide_in_meeting(&ctx, (TEAM, fixture::OPEN), "Ja.", 0)
                .await
        }
    })
    .await;
    cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.finish_in_meeting(&ctx, TEAM, fixture::OPEN).await }
    })
    .await;
    let task = NewTask {
        team: TEAM,
        case: None,
        owner: fixture::THERAPIST,
        text: "Ring".into(),
        due_on: None,
        from_week: None,
    };
    cut(&test, |app| {
        let (ctx, task) = (leader.clone(), task.clone());
        async move { app.add_meeting_task(&ctx, fixture::OPEN, task).await }
    })
    .await;
}
