//! My week.

use hemma_app::task::NewTask;
use hemma_domain::my_week::TodoKind;
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut};

#[tokio::test]
async fn what_is_late_comes_first_and_only_ones_own_families_are_shown() {
    let test = TestApp::new().await;
    let task = NewTask {
        team: fixture::TEAMS[0],
        case: None,
        owner: fixture::THERAPIST,
        text: "Boka lokal".into(),
        due_on: Some("2026-12-24".parse().unwrap()),
        from_week: None,
    };
    let therapist = test.ctx(fixture::THERAPIST);
    test.app.add_task(&therapist, task).await.unwrap();
    let week = test.app.my_week(&therapist).await.unwrap();
    assert_eq!(week.families.len(), 2);
    assert_eq!(week.todos[0].kind, TodoKind::Summary);
    let kinds: Vec<TodoKind> = week.todos.iter().map(|todo| todo.kind).collect();
    assert!(kinds.contains(&TodoKind::SafetyPlan) && kinds.contains(&TodoKind::Contacts));
    assert_eq!(kinds.last(), Some(&TodoKind::Task));
    assert!(
        week.todos
            .is_sorted_by_key(|todo| (todo.day.is_none(), todo.day))
    );
    let colleague = test
        .app
        .my_week(&test.ctx(fixture::COLLEAGUE))
        .await
        .unwrap();
    assert!(colleague.todos.is_empty() && colleague.families.is_empty());
    let resource = test
        .app
        .my_week(&test.ctx(fixture::RESOURCE))
        .await
        .unwrap();
    assert_eq!(resource.families.len(), 1);
    assert!(
        resource.todos.is_empty(),
        "the therapist's work is not theirs"
    );
}

#[tokio::test]
async fn my_week_is_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    let statements = cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.my_week(&ctx).await }
    })
    .await;
    assert!(statements <= 14, "{statements}");
}
