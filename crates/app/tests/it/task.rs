//! Tasks.

use hemma_app::error::Error;
use hemma_app::task::{Done, NewTask, TaskChange};
use hemma_domain::ids::StaffId;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut};

fn new(owner: StaffId, text: &str) -> NewTask {
    NewTask {
        team: fixture::TEAMS[0],
        case: Some(fixture::OPEN),
        owner,
        text: text.to_owned(),
        due_on: Some("2026-11-24".parse().unwrap()),
        from_week: None,
    }
}

#[tokio::test]
async fn a_promise_is_made_kept_and_taken_back() {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let therapist = test.ctx(fixture::THERAPIST);
    let id = test
        .app
        .add_task(&leader, new(fixture::THERAPIST, "Ring skolan"))
        .await
        .unwrap();
    let mine = test.app.my_tasks(&therapist).await.unwrap();
    assert_eq!(mine.lines.len(), 1);
    assert_eq!(mine.lines[0].task.text, "Ring skolan");
    assert_eq!(mine.lines[0].code, "BJÖ-26-001");
    assert_eq!(mine.cases.len(), 2, "open and protected, both carried");
    test.app
        .set_task_done(&therapist, (id, 1), Done::Done)
        .await
        .unwrap();
    let team = test
        .app
        .team_tasks(&leader, fixture::TEAMS[0])
        .await
        .unwrap();
    assert!(team.lines[0].task.done.is_some());
    let stale = test.app.set_task_done(&leader, (id, 1), Done::Open).await;
    assert!(matches!(stale, Err(Error::Conflict)), "{stale:?}");
    test.app
        .set_task_done(&leader, (id, 2), Done::Open)
        .await
        .unwrap();
    let mine = test.app.my_tasks(&therapist).await.unwrap();
    assert_eq!(mine.lines[0].task.done, None);
}

#[tokio::test]
async fn nobody_outside_the_team_makes_keeps_or_gets_a_task() {
    let test = TestApp::new().await;
    let other = test.ctx(fixture::OTHER_BOARD_LEADER);
    let made = test
        .app
        .add_task(&other, new(fixture::THERAPIST, "Ring"))
        .await;
    assert!(matches!(made, Err(Error::NotFound)), "{made:?}");
    let leader = test.ctx(fixture::LEADER);
    let given = test
        .app
        .add_task(&leader, new(fixture::OTHER_BOARD_THERAPIST, "Ring"))
        .await;
    assert!(matches!(given, Err(Error::Invalid(_))), "{given:?}");
    let empty = test
        .app
        .add_task(&leader, new(fixture::THERAPIST, " "))
        .await;
    assert!(matches!(empty, Err(Error::Invalid(_))), "{empty:?}");
    let id = test
        .app
        .add_task(&leader, new(fixture::THERAPIST, "Ring"))
        .await
        .unwrap();
    let ticked = test.app.set_task_done(&other, (id, 1), Done::Done).await;
    assert!(matches!(ticked, Err(Error::NotFound)), "{ticked:?}");
}

#[tokio::test]
async fn a_task_in_a_protected_family_is_closed_to_colleagues() {
    let test = TestApp::new().await;
    let task = NewTask {
        case: Some(fixture::PROTECTED),
        ..new(fixture::COLLEAGUE, "Hämta nycklar")
    };
    test.app
        .add_task(&test.ctx(fixture::LEADER), task)
        .await
        .unwrap();
    let mine = test
        .app
        .my_tasks(&test.ctx(fixture::COLLEAGUE))
        .await
        .unwrap();
    assert!(!mine.lines[0].may_see);
    assert_eq!(mine.lines[0].task.text, "");
}

#[tokio::test]
async fn each_act_on_tasks_is_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let statements = cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.add_task(&ctx, new(fixture::THERAPIST, "Ring")).await }
    })
    .await;
    assert!(statements <= 12, "{statements}");
    let therapist = test.ctx(fixture::THERAPIST);
    let list = test.app.my_tasks(&therapist).await.unwrap();
    let id = list.lines[0].task.id;
    let statements = cut(&test, |app| {
        let ctx = therapist.clone();
        async move { app.my_tasks(&ctx).await }
    })
    .await;
    assert!(statements <= 12, "{statements}");
    let statements = cut(&test, |app| {
        let ctx = leader.clone();
        async move { app.team_tasks(&ctx, fixture::TEAMS[0]).await }
    })
    .await;
    assert!(statements <= 12, "{statements}");
    cut(&test, |app| {
        let ctx = therapist.clone();
        async move { app.set_task_done(&ctx, (id, 1), Done::Done).await }
    })
    .await;
}

#[tokio::test]
async fn a_promise_is_put_in_other_words_given_on_and_taken_back() {
    let test = TestApp::new().await;
    let leader = &test.ctx(fixture::LEADER);
    let therapist = &test.ctx(fixture::THERAPIST);
    let id = test
        .app
        .add_task(leader, new(fixture::THERAPIST, "Ring skolan"))
        .await
        .unwrap();
    let change = |owner, text: &str| TaskChange {
        owner,
        text: text.to_owned(),
        due_on: None,
    };
    let statements = cut(&test, |app| async move {
        let change = change(fixture::COLLEAGUE, "Ring rektorn");
        app.change_task(therapist, (id, 1), change).await
    })
    .await;
    assert!(statements <= 12, "{statements}");
    let paper = test.app.task(leader, id).await.unwrap();
    assert_eq!(paper.task.text, "Ring rektorn");
    assert_eq!(
        (paper.task.owner, paper.task.due_on),
        (fixture::COLLEAGUE, None)
    );
    assert_eq!(paper.code, "BJÖ-26-001");

    let stale = change(fixture::COLLEAGUE, "Ring igen");
    let stale = test.app.change_task(leader, (id, 1), stale).await;
    assert!(matches!(stale, Err(Error::Conflict)), "{stale:?}");
    let elsewhere = change(fixture::OTHER_BOARD_THERAPIST, "Ring");
    let elsewhere = test.app.change_task(leader, (id, 2), elsewhere).await;
    assert!(matches!(elsewhere, Err(Error::Invalid(_))), "{elsewhere:?}");
    let other = test.ctx(fixture::OTHER_BOARD_LEADER);
    let hidden = test.app.task(&other, id).await;
    assert!(matches!(hidden, Err(Error::NotFound)), "{hidden:?}");

    cut(&test, |app| async move {
        app.remove_task(leader, (id, 2)).await
    })
    .await;
    let gone = test.app.task(leader, id).await;
    assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
}
