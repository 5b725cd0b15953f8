use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::curriculum::Requirement;
use crate::curriculum::tests::{once, quarterly};
use crate::staff::Language;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn credits(all: &[(&str, u32)]) -> Vec<Credit> {
    let credit = |(on, half_days): &(&str, u32)| Credit {
        on: day(on),
        half_days: *half_days,
    };
    all.iter().map(credit).collect()
}

/// Standing, day by which, half days that count.
#[track_caller]
fn check(
    demand: &Requirement,
    held: &[(&str, u32)],
    (begun, today): (&str, &str),
    expected: (StandingCode, Option<&str>, u32),
) {
    let found = standing(demand, day(begun), &credits(held), day(today));
    let found = (found.code, found.by, found.half_days);
    assert_eq!(found, (expected.0, expected.1.map(day), expected.2));
}

use StandingCode::{Due, Held, Overdue};

#[test]
fn what_is_demanded_once_is_due_after_months_and_held_for_ever() {
    let demand = once(10, 3, None);
    let of = ("2026-01-31", "2026-04-30");
    check(&demand, &[], of, (Due, Some("2026-04-30"), 0));
    let late = ("2026-01-31", "2026-05-01");
    check(&demand, &[], late, (Overdue, Some("2026-04-30"), 0));
    let three = [("2026-02-02", 2), ("2026-02-03", 2), ("2026-02-04", 2)];
    check(&demand, &three, late, (Overdue, Some("2026-04-30"), 6));
    let rest = [("2026-02-02", 6), ("2026-06-01", 4)];
    check(&demand, &rest, late, (Overdue, Some("2026-04-30"), 6));
    check(
        &demand,
        &rest,
        ("2026-01-31", "2026-06-01"),
        (Held, None, 10),
    );
    let before = [("2019-05-06", 10)];
    check(&demand, &before, of, (Held, None, 10));
}

#[test]
fn a_single_half_day_does_not_renew_what_took_two_days() {
    let demand = once(4, 6, Some(24));
    let two = [("2024-03-04", 2), ("2024-03-05", 2)];
    let on = |today| ("2024-01-01", today);
    check(
        &demand,
        &two,
        on("2026-03-03"),
        (Held, Some("2026-03-04"), 4),
    );
    check(
        &demand,
        &two,
        on("2026-03-04"),
        (Due, Some("2026-03-04"), 2),
    );
    check(
        &demand,
        &two,
        on("2026-03-05"),
        (Overdue, Some("2026-03-04"), 0),
    );
    let more = [two[0], two[1], ("2026-01-12", 1)];
    check(
        &demand,
        &more,
        on("2026-03-05"),
        (Overdue, Some("2026-03-04"), 1),
    );
    let again = [two[0], two[1], ("2026-01-12", 2), ("2026-01-13", 2)];
    check(
        &demand,
        &again,
        on("2026-03-05"),
        (Held, Some("2028-01-12"), 4),
    );
}

#[test]
fn a_booster_is_due_in_each_whole_quarter() {
    let demand = quarterly(3);
    let on = |today| ("2026-02-10", today);
    check(
        &demand,
        &[],
        on("2026-03-31"),
        (Held, Some("2026-06-30"), 0),
    );
    check(&demand, &[], on("2026-04-01"), (Due, Some("2026-06-30"), 0));
    check(
        &demand,
        &[],
        on("2026-07-01"),
        (Overdue, Some("2026-06-30"), 0),
    );
    let part = [("2026-05-07", 2)];
    check(
        &demand,
        &part,
        on("2026-06-30"),
        (Due, Some("2026-06-30"), 2),
    );
    check(
        &demand,
        &part,
        on("2026-07-01"),
        (Overdue, Some("2026-06-30"), 0),
    );
    let whole = [("2026-05-07", 2), ("2026-05-08", 1)];
    check(
        &demand,
        &whole,
        on("2026-06-30"),
        (Held, Some("2026-09-30"), 3),
    );
    check(
        &demand,
        &whole,
        on("2026-09-30"),
        (Due, Some("2026-09-30"), 0),
    );
    let later = [("2026-11-05", 2), ("2026-11-06", 2)];
    check(
        &demand,
        &later,
        on("2026-12-31"),
        (Held, Some("2027-03-31"), 3),
    );
    let from_the_first = ("2026-04-01", "2026-04-01");
    check(&demand, &[], from_the_first, (Due, Some("2026-06-30"), 0));
}

#[test]
fn posts_that_follow_each_other_are_one_employment() {
    let posts = |all: &[(&str, Option<&str>)]| -> Vec<(Day, Option<Day>)> {
        let post = |(from, to): &(&str, Option<&str>)| (day(from), to.map(day));
        all.iter().map(post).collect()
    };
    let today = day("2026-11-23");
    let chain = posts(&[
        ("2026-06-01", None),
        ("2024-01-01", Some("2026-06-01")),
        ("2020-01-01", Some("2023-12-31")),
    ]);
    assert_eq!(begun_on(&chain, today), Some(day("2024-01-01")));
    assert_eq!(begun_on(&chain, day("2023-12-31")), None);
    assert_eq!(begun_on(&posts(&[("2027-01-01", None)]), today), None);
}

fn a_day() -> impl Strategy<Value = Day> {
    (0i64..1200).prop_map(|days| day("2024-01-01").plus(days))
}

fn a_demand() -> impl Strategy<Value = Requirement> {
    prop_oneof![
        (1u32..12, 1u32..13).prop_map(|(half_days, within)| once(half_days, within, None)),
        (1u32..12, 1u32..13, 6u32..37).prop_map(|(half_days, within, renew)| once(
            half_days,
            within,
            Some(renew)
        )),
        (1u32..6).prop_map(quarterly),
    ]
}

