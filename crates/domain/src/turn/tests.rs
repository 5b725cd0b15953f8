use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::absence::{Absence, AbsenceKind};
use crate::duty::{DutyKind, Shape};
use crate::ids::{AbsenceId, PoolId, TeamId};
use crate::pool::{Line, LineUnit, Member};
use crate::programme::Words;
use crate::staff::Role;
use crate::time::Day;

const LINE: LineId = LineId(Uuid::from_u128(1));
const ANNA: StaffId = StaffId(Uuid::from_u128(1));
const BO: StaffId = StaffId(Uuid::from_u128(2));

fn at(hour: i64) -> Instant {
    let start: Day = "2026-10-23".parse().unwrap();
    start
        .at("17:00".parse().unwrap())
        .plus_seconds(hour * 3_600)
}

fn stretch(from: i64, to: i64) -> Stretch {
    Stretch::new(at(from), at(to)).unwrap()
}

fn turn(number: u128, staff: StaffId, part: Stretch) -> Turn {
    Turn {
        id: TurnId(Uuid::from_u128(number)),
        duty: DutyId(Uuid::from_u128(1)),
        staff,
        part,
        source: TurnSource::Rota,
        revision: 0,
    }
}

/// Two segments, as of a line that is served by the week: from 0 to 15 and from 24 to 64.
fn served(turns: Vec<Turn>) -> Served {
    let shape = Shape {
        line: LINE,
        kind: DutyKind::Week,
        segments: vec![stretch(0, 15), stretch(24, 64)],
        weekends: Vec::new(),
        holidays: Vec::new(),
    };
    let duty = Duty {
        id: DutyId(Uuid::from_u128(1)),
        pool: PoolId(Uuid::from_u128(1)),
        shape,
    };
    Served { duty, turns }
}

fn fresh() -> impl FnMut() -> TurnId {
    let mut next = 100;
    move || {
        next += 1;
        TurnId(Uuid::from_u128(next))
    }
}

#[test]
fn a_take_over_in_the_middle_ends_one_turn_and_begins_another() {
    let anna = turn(1, ANNA, stretch(0, 64));
    let given = anna
        .give((BO, TurnSource::TakeOver), stretch(30, 64), fresh())
        .unwrap();
    assert_eq!(given.changed.part, stretch(0, 30));
    assert_eq!((given.changed.staff, given.changed.revision), (ANNA, 1));
    assert_eq!(given.added.len(), 1);
    let mut turns = vec![given.changed];
    turns.extend(given.added);
    assert!(are_one_at_a_time(&turns));
    let all = [served(turns)];
    let who = |hour| on_call(&all, LINE, at(hour)).map(|one| one.staff);
    assert_eq!(who(29), Some(ANNA));
    assert_eq!(who(30), Some(BO));
    assert_eq!(who(20), None, "between two segments nobody is on call");
    assert_eq!(who(64), None);
    let now = on_call(&all, LINE, at(25)).unwrap();
    assert_eq!(now.part, stretch(24, 30), "until when, as the page says it");
}

#[test]
fn a_turn_that_changes_hands_as_a_whole_keeps_its_id() {
    let anna = turn(1, ANNA, stretch(0, 64));
    let given = anna
        .give((BO, TurnSource::Swap), stretch(0, 64), fresh())
        .unwrap();
    assert_eq!(given.changed.id, anna.id);
    assert_eq!((given.changed.staff, given.changed.revision), (BO, 1));
    assert!(given.added.is_empty());
}

#[test]
fn what_is_not_theirs_cannot_be_given() {
    let anna = turn(1, ANNA, stretch(0, 30));
    let give = |to, part| anna.give((to, TurnSource::Swap), part, fresh());
    assert_eq!(give(BO, stretch(20, 40)), Err(GiveError::Outside));
    assert_eq!(give(ANNA, stretch(10, 20)), Err(GiveError::TheirsAlready));
}

#[test]
fn an_hour_without_anybody_is_found() {
    let all = [served(vec![turn(1, ANNA, stretch(0, 30))])];
    assert_eq!(all[0].gaps(), [stretch(30, 64)]);
    let wanted = [stretch(0, 15), stretch(24, 70)];
    assert_eq!(uncovered(&all, LINE, (&wanted, &[])), [stretch(30, 70)]);
    let other = LineId(Uuid::from_u128(2));
    assert_eq!(uncovered(&all, other, (&wanted, &[])), wanted);
}

