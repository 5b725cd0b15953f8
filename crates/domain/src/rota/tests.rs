use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::agreement::DutyPlace;
use crate::agreement::tests::{agreement, definition};
use crate::duty::{Duty, shapes};
use crate::ids::LineId;
use crate::pool::{Line, LineUnit};
use crate::programme::{Sourced, Words};
use crate::staff::Role;
use crate::stretch::Stretch;
use crate::time::Week;

const ANNA: StaffId = StaffId(Uuid::from_u128(1));
const BO: StaffId = StaffId(Uuid::from_u128(2));

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn line() -> Line {
    Line {
        id: LineId(Uuid::from_u128(1)),
        level: 1,
        name: Words::default(),
        roles: vec![Role::FamilyTherapist],
        unit: LineUnit::Block,
        gap_min: 9 * 60,
        load_pct: 100,
    }
}

fn anna() -> Person {
    Person {
        staff: ANNA,
        away: Vec::new(),
        days_off: BTreeSet::new(),
    }
}

/// On call at the workplace, at most 48 hours of it in four weeks.
fn workplace() -> Agreement {
    let mut one = definition();
    one.place.value = DutyPlace::Workplace;
    let hours = one.rules.daily_rest_hours.clone();
    one.rules.workplace_hours_max = Some(Sourced { value: 48, ..hours });
    Agreement::new(one).unwrap()
}

/// The duties that begin on these days.
fn duties(on: &[&str]) -> Vec<Duty> {
    let one = |text: &&str| {
        let first = day(text);
        let made = shapes(&agreement(), &line(), (first, first.plus(1)));
        made.into_iter().map(move |shape| Duty {
            id: DutyId(Uuid::from_u128(
                u128::try_from(first.days_since(day("2020-01-01"))).unwrap(),
            )),
            pool: PoolId(Uuid::from_u128(1)),
            shape,
        })
    };
    on.iter().flat_map(one).collect()
}

#[track_caller]
fn check(person: &Person, on: &[&str], expected: &[&str]) {
    let agreement = workplace();
    let duties = duties(on);
    let plan = Workplace {
        agreement: &agreement,
        person,
        duties: duties.iter().collect(),
        period: (day("2026-09-28"), day("2026-12-28")),
    };
    let told: Vec<&str> = plan.breaches().iter().map(|one| one.rule.code()).collect();
    assert_eq!(told, expected);
}

#[test]
fn a_night_at_the_workplace_between_two_working_days_leaves_no_daily_rest() {
    check(&anna(), &["2026-10-06"], &["daily_rest"]);
    let mut free = anna();
    free.days_off.insert(day("2026-10-06"));
    check(&free, &["2026-10-06"], &["daily_rest"]);
    free.days_off.insert(day("2026-10-07"));
    check(&free, &["2026-10-06"], &["daily_rest"]);
}

#[test]
fn hours_at_the_workplace_are_counted_over_four_weeks() {
    let nights = ["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26"];
    let workplace = |on: &[&str]| {
        let (agreement, person, duties) = (workplace(), anna(), duties(on));
        let plan = Workplace {
            agreement: &agreement,
            person: &person,
            duties: duties.iter().collect(),
            period: (day("2026-09-28"), day("2026-12-28")),
        };
        let found = plan.breaches();
        found
            .iter()
            .filter(|one| one.rule == Rule::Workplace)
            .count()
    };
    assert_eq!(workplace(&nights[..3]), 0, "45 hours");
    assert_eq!(workplace(&nights), 1, "60 hours");
}

fn rota() -> Rota {
    Rota {
        id: RotaId(Uuid::from_u128(1)),
        pool: PoolId(Uuid::from_u128(1)),
        first: day("2027-01-04"),
        end: day("2027-04-05"),
        made: (ANNA, Instant("2026-12-01T08:00:00Z".parse().unwrap())),
        state: RotaState::Draft,
        agreement: ("STANDBY-HOME".into(), 1),
        version: 1,
    }
}

