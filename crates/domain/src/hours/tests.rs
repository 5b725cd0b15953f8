use proptest::prelude::*;

use uuid::Uuid;

use super::*;
use crate::agreement::tests::agreement;
use crate::duty::{Duty, DutyKind, Shape};
use crate::ids::{DutyId, PoolId};
use crate::turn::TurnSource;

fn at(minute: i64) -> Instant {
    let start: Day = "2026-01-01".parse().unwrap();
    start
        .at(crate::time::Clock::MIDNIGHT)
        .plus_seconds(minute * 60)
}

#[test]
fn the_weekend_in_which_summer_time_ends_has_an_hour_more() {
    let from: Day = "2026-10-24".parse().unwrap();
    let whole = |days| {
        let (from, to) = (
            from.at("08:00".parse().unwrap()),
            from.plus(days).at("08:00".parse().unwrap()),
        );
        Stretch::new(from, to).unwrap()
    };
    let found = split(&agreement(), whole(1));
    assert_eq!(found.values().sum::<u32>(), 25 * 60);
    let found = split(&agreement(), whole(2));
    let sunday: u32 = found
        .iter()
        .filter(|((day, _), _)| *day == from.plus(1))
        .map(|(_, minutes)| minutes)
        .sum();
    assert_eq!(sunday, 25 * 60);
}

const ANNA: StaffId = StaffId(Uuid::from_u128(1));
const LINE: LineId = LineId(Uuid::from_u128(1));

/// From one time of a day in December 2026 until another.
fn times((first, from): (i8, &str), (last, to): (i8, &str)) -> Stretch {
    let at = |day: i8, clock: &str| {
        let day = Day::new(2026, 12, day).unwrap();
        day.at(clock.parse().unwrap())
    };
    Stretch::new(at(first, from), at(last, to)).unwrap()
}

/// A night from five until eight that Anna serves.
fn night(number: u128, part: Stretch) -> Served {
    let shape = Shape {
        line: LINE,
        kind: DutyKind::Night,
        segments: vec![part],
        weekends: Vec::new(),
        holidays: Vec::new(),
    };
    let id = DutyId(Uuid::from_u128(number));
    let turn = Turn {
        id: TurnId(Uuid::from_u128(number)),
        duty: id,
        staff: ANNA,
        part,
        source: TurnSource::Rota,
        revision: 0,
    };
    Served {
        duty: Duty {
            id,
            pool: PoolId(Uuid::from_u128(1)),
            shape,
        },
        turns: vec![turn],
    }
}

fn check_minutes(calls: &[Stretch], expected: (u32, u32, u32)) {
    let all = [
        night(1, times((14, "17:00"), (15, "08:00"))),
        night(2, times((16, "17:00"), (17, "08:00"))),
    ];
    let calls: Vec<(StaffId, Stretch)> = calls.iter().map(|call| (ANNA, *call)).collect();
    let talked = Talked::new(&all, &calls);
    let within = times((14, "00:00"), (18, "00:00"));
    let found = of_turns(&agreement(), &all, (&talked, within));
    let sum = |of: fn(&Minutes) -> u32| found.values().map(of).sum::<u32>();
    let sums = (
        sum(|one| one.on_call),
        sum(|one| one.in_calls),
        sum(|one| one.standby),
    );
    assert_eq!(sums, expected);
}

#[test]
fn work_in_calls_is_listed_and_taken_out_of_standby() {
    let nights = 2 * 15 * 60;
    check_minutes(&[], (nights, 0, nights));
    let call = times((15, "01:10"), (15, "01:40"));
    check_minutes(&[call], (nights, 30, nights - 30));
    // Two that overlap are one time of work; one over midnight lies in two days.
    let twice = [
        call,
        times((15, "01:30"), (15, "01:50")),
        times((16, "23:50"), (17, "00:10")),
    ];
    check_minutes(&twice, (nights, 60, nights - 60));
    // Into the working day: what is left of it is ordinary work.
    check_minutes(
        &[times((15, "07:50"), (15, "08:20"))],
        (nights, 10, nights - 10),
    );
    // Beyond a duty that was given away in the middle of the night, and work all the same.
    let all = [night(1, times((14, "17:00"), (14, "22:00")))];
    let talked = Talked::new(&all, &[(ANNA, times((14, "21:50"), (14, "22:20")))]);
    let within = times((14, "00:00"), (16, "00:00"));
    let found = of_turns(&agreement(), &all, (&talked, within));
    let sums: Vec<u32> = found.values().map(|one| one.in_calls).collect();
    assert_eq!(sums.iter().sum::<u32>(), 30);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn the_bands_of_a_turn_add_up_to_its_length(start in 0_i64..6_000_000, long in 1_i64..20_000) {
        let whole = Stretch::new(at(start), at(start + long)).unwrap();
        let agreement = agreement();
        let parts = agreement.banded(whole);
        let all: u32 = parts.iter().map(|(_, part)| part.minutes()).sum();
        prop_assert_eq!(all, whole.minutes());
        let edges = parts.windows(2).all(|two| two[0].1.end() == two[1].1.start());
        prop_assert!(edges, "no gap and no overlap");
        let split: u32 = split(&agreement, whole).values().sum();
        prop_assert_eq!(split, whole.minutes());
    }
}