fn some_credits() -> impl Strategy<Value = Vec<Credit>> {
    let one = (a_day(), 1u32..3).prop_map(|(on, half_days)| Credit { on, half_days });
    proptest::collection::vec(one, 0..25)
}

proptest! {
    #[test]
    fn the_order_of_what_was_held_means_nothing(
        demand in a_demand(), mut held in some_credits(), begun in a_day(), today in a_day(),
    ) {
        let one = standing(&demand, begun, &held, today);
        held.reverse();
        prop_assert_eq!(one, standing(&demand, begun, &held, today));
    }

    #[test]
    fn more_training_never_makes_anybody_stand_worse(
        demand in a_demand(), mut held in some_credits(), more in a_day(), begun in a_day(), today in a_day(),
    ) {
        let before = standing(&demand, begun, &held, today);
        held.push(Credit { on: more, half_days: 2 });
        let after = standing(&demand, begun, &held, today);
        prop_assert!(after.code <= before.code, "{before:?} {after:?}");
    }

    #[test]
    fn without_training_time_alone_never_makes_anybody_stand_better(
        demand in a_demand(), held in some_credits(), begun in a_day(), today in a_day(), days in 0i64..400,
    ) {
        let held: Vec<Credit> = held.into_iter().filter(|one| one.on <= today).collect();
        let now = standing(&demand, begun, &held, today);
        let later = standing(&demand, begun, &held, today.plus(days));
        prop_assert!(now.code <= later.code, "{now:?} {later:?}");
    }

    #[test]
    fn the_day_tells_what_the_standing_says(
        demand in a_demand(), held in some_credits(), begun in a_day(), today in a_day(),
    ) {
        let found = standing(&demand, begun, &held, today);
        match found.code {
            Held => prop_assert!(found.by.is_none_or(|by| today <= by)),
            Due => prop_assert!(found.by.is_some_and(|by| today <= by)),
            Overdue => prop_assert!(found.by.is_some_and(|by| by < today)),
        }
        prop_assert!(found.half_days <= demand.half_days.value);
        prop_assert!(found.last_on.is_none_or(|on| on <= today));
        if found.code == Due {
            let late = standing(&demand, begun, &held, found.by.unwrap().plus(1));
            let comes = held.iter().any(|one| one.on > today);
            prop_assert!(comes || late.code == Overdue, "{found:?} {late:?}");
        }
    }
}

fn content() -> Content {
    let session = |on: &str, length| Session {
        on: day(on),
        from: "09:00".parse().unwrap(),
        to: "16:00".parse().unwrap(),
        length,
    };
    Content {
        title: "Kvartalsutbildning".to_owned(),
        place: "Påhittssalen".to_owned(),
        language: Language::Swedish,
        about: String::new(),
        programme: Some("MST".to_owned()),
        requirement: Some("booster".to_owned()),
        seats_max: Some(12),
        sessions: vec![
            session("2026-12-03", Length::Whole),
            session("2026-12-04", Length::Half),
        ],
    }
}

fn training(content: Content) -> Training {
    Training {
        id: TrainingId(Uuid::from_u128(1)),
        network: NetworkId(Uuid::from_u128(2)),
        content,
        cancelled_at: None,
        revision: 0,
        made: (
            day("2026-11-01").at("09:00".parse().unwrap()),
            StaffId(Uuid::from_u128(3)),
        ),
        version: 1,
    }
}

#[test]
fn each_fault_of_a_content_has_its_field() {
    assert_eq!(content().faults(), []);
    let mut one = content();
    one.title = " ".to_owned();
    one.about = "å".repeat(ABOUT_CHARS_MAX + 1);
    one.seats_max = Some(0);
    one.sessions[1] = Session {
        to: "08:00".parse().unwrap(),
        ..one.sessions[0]
    };
    let expected = [
        ("about", ContentFault::TooLong),
        ("title", ContentFault::Empty),
        ("seats", ContentFault::Seats),
        ("sessions", ContentFault::Backwards),
        ("sessions", ContentFault::Twice),
    ];
    assert_eq!(one.faults(), expected);
    one = content();
    one.sessions.clear();
    assert_eq!(one.faults(), [("sessions", ContentFault::NoDay)]);
}

#[test]
fn a_training_goes_from_planned_to_held_by_its_days() {
    let one = training(content());
    for (on, stage) in [
        ("2026-12-02", Stage::Planned),
        ("2026-12-03", Stage::Running),
        ("2026-12-04", Stage::Running),
        ("2026-12-05", Stage::Held),
    ] {
        assert_eq!(one.stage(day(on)), stage, "{on}");
    }
    assert_eq!(
        one.evaluation_days(),
        Some((day("2026-12-04"), day("2026-12-18")))
    );
    let mut seat = Seat::invited(StaffId(Uuid::from_u128(4)));
    seat.attended = [day("2026-12-04"), day("2026-12-05")].into();
    assert_eq!(
        one.half_days_of(&seat),
        1,
        "a day it was not held does not count"
    );
    assert!(one.counts_in("MST") && !one.counts_in("KOMET"));
}

#[test]
fn too_few_evaluations_are_not_counted() {
    let one = Evaluation::new([1, 5, 3]).unwrap();
    assert_eq!(Evaluation::new([0, 5, 3]), None);
    assert_eq!(counted(&[one, one]), None);
    let counts = counted(&[one, one, Evaluation::new([2, 5, 3]).unwrap()]);
    assert_eq!(
        counts,
        Some([[2, 1, 0, 0, 0], [0, 0, 0, 0, 3], [0, 0, 3, 0, 0]])
    );
}
