use uuid::Uuid;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn referred() -> Case {
    Case {
        id: CaseId(Uuid::nil()),
        board: BoardId(Uuid::nil()),
        team: TeamId(Uuid::nil()),
        programme: "MST-CAN".into(),
        programme_version: 1,
        code: "EÅV-26-001".into(),
        label: "Lingonstig".into(),
        stage: Stage::Referred,
        received_on: day("2026-04-07"),
        event: None,
        safety_review_on: None,
        protected: false,
        staff_warning: false,
        version: 1,
    }
}

#[test]
fn a_case_moves_forward_and_never_twice() {
    let open = referred()
        .wait(1)
        .unwrap()
        .open(day("2026-04-20"), "understand")
        .unwrap();
    assert_eq!(
        open.clone().open(day("2026-04-21"), "understand"),
        Err(StageError::MovedOn)
    );
    assert_eq!(
        open.clone()
            .decline(day("2026-04-21"), DeclineReason::Criteria),
        Err(StageError::MovedOn)
    );
    let changing = open.enter_phase("change", day("2026-06-01")).unwrap();
    assert_eq!(
        changing.clone().close(day("2026-05-31"), "completed"),
        Err(StageError::TooEarly)
    );
    let closed = changing.close(day("2026-11-20"), "completed").unwrap();
    assert_eq!(closed.opened_on(), Some(day("2026-04-20")));
    assert_eq!(
        closed.clone().close(day("2026-11-21"), "completed"),
        Err(StageError::MovedOn)
    );
    assert!(
        closed
            .reopen("sustain", day("2026-11-23"))
            .unwrap()
            .is_open()
    );
}

#[test]
fn a_case_cannot_open_before_its_assignment_came() {
    assert_eq!(
        referred().open(day("2026-04-06"), "understand"),
        Err(StageError::TooEarly)
    );
}

#[test]
fn the_week_of_opening_is_week_one() {
    let open = referred().open(day("2026-04-23"), "understand").unwrap();
    let week = |text: &str| Week::of(day(text));
    assert_eq!(open.treatment_week(week("2026-04-20")), Some(1));
    assert_eq!(open.treatment_week(week("2026-04-27")), Some(2));
    assert_eq!(open.treatment_week(week("2026-04-19")), None);
    assert_eq!(referred().treatment_week(week("2026-04-20")), None);
}

#[test]
fn a_safety_plan_is_overdue_from_the_day_after_its_review_date() {
    let plan = |review| Case {
        safety_review_on: review,
        ..referred()
    };
    let today = day("2026-05-05");
    assert_eq!(plan(None).safety(today), Some(Safety::Missing));
    assert_eq!(
        plan(Some(today)).safety(today),
        Some(Safety::Current { review: today })
    );
    let yesterday = today.plus(-1);
    assert_eq!(
        plan(Some(yesterday)).safety(today),
        Some(Safety::Overdue { since: yesterday })
    );
    let open = plan(Some(today)).open(today, "understand").unwrap();
    assert!(open.safety(today).is_some());
    let closed = open.close(today, "completed").unwrap();
    assert_eq!(closed.safety(today), None, "nothing holds any longer");
}

#[test]
fn a_refusal_can_be_taken_back() {
    let declined = referred()
        .decline(day("2026-04-20"), DeclineReason::NoCapacity)
        .unwrap();
    assert_eq!(declined.reconsider().unwrap().stage, Stage::Referred);
    assert_eq!(referred().reconsider(), Err(StageError::MovedOn));
}