fn line() -> Line {
    Line {
        id: LINE,
        level: 1,
        name: Words {
            sv: String::new(),
            en: String::new(),
        },
        roles: vec![Role::FamilyTherapist],
        unit: LineUnit::Week,
        gap_min: 0,
        load_pct: 100,
    }
}

fn post(staff: StaffId, role: Role, to: Option<&str>) -> Member {
    Member {
        staff,
        name: String::new(),
        team: TeamId(Uuid::from_u128(1)),
        role,
        from: "2026-04-01".parse().unwrap(),
        to: to.map(|to| to.parse().unwrap()),
        shares: crate::pool::PostShares::default(),
    }
}

fn away(kind: AbsenceKind, time: Stretch) -> Absence {
    Absence {
        id: AbsenceId(Uuid::from_u128(1)),
        staff: ANNA,
        kind,
        time,
    }
}

/// The hours in doubt of a turn that Anna has from 0 to 64.
fn check_doubts(members: &[Member], absences: &[Absence], since: i64, expected: &[(i64, i64)]) {
    let all = [served(vec![turn(1, ANNA, stretch(0, 64))])];
    let holders = Holders {
        lines: &[line()],
        members,
        away: absences,
    };
    let doubts = holders.doubts(&all, at(since));
    let parts: Vec<Stretch> = doubts.iter().map(|one| one.part).collect();
    let expected: Vec<Stretch> = expected.iter().map(|(a, b)| stretch(*a, *b)).collect();
    assert_eq!(parts, expected);
    let wanted = [stretch(0, 15), stretch(24, 64)];
    assert_eq!(uncovered(&all, LINE, (&wanted, &doubts)), expected);
}

#[test]
fn whoever_is_away_or_has_no_post_covers_nothing() {
    let anna = post(ANNA, Role::FamilyTherapist, None);
    let ill = away(AbsenceKind::Illness, stretch(10, 30));
    check_doubts(std::slice::from_ref(&anna), &[], 0, &[]);
    let one = std::slice::from_ref(&anna);
    check_doubts(one, std::slice::from_ref(&ill), 0, &[(10, 15), (24, 30)]);
    check_doubts(one, std::slice::from_ref(&ill), 26, &[(26, 30)]);
    let part_time = away(AbsenceKind::PartTime, stretch(0, 64));
    check_doubts(one, &[part_time], 0, &[]);
    // The last day in the post is Saturday the 24th, which ends 31 hours after Friday at 17:00.
    let left = post(ANNA, Role::FamilyTherapist, Some("2026-10-25"));
    check_doubts(&[left], &[ill], 0, &[(10, 15), (24, 30), (31, 64)]);
    let other_role = post(ANNA, Role::FamilyResource, None);
    let other_person = post(BO, Role::FamilyTherapist, None);
    let whole = [(0, 15), (24, 64)];
    check_doubts(&[other_role, other_person], &[], 0, &whole);
}

proptest! {
    #[test]
    fn however_often_it_changes_hands_each_hour_has_exactly_one(
        parts in prop::collection::vec((0_i64..64, 1_i64..64, 0_u128..4), 0..12),
    ) {
        let mut turns = vec![turn(1, ANNA, stretch(0, 64))];
        let mut ids = fresh();
        for (from, long, to) in parts {
            let wish = stretch(from, from + long);
            let to = StaffId(Uuid::from_u128(to));
            let Some(number) = turns.iter().position(|one| one.part.meets(wish)) else {
                continue;
            };
            let part = turns[number].part.shared(wish).unwrap();
            if let Ok(given) = turns[number].give((to, TurnSource::Swap), part, &mut ids) {
                turns[number] = given.changed;
                turns.extend(given.added);
            }
        }
        prop_assert!(are_one_at_a_time(&turns));
        let all = served(turns);
        prop_assert!(all.gaps().is_empty());
        for hour in 0..64 {
            let on = all.duty.shape.holds(at(hour));
            let holding = all.turns.iter().filter(|one| one.part.holds(at(hour))).count();
            prop_assert_eq!(holding, 1);
            prop_assert_eq!(all.turn_at(at(hour)).is_some(), on);
        }
    }
}
