//! A team's week.

use hemma_app::error::Error;
use hemma_domain::ids::TaskId;
use hemma_domain::task::Task;
use hemma_domain::team_week::{Concern, OrderBy, Selection};
use hemma_store::task;
use hemma_testkit::fixture;
use uuid::Uuid;

use crate::harness::{TestApp, cut, now};

#[tokio::test]
async fn a_row_for_each_open_family_and_no_name_behind_a_closed_door() {
    let test = TestApp::new().await;
    let seen = |rows: &[hemma_domain::team_week::FamilyWeek]| {
        let mut rows: Vec<(String, String, bool)> = rows
            .iter()
            .map(|row| {
                (
                    row.case.code.clone(),
                    row.case.label.clone(),
                    row.my_role.is_some(),
                )
            })
            .collect();
        rows.sort();
        rows
    };
    let own = test
        .app
        .team_week(&test.ctx(fixture::THERAPIST), fixture::TEAMS[0], None)
        .await
        .unwrap();
    assert_eq!(
        seen(&own.rows),
        [
            ("BJÖ-26-001".into(), "Lingonstig".into(), true),
            ("BJÖ-26-002".into(), "Mosskulle".into(), true),
        ]
    );
    let colleague = test
        .app
        .team_week(&test.ctx(fixture::COLLEAGUE), fixture::TEAMS[0], None)
        .await
        .unwrap();
    assert_eq!(
        seen(&colleague.rows),
        [
            ("BJÖ-26-001".into(), "Lingonstig".into(), false),
            ("BJÖ-26-002".into(), String::new(), false),
        ]
    );
    assert_eq!(own.rows[0].concerns[0], Concern::NoPlan);
    assert_eq!(own.rows[0].therapist, "Tuva Ekorrstig");
    assert_eq!(own.rows[0].minimum, Some(3));
    assert!(!own.may_run_meeting);
}

#[tokio::test]
async fn a_team_of_another_board_is_not_there() {
    let test = TestApp::new().await;
    let other = test
        .app
        .team_week(
            &test.ctx(fixture::OTHER_BOARD_LEADER),
            fixture::TEAMS[0],
            None,
        )
        .await;
    assert!(matches!(other, Err(Error::NotFound)), "{other:?}");
    let consultant = test
        .app
        .team_week(&test.ctx(fixture::CONSULTANT), fixture::TEAMS[0], None)
        .await;
    assert!(
        matches!(consultant, Err(Error::Forbidden)),
        "{consultant:?}"
    );
}

#[tokio::test]
async fn an_overdue_task_is_counted_in_the_row_of_its_family() {
    let test = TestApp::new().await;
    let promise = Task {
        id: TaskId(Uuid::from_u128(7)),
        team: fixture::TEAMS[0],
        case: Some(fixture::OPEN),
        owner: fixture::THERAPIST,
        text: String::new(),
        due_on: Some("2026-11-20".parse().unwrap()),
        from_week: None,
        set_by: fixture::LEADER,
        set_at: now(),
        done: None,
        version: 1,
    };
    let mut tx = test.db.write("test").await.unwrap();
    let key = tx.seals().site().clone();
    task::insert(&mut tx, &key, &promise).await.unwrap();
    tx.commit().await.unwrap();
    let mut week = test
        .app
        .team_week(&test.ctx(fixture::LEADER), fixture::TEAMS[0], None)
        .await
        .unwrap();
    week.order(OrderBy::Tasks);
    assert_eq!(week.rows[0].case.id, fixture::OPEN);
    assert_eq!(week.rows[0].figures.tasks_overdue, 1);
    assert!(week.rows[0].concerns.contains(&Concern::TaskOverdue));
    assert!(week.may_run_meeting);
}

#[tokio::test]
async fn the_week_is_whole_or_not_at_all_and_costs_the_same_for_every_team() {
    let test = TestApp::new().await;
    for (staff, team) in [
        (fixture::LEADER, fixture::TEAMS[0]),
        (fixture::OTHER_TEAM_LEADER, fixture::TEAMS[1]),
    ] {
        let ctx = test.ctx(staff);
        let statements = cut(&test, |app| {
            let ctx = ctx.clone();
            async move { app.team_week(&ctx, team, None).await }
        })
        .await;
        assert_eq!(
            statements, 13,
            "place, team, five of the rows, ratings that wait, one's own duty, log, commit"
        );
    }
}

#[tokio::test]
async fn a_summary_that_was_never_handed_in_is_late_until_it_is() {
    let test = TestApp::new().await;
    let leader = test.ctx(fixture::LEADER);
    let own = async || {
        let found = test.app.team_week(&leader, fixture::TEAMS[0], None).await;
        let rows = found.unwrap().rows;
        rows.into_iter()
            .find(|row| row.case.id == fixture::OPEN)
            .unwrap()
    };
    let written = hemma_testkit::week::written();
    let before = own().await;
    let late = [written.plus(-3), written.plus(-2), written.previous()];
    assert_eq!(before.late, late, "the last one has time until noon");
    assert!(before.is_in(Selection::Late));
    assert!(before.concerns.contains(&Concern::SummaryLate));
    let therapist = test.ctx(fixture::THERAPIST);
    let page = test
        .app
        .case_summary(&therapist, fixture::OPEN)
        .await
        .unwrap();
    assert_eq!(page.summaries.late, late);
    assert_eq!(page.summaries.next.unwrap().0, written);
    hemma_testkit::week::fill(&test.db).await;
    assert_eq!(
        own().await.late,
        late[..2],
        "what was talked about is settled"
    );
}

#[tokio::test]
async fn the_next_interview_is_the_first_that_somebody_asks() {
    let test = crate::measure::planned().await;
    let leader = test.ctx(fixture::LEADER);
    let found = test.app.team_week(&leader, fixture::TEAMS[0], None).await;
    let next: Vec<_> = found
        .unwrap()
        .rows
        .iter()
        .map(|row| row.next_interview)
        .collect();
    let at = crate::measure::open(&test).await;
    let interviewer = test.ctx(fixture::INTERVIEWER);
    let first = test.app.interview(&interviewer, at).await.unwrap();
    let day = first.measure.window.due_on;
    assert!(next.contains(&Some(day)), "{next:?} and {day}");
    assert!(next.contains(&None), "nobody has asked the other family");
}