#[test]
fn days_off_that_come_and_go_are_changes_too() {
    let (monday, friday) = (day("2027-01-04"), day("2027-01-08"));
    let before = [(ANNA, monday), (BO, monday)];
    let after = [(ANNA, monday), (BO, friday)];
    let change = |on, kind| RestChange {
        on,
        staff: BO,
        kind,
    };
    let changes = rest_changes(&before, &after);
    assert_eq!(
        changes,
        [
            change(monday, RestChangeKind::Taken),
            change(friday, RestChangeKind::Given)
        ]
    );
    assert_eq!(rest_changes(&before, &before), []);
    let told = |today| notice(&agreement(), (&[], &changes), day(today));
    assert_eq!(told("2026-12-21"), Notice::Kept);
    assert_eq!(told("2026-12-22"), Notice::Short { first: monday });
}

#[test]
fn a_duty_is_served_by_the_last_rota_that_was_published_before_it_began() {
    let published = |number, at: &str| Rota {
        id: RotaId(Uuid::from_u128(number)),
        state: RotaState::Published {
            by: ANNA,
            at: Instant(at.parse().unwrap()),
            short_notice: None,
        },
        ..rota()
    };
    let draft = Rota {
        id: RotaId(Uuid::from_u128(9)),
        ..rota()
    };
    let rotas = [
        draft,
        published(2, "2027-02-01T08:00:00Z"),
        published(1, "2026-12-01T08:00:00Z"),
    ];
    let by = |on: &str, known: &str| {
        let known = Instant(known.parse().unwrap());
        planned_by(&rotas, day(on), known).map(|one| one.id.0.as_u128())
    };
    assert_eq!(by("2027-01-04", "2027-01-04T16:00:00Z"), Some(1));
    assert_eq!(by("2027-02-01", "2027-02-01T16:00:00Z"), Some(2));
    assert_eq!(
        by("2027-01-04", "2026-11-01T16:00:00Z"),
        Some(1),
        "the first"
    );
    assert_eq!(by("2027-04-05", "2027-04-05T16:00:00Z"), None);
}

#[test]
fn short_notice_needs_a_reason() {
    let by = (ANNA, Instant("2026-12-28T08:00:00Z".parse().unwrap()));
    let change = Change {
        duty: DutyId(Uuid::from_u128(1)),
        on: day("2027-01-04"),
        before: None,
        after: Some(ANNA),
    };
    let agreement = agreement();
    let late = notice(&agreement, (&[change], &[]), day("2026-12-22"));
    assert_eq!(late, Notice::Short { first: change.on });
    assert_eq!(
        notice(&agreement, (&[change], &[]), day("2026-12-21")),
        Notice::Kept
    );
    assert_eq!(
        notice(&agreement, (&[], &[]), day("2026-12-28")),
        Notice::Kept
    );
    let publish = |notice, reason| rota().publish(by, notice, reason);
    assert_eq!(publish(late, " "), Err(PublishError::NoReason));
    let published = publish(late, "Två är sjuka").unwrap();
    assert_eq!(published.state.code(), RotaStateCode::Published);
    let again = published.publish(by, late, "Igen");
    assert_eq!(again, Err(PublishError::NotDraft));
    assert!(publish(Notice::Kept, "").is_ok());
}

#[test]
fn a_preview_tells_what_changes_for_whom() {
    let duty = |number| DutyId(Uuid::from_u128(number));
    let other = StaffId(Uuid::from_u128(2));
    let on = day("2027-01-04");
    let before = BTreeMap::from([(duty(1), ANNA), (duty(2), ANNA)]);
    let after = BTreeMap::from([(duty(1), ANNA), (duty(2), other), (duty(3), other)]);
    let all: Vec<(DutyId, Day)> = (1..=4).map(|number| (duty(number), on)).collect();
    let told = changes(&all, &before, &after);
    let told: Vec<_> = told
        .iter()
        .map(|one| (one.duty, one.before, one.after))
        .collect();
    assert_eq!(
        told,
        [
            (duty(2), Some(ANNA), Some(other)),
            (duty(3), None, Some(other))
        ]
    );
}

