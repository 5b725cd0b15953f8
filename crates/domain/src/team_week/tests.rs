use super::*;
use crate::case::Stage;
use crate::ids::{BoardId, CaseId, TeamId};
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[track_caller]
fn check_pace(count: u32, today: &str, expected: Pace) {
    let week = Week::of(day("2026-11-23"));
    assert_eq!(
        pace(count, Some(3), week, day(today)),
        expected,
        "{count} on {today}"
    );
}

#[test]
fn nobody_is_behind_before_the_days_run_out() {
    check_pace(0, "2026-11-23", Pace::OnTheWay);
    check_pace(0, "2026-11-25", Pace::OnTheWay);
    check_pace(0, "2026-11-26", Pace::Behind);
    check_pace(2, "2026-11-27", Pace::OnTheWay);
    check_pace(2, "2026-11-28", Pace::Behind);
    check_pace(3, "2026-11-23", Pace::Reached);
    check_pace(2, "2026-11-30", Pace::Behind);
    check_pace(0, "2026-11-16", Pace::OnTheWay);
    let week = Week::of(day("2026-11-23"));
    assert_eq!(pace(0, None, week, day("2026-12-24")), Pace::Reached);
}

pub(crate) fn row(code: &str, concerns: &[Concern]) -> FamilyWeek {
    FamilyWeek {
        case: Case {
            id: CaseId(Uuid::nil()),
            board: BoardId(Uuid::nil()),
            team: TeamId(Uuid::nil()),
            programme: "MST-CAN".to_owned(),
            programme_version: 1,
            code: code.to_owned(),
            label: String::new(),
            stage: Stage::Referred,
            received_on: day("2026-08-24"),
            event: None,
            safety_review_on: None,
            protected: false,
            staff_warning: false,
            version: 1,
        },
        may_see: true,
        my_role: None,
        therapist: String::new(),
        therapist_id: None,
        treatment_week: None,
        figures: Figures::default(),
        minimum: Some(3),
        pace: Pace::Reached,
        summary: None,
        late: Vec::new(),
        next_interview: None,
        safety: Some(Safety::Missing),
        concerns: concerns.to_vec(),
    }
}

#[test]
fn the_gravest_stands_first_and_more_trouble_before_less() {
    let mut rows = [
        row("A", &[]),
        row("B", &[Concern::TaskOverdue]),
        row("C", &[Concern::SummaryLate]),
        row("D", &[Concern::SummaryLate, Concern::FewContacts]),
        row("E", &[Concern::NoPlan]),
    ];
    order(&mut rows, OrderBy::Worst, &[]);
    let codes: Vec<&str> = rows.iter().map(|row| row.case.code.as_str()).collect();
    assert_eq!(codes, ["E", "D", "C", "B", "A"]);
    order(&mut rows, OrderBy::Family, &[]);
    let codes: Vec<&str> = rows.iter().map(|row| row.case.code.as_str()).collect();
    assert_eq!(codes, ["A", "B", "C", "D", "E"]);
}

#[test]
fn a_choice_of_rows_shows_what_it_says() {
    let late = FamilyWeek {
        late: vec![Week::of(day("2026-11-09"))],
        my_role: Some(CareRole::Therapist),
        ..row("A", &[Concern::SummaryLate])
    };
    assert!(
        late.is_in(Selection::All) && late.is_in(Selection::Late) && late.is_in(Selection::Mine)
    );
    assert!(!late.is_in(Selection::Safety) && !late.is_in(Selection::Few));
    assert!(row("B", &[Concern::PlanOverdue]).is_in(Selection::Safety));
}

#[test]
fn near_days_are_told_apart() {
    let today = day("2026-11-24");
    assert_eq!(nearness(day("2026-11-23"), today), Nearness::Past);
    assert_eq!(nearness(today, today), Nearness::Today);
    assert_eq!(nearness(day("2026-11-29"), today), Nearness::ThisWeek);
    assert_eq!(nearness(day("2026-11-30"), today), Nearness::Later);
}

#[test]
fn a_treatment_that_has_just_begun_is_read_from_its_first_week() {
    let last = Week::of(day("2026-11-16"));
    let opened = |on: &str| {
        let mut row = row("A", &[]);
        row.case.stage = Stage::Open {
            on: day(on),
            phase: "understand".to_owned(),
            phase_on: day(on),
        };
        row.week_to_read(last)
    };
    assert_eq!(opened("2026-11-23"), last.next());
    assert_eq!(opened("2026-11-22"), last);
    assert_eq!(opened("2026-08-24"), last);
}
