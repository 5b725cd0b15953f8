//! The month's report: counts of a team beside the months before, for its leader and its consultant.

use hemma_domain::month_report::{Line, Value};
use hemma_testkit::fixture::{self, TEAMS};

use crate::harness::{TestApp, cut, message};

#[tokio::test]
async fn the_running_month_tells_what_was_due_until_now() {
    let test = TestApp::new().await;
    hemma_testkit::week::fill(&test.db).await;
    let leader = &test.ctx(fixture::LEADER);
    let month = Some("2026-11".parse().unwrap());
    let read = test.app.month_report(leader, TEAMS[0], month).await;
    let report = read.unwrap();
    assert!(report.runs && report.leaders == ["Gun Alebäck"]);
    assert_eq!(report.months.len(), 6);
    let now = |line: Line| {
        let (_, values) = report.lines.iter().find(|(of, _)| *of == line).unwrap();
        *values.last().unwrap()
    };
    assert_eq!(now(Line::ByLeader), Value::Count(1));
    assert_eq!(now(Line::ByConsultant), Value::Count(1));
    let Value::Part(on_time, due) = now(Line::OnTime) else {
        panic!("no part");
    };
    assert!(on_time <= due && due > 0, "{on_time} of {due}");
    assert_eq!(
        now(Line::Consultations),
        Value::Part(0, 0),
        "no weekly time"
    );
    cut(&test, |app| async move {
        app.month_report(leader, TEAMS[0], month).await
    })
    .await;
}

#[tokio::test]
async fn only_leader_and_consultant_read_it_and_no_month_to_come() {
    let test = TestApp::new().await;
    for (staff, name, ..) in fixture::STAFF {
        let ctx = test.ctx(*staff);
        let read = test.app.month_report(&ctx, TEAMS[0], None).await;
        let is_theirs = [fixture::LEADER, fixture::CONSULTANT].contains(staff);
        assert_eq!(read.is_ok(), is_theirs, "{name}");
    }
    let leader = test.ctx(fixture::LEADER);
    for month in ["2026-12", "2026-03"] {
        let month = Some(month.parse().unwrap());
        let read = test.app.month_report(&leader, TEAMS[0], month).await;
        assert_eq!(message(&read.unwrap_err()), "not found");
    }
}
