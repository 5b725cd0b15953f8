use uuid::Uuid;

use super::*;
use crate::code::Code as _;
use crate::review::ActionOutcome;

const ME: StaffId = StaffId(Uuid::from_u128(1));

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn action(due: &str, outcome: ActionOutcome) -> Action {
    Action {
        number: 1,
        what: "Öva på att fråga efter mätbara delmål".to_owned(),
        owner: ME,
        due_on: day(due),
        outcome,
        remark: String::new(),
    }
}

fn goal() -> Goal {
    Goal {
        id: DevelopmentId(Uuid::from_u128(2)),
        team: TeamId(Uuid::from_u128(3)),
        whose: Whose::Therapist(ME),
        text: "Delmål som går att mäta".to_owned(),
        state: State::Open,
        set: (day("2026-11-02").at("09:00".parse().unwrap()), ME),
        evidence: Vec::new(),
        actions: vec![
            action("2026-11-20", ActionOutcome::Done),
            action("2026-12-11", ActionOutcome::Open),
            action("2026-12-04", ActionOutcome::Open),
        ],
        looks: Vec::new(),
        look_on: None,
        version: 1,
    }
}

fn look(text: &str) -> Look {
    Look {
        on: day("2026-11-23"),
        by: ME,
        text: text.to_owned(),
    }
}

#[test]
fn a_goal_is_due_on_the_first_day_of_what_is_left() {
    let mut one = goal();
    assert_eq!(one.due_on(), Some(day("2026-12-04")));
    let on = day("2026-11-23");
    one.look(look("Det syns i veckorna"), (State::Reached { on }, None))
        .unwrap();
    assert_eq!(one.due_on(), None, "nothing is due of what was reached");
    assert_eq!(one.state.since(), Some(on));
    let again = one.look(look("Mer"), (State::Open, None));
    assert_eq!(again, Err(("look", Fault::NotOpen)));
}

#[test]
fn a_goal_can_be_ended_however_often_somebody_looked_back() {
    let mut one = goal();
    for _ in 0..LOOKS_MAX {
        one.look(look("Oförändrat"), (State::Open, None)).unwrap();
    }
    let more = one.look(look("Oförändrat"), (State::Open, None));
    assert_eq!(more, Err(("look", Fault::TooMany)));
    let on = day("2026-11-23");
    one.look(look("Vi lägger ner det"), (State::Ended { on }, None))
        .unwrap();
    assert_eq!(one.looks.len(), LOOKS_MAX + 1);
    assert_eq!(one.state.code(), StateCode::Ended);
}

#[test]
fn what_is_wrong_with_a_goal_is_told_field_by_field() {
    assert_eq!(goal().faults(), []);
    let evidence = Evidence {
        kind: EvidenceKind::Figure,
        key: "pct_completed".to_owned(),
        told: String::new(),
        on: day("2026-11-23"),
    };
    let wrong = Goal {
        text: " ".to_owned(),
        evidence: vec![evidence; EVIDENCE_MAX + 1],
        actions: vec![action("2026-12-04", ActionOutcome::Open); ACTIONS_MAX + 1],
        ..goal()
    };
    let faults = [
        ("text", Fault::Empty),
        ("evidence", Fault::TooMany),
        ("actions", Fault::TooMany),
    ];
    assert_eq!(wrong.faults(), faults);
    let long = Goal {
        text: "å".repeat(GOAL_CHARS_MAX + 1),
        ..goal()
    };
    assert_eq!(long.faults(), [("text", Fault::TooLong)]);
    let empty = goal().look(look(" "), (State::Open, None));
    assert_eq!(empty, Err(("look", Fault::Empty)));
    let long = goal().look(look(&"å".repeat(LOOK_CHARS_MAX + 1)), (State::Open, None));
    assert_eq!(long, Err(("look", Fault::TooLong)));
}

#[test]
fn whose_it_is_comes_back_from_its_parts() {
    for one in [
        Whose::Therapist(ME),
        Whose::Leader(ME),
        Whose::Consultant(ME),
        Whose::Team,
    ] {
        assert_eq!(Whose::of(one.code(), one.staff()), Some(one));
    }
    assert_eq!(Whose::of(WhoseCode::Team, Some(ME)), None);
    for code in WhoseCode::ALL {
        assert_eq!(Whose::of(*code, None).is_some(), *code == WhoseCode::Team);
    }
}

#[test]
fn a_look_back_is_planned_ahead_and_due_on_its_day() {
    let today = day("2026-11-23");
    let mut one = goal();
    for wrong in ["2026-11-22", "2029-11-23"] {
        let planned = one.plan_look(Some(day(wrong)), today);
        assert_eq!(planned, Err(("look_on", Fault::Day)), "{wrong}");
    }
    one.plan_look(Some(day("2026-11-30")), today).unwrap();
    assert_eq!(
        one.due_on(),
        Some(day("2026-11-30")),
        "before the first action"
    );
    assert!(!one.is_look_due(day("2026-11-29")) && one.is_look_due(day("2026-11-30")));
    let later = day("2026-12-14");
    one.plan_look(Some(day("2026-11-30")), later).unwrap();
    let early = one.look(look("Mer"), (State::Open, Some(day("2026-11-22"))));
    assert_eq!(early, Err(("next_on", Fault::Day)));
    one.look(look("Mer"), (State::Open, Some(later))).unwrap();
    assert_eq!(one.look_on, Some(later));
    let on = day("2026-11-23");
    one.look(look("Nått"), (State::Reached { on }, Some(later)))
        .unwrap();
    assert_eq!(one.look_on, None);
}

#[test]
fn each_plan_rests_on_the_feedback_that_is_its_own() {
    let of = |whose: Whose| {
        let lines = Line::ALL.iter().filter(|line| whose.rests_on(**line));
        lines.map(|line| line.code()).collect::<Vec<_>>()
    };
    assert_eq!(of(Whose::Therapist(ME)), [""; 0], "theirs are points");
    let leader = [
        "supervised",
        "by_leader",
        "answered",
        "overdue",
        "leader_ratings",
    ];
    assert_eq!(of(Whose::Leader(ME)), leader);
    let consultant = [
        "consulted",
        "consultations",
        "by_consultant",
        "consultant_ratings",
    ];
    assert_eq!(of(Whose::Consultant(ME)), consultant);
    let team = ["on_time", "answered", "overdue", "done", "interviews"];
    assert_eq!(of(Whose::Team), team);
}
