//! The consultant's desk.

use hemma_domain::staff::Language;
use hemma_domain::time::Week;
use hemma_domain::week::CaseWeek;
use hemma_store::{case, week};
use hemma_testkit::{fixture, noon};

use crate::harness::{TestApp, cut, now};

async fn hand_in(test: &TestApp) -> Week {
    let mut tx = test.db.write("test").await.unwrap();
    let key = case::new_key(&mut tx, hemma_domain::ids::CaseId(uuid::Uuid::from_u128(9)))
        .await
        .unwrap();
    let at = Week::of("2026-11-16".parse().unwrap());
    let kept = CaseWeek {
        handed_in: Some((noon("2026-11-22"), fixture::THERAPIST)),
        ..CaseWeek::empty(fixture::PROTECTED, at)
    };
    week::insert(&mut tx, &key, &kept).await.unwrap();
    tx.commit().await.unwrap();
    at
}

#[tokio::test]
async fn what_changed_since_it_was_read_comes_first_and_no_name_with_it() {
    let test = TestApp::new().await;
    let at = hand_in(&test).await;
    let consultant = test.ctx(fixture::CONSULTANT);
    let desk = test.app.desk(&consultant, Language::Swedish).await.unwrap();
    let seen: Vec<(&str, &str, bool)> = desk
        .cases
        .iter()
        .map(|one| (one.case.code.as_str(), one.case.label.as_str(), one.unread))
        .collect();
    assert_eq!(
        seen,
        [("BJÖ-26-002", "", true), ("BJÖ-26-001", "", false)],
        "only the team's own, without labels"
    );
    let open = desk.cases.iter().find(|one| one.case.id == fixture::OPEN);
    let household = open.unwrap().household.join(", ");
    assert!(household.starts_with("barnet (11 år)"), "{household}");
    let incoming: Vec<(&str, &str)> = desk
        .incoming
        .iter()
        .map(|(case, team)| (case.label.as_str(), team.as_str()))
        .collect();
    assert!(
        incoming
            .iter()
            .all(|(label, team)| label.is_empty() && !team.is_empty())
    );
    assert!(
        desk.incoming
            .iter()
            .any(|(case, _)| case.id == fixture::REFERRED)
    );
    let mut tx = test.db.write("test").await.unwrap();
    week::mark_read(
        &mut tx,
        fixture::CONSULTANT,
        (fixture::PROTECTED, at),
        now(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let desk = test.app.desk(&consultant, Language::Swedish).await.unwrap();
    assert!(desk.cases.iter().all(|one| !one.unread));
    let leader = test
        .app
        .desk(&test.ctx(fixture::LEADER), Language::Swedish)
        .await
        .unwrap();
    assert!(!leader.has_teams && leader.cases.is_empty());
}

#[tokio::test]
async fn the_desk_is_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::CONSULTANT);
    let statements = cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.desk(&ctx, Language::Swedish).await }
    })
    .await;
    assert_eq!(
        statements, 9,
        "teams, cases, weeks, people, incoming, log, commit"
    );
}