proptest! {
    #[test]
    fn fair_shares_add_up_and_follow_the_posts(
        whole in 0_u32..2_000,
        shares in prop::collection::vec(0_u32..=100, 1..30),
    ) {
        let people = (0_u128..).zip(&shares).map(|(n, share)| (StaffId(Uuid::from_u128(n)), *share));
        let people: Vec<_> = people.collect();
        let parts = Shares::new(people.clone()).fair_tenths(whole);
        let any = shares.iter().any(|share| *share > 0);
        let sum: u32 = parts.values().sum();
        prop_assert_eq!(sum, if any { whole * 10 } else { 0 });
        for (one, share) in &people {
            for (other, less) in &people {
                if share > less && *less > 0 {
                    prop_assert!(parts[one] + 1 >= parts[other]);
                }
            }
        }
    }
}

/// Anna's average with so much of a full post and so many hours of calls in the last weeks.
#[track_caller]
fn check_average(share: u32, call_hours: i64, expected: (u32, u32, bool)) {
    let agreement = agreement();
    let last = Week::of(day("2026-12-14"));
    // From six in the evening: outside ordinary hours.
    let calls = (0..call_hours).map(|number| {
        let on = last
            .first_day()
            .plus(-(number / 4))
            .at("18:00".parse().unwrap());
        let from = on.plus_seconds(3_600 * (number % 4));
        Stretch::new(from, from.plus_seconds(3_600)).unwrap()
    });
    let known = WorkingTime {
        agreement: &agreement,
        staff: ANNA,
        share,
        on_call: calls.collect(),
    };
    let told = known.average(last).unwrap();
    let told = (told.assumed_min, told.on_call_min, told.is_over);
    assert_eq!(told, expected, "{share} per cent, {call_hours} hours");
}

#[test]
fn an_average_is_of_assumed_hours_and_of_what_was_worked_on_call() {
    check_average(100, 0, (40 * 60, 0, false));
    check_average(100, 17, (40 * 60, 60, false));
    // Eight hours a week over seventeen weeks: exactly what is allowed, and an hour more.
    check_average(100, 136, (40 * 60, 8 * 60, false));
    check_average(100, 137, (40 * 60, 483, true));
    check_average(50, 137, (20 * 60, 483, false));
    check_average(120, 0, (48 * 60, 0, false));
    check_average(121, 0, (2_904, 0, true));
}

#[test]
fn what_was_worked_by_day_is_not_counted_twice() {
    let agreement = agreement();
    let monday = day("2026-12-14");
    let hours = |from: &str, to: &str| {
        let at = |text: &str| monday.at(text.parse().unwrap());
        Stretch::new(at(from), at(to)).unwrap()
    };
    let known = WorkingTime {
        agreement: &agreement,
        staff: ANNA,
        share: 100,
        on_call: vec![
            hours("09:00", "11:00"),
            hours("16:00", "19:50"),
            hours("19:00", "19:50"),
        ],
    };
    let told = known.average(Week::of(monday)).unwrap();
    assert_eq!(
        told.on_call_min,
        170 / 17,
        "from five until ten to eight, once"
    );
    assert_eq!(
        known
            .average(Week::of(monday).previous())
            .unwrap()
            .on_call_min,
        0
    );
}

#[test]
fn a_duty_in_a_week_with_too_high_an_average_is_told() {
    let agreement = agreement();
    let all = duties(&["2026-12-14", "2026-12-16"]);
    let known = |share| WorkingTime {
        agreement: &agreement,
        staff: ANNA,
        share,
        on_call: Vec::new(),
    };
    let all: Vec<&Duty> = all.iter().collect();
    assert_eq!(known(120).breaches(&all), []);
    let told: Vec<_> = known(130)
        .breaches(&all)
        .iter()
        .map(|one| (one.rule, one.duty))
        .collect();
    let each = all.iter().map(|one| (Rule::WeeklyHours, Some(one.id)));
    assert_eq!(told, each.collect::<Vec<_>>());
}

#[test]
fn without_the_length_of_a_full_week_no_average_is_told() {
    let mut one = definition();
    one.rules.full_week_hours = None;
    let agreement = Agreement::new(one).unwrap();
    let known = WorkingTime {
        agreement: &agreement,
        staff: ANNA,
        share: 1_000,
        on_call: Vec::new(),
    };
    assert_eq!(known.average(Week::of(day("2026-12-14"))), None);
}
