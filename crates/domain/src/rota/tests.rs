use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::agreement::tests::agreement;
use crate::duty::{Duty, shapes};
use crate::ids::{LineId, TeamId};
use crate::pool::{Line, LineUnit, Member};
use crate::programme::Words;
use crate::staff::Role;
use crate::stretch::Stretch;
use crate::time::Clock;

const ANNA: StaffId = StaffId(Uuid::from_u128(1));

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
        posts: vec![Member {
            staff: ANNA,
            name: "Anna".into(),
            team: TeamId(Uuid::from_u128(1)),
            role: Role::FamilyTherapist,
            from: day("2026-01-01"),
            to: Some(day("2027-01-01")),
            share: 100,
        }],
        away: Vec::new(),
        days_off: BTreeSet::new(),
        disturbed: Vec::new(),
    }
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
    let agreement = agreement();
    let lines = [line()];
    let duties = duties(on);
    let plan = Plan {
        agreement: &agreement,
        lines: &lines,
        person,
        duties: duties.iter().collect(),
        period: (day("2026-09-28"), day("2026-12-28")),
    };
    let told: Vec<&str> = breaches(&plan).iter().map(|one| one.rule.code()).collect();
    assert_eq!(told, expected);
}

#[test]
fn a_night_in_the_week_breaks_nothing() {
    check(&anna(), &["2026-10-06"], &[]);
    check(&anna(), &["2026-10-06", "2026-10-08"], &[]);
}

#[test]
fn a_weekend_costs_a_day_off_with_both_nights_free() {
    check(&anna(), &["2026-10-09"], &["weekly_rest"]);
    let mut rested = anna();
    rested.days_off.insert(day("2026-10-07"));
    check(&rested, &["2026-10-09"], &[]);
    check(&rested, &["2026-10-06", "2026-10-09"], &["weekly_rest"]);
}

#[test]
fn two_nights_in_a_row_leave_no_gap_and_two_weekends_are_too_close() {
    check(&anna(), &["2026-10-05", "2026-10-06"], &[]);
    let mut rested = anna();
    for text in ["2026-10-07", "2026-10-14"] {
        rested.days_off.insert(day(text));
    }
    check(&rested, &["2026-10-09", "2026-10-16"], &["weekends"]);
    let mut sunday = line();
    sunday.gap_min = 10 * 60;
    let agreement = agreement();
    let duties = duties(&["2026-10-05", "2026-10-06"]);
    let plan = Plan {
        agreement: &agreement,
        lines: std::slice::from_ref(&sunday),
        person: &anna(),
        duties: duties.iter().collect(),
        period: (day("2026-10-05"), day("2026-10-12")),
    };
    let told: Vec<Rule> = breaches(&plan).iter().map(|one| one.rule).collect();
    assert_eq!(told, [Rule::Gap]);
}

#[test]
fn nobody_is_on_call_while_away_or_without_a_post() {
    let mut away = anna();
    away.away = vec![crate::absence::whole_days(day("2026-10-07"), day("2026-10-07")).unwrap()];
    check(&away, &["2026-10-06"], &["absent"]);
    check(&away, &["2026-10-08"], &[]);
    let mut gone = anna();
    gone.posts[0].to = Some(day("2026-10-07"));
    check(&gone, &["2026-10-06"], &["not_eligible"]);
    gone.posts[0].to = Some(day("2026-10-08"));
    check(&gone, &["2026-10-06"], &[]);
}

#[test]
fn rest_after_a_call_out_comes_before_the_next_duty() {
    let mut called = anna();
    called.disturbed = vec![day("2026-10-06").at("06:30".parse().unwrap())];
    check(&called, &["2026-10-06"], &["disturbed"]);
    called.disturbed = vec![day("2026-10-06").at("06:00".parse().unwrap())];
    check(&called, &["2026-10-06"], &[]);
}

#[test]
fn duties_are_counted_over_four_weeks() {
    let nights = [
        "2026-10-05",
        "2026-10-07",
        "2026-10-12",
        "2026-10-14",
        "2026-10-19",
        "2026-10-21",
        "2026-10-26",
    ];
    check(&anna(), &nights[..6], &[]);
    check(&anna(), &nights, &["duties"]);
}

fn rota() -> Rota {
    Rota {
        id: RotaId(Uuid::from_u128(1)),
        pool: PoolId(Uuid::from_u128(1)),
        first: day("2027-01-04"),
        end: day("2027-04-05"),
        made: (ANNA, Instant("2026-12-01T08:00:00Z".parse().unwrap())),
        state: RotaState::Draft,
        version: 1,
    }
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
    let late = notice(&agreement, &[change], day("2026-12-22"));
    assert_eq!(late, Notice::Short { first: change.on });
    assert_eq!(
        notice(&agreement, &[change], day("2026-12-21")),
        Notice::Kept
    );
    assert_eq!(notice(&agreement, &[], day("2026-12-28")), Notice::Kept);
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

    #[test]
    fn no_rest_is_found_where_somebody_is_always_on_call(weeks in 1_i64..6) {
        let agreement = agreement();
        let (first, end) = (day("2026-10-05"), day("2026-10-05").plus(weeks * 7));
        let made = shapes(&agreement, &line(), (first, end));
        let all: Vec<Duty> = (0_u128..).zip(made).map(|(number, shape)| Duty {
            id: DutyId(Uuid::from_u128(number)),
            pool: PoolId(Uuid::from_u128(1)),
            shape,
        }).collect();
        let lines = [line()];
        let person = anna();
        let plan = Plan {
            agreement: &agreement,
            lines: &lines,
            person: &person,
            duties: all.iter().collect(),
            period: (first, end),
        };
        let found = breaches(&plan);
        let rest = found.iter().filter(|one| one.rule == Rule::WeeklyRest).count();
        prop_assert_eq!(i64::try_from(rest).unwrap(), weeks);
        prop_assert!(Stretch::new(first.at(Clock::MIDNIGHT), end.at(Clock::MIDNIGHT)).is_some());
    }
}
