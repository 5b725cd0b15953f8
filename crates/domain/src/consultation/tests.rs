use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const TEAM: TeamId = TeamId(Uuid::from_u128(1));
const ME: StaffId = StaffId(Uuid::from_u128(2));

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn week(text: &str) -> Week {
    text.parse().unwrap()
}

/// Thursdays at 13 for an hour, from a day on.
fn thursdays(from: &str) -> Pattern {
    Pattern {
        team: TEAM,
        from: day(from),
        weekday: 4,
        at: "13:00".parse().unwrap(),
        minutes: 60,
    }
}

fn slot(on: &str) -> Slot {
    Slot {
        on: day(on),
        at: "09:30".parse().unwrap(),
        minutes: 45,
    }
}

fn empty(of: &str) -> Consultation {
    Consultation::empty(TEAM, week(of))
}

fn held(of: &str) -> Consultation {
    let mut one = empty(of);
    one.hold([ME].into(), "").unwrap();
    one
}

#[test]
fn the_clock_of_the_wall_stays_when_it_changes() {
    let all = calendar(
        (&[thursdays("2026-01-01")], None),
        Vec::new(),
        (week("2026-W13"), week("2026-W14")),
    );
    let starts: Vec<String> = all
        .iter()
        .map(|one| one.slot().unwrap().time().unwrap().start().0.to_string())
        .collect();
    assert_eq!(starts, ["2026-03-26T12:00:00Z", "2026-04-02T11:00:00Z"]);
}

#[test]
fn a_day_off_is_not_owed_until_it_is_moved() {
    // Ascension Day, 14 May 2026, and midsummer's eve are both days off; maundy Thursday is none.
    let all = |noted| {
        calendar(
            (&[thursdays("2026-01-01")], None),
            noted,
            (week("2026-W20"), week("2026-W20")),
        )
    };
    let alone = all(Vec::new());
    assert_eq!(alone[0].stage(day("2026-05-11")), Some(Stage::DayOff));
    let tally = Tally::of(&alone, day("2026-05-20"));
    assert_eq!((tally.owed, tally.days_off), (0, 1));
    let mut moved = empty("2026-W20");
    moved.move_to(slot("2026-05-12"), "röd dag").unwrap();
    let moved = all(vec![moved]);
    assert_eq!(moved[0].stage(day("2026-05-11")), Some(Stage::Planned));
    assert_eq!(moved[0].stage(day("2026-05-13")), Some(Stage::Unnoted));
    let tally = Tally::of(&moved, day("2026-05-20"));
    assert_eq!((tally.owed, tally.unnoted, tally.days_off), (1, 1, 0));
    assert!(is_day_off(day("2026-06-19")) && !is_day_off(day("2026-04-02")));
    assert!(is_day_off(day("2026-12-24")) && is_day_off(day("2026-11-22")));
}

#[test]
fn a_new_weekly_time_takes_the_place_of_the_old_one() {
    let tuesdays = Pattern {
        weekday: 2,
        from: day("2026-11-10"),
        ..thursdays("2026-11-10")
    };
    let all = calendar(
        (
            &[thursdays("2026-10-29"), tuesdays],
            Some(day("2026-11-24")),
        ),
        Vec::new(),
        (week("2026-W43"), week("2026-W48")),
    );
    let days: Vec<String> = all
        .iter()
        .map(|one| one.slot().unwrap().on.to_string())
        .collect();
    assert_eq!(
        days,
        ["2026-10-29", "2026-11-05", "2026-11-10", "2026-11-17"]
    );
}

#[test]
fn what_is_wrong_with_a_change_is_told_with_its_field() {
    let mut one = empty("2026-W47");
    let refused = |result: Result<(), (&'static str, Fault)>| result.unwrap_err();
    assert_eq!(
        refused(one.move_to(slot("2026-11-23"), "")),
        ("on", Fault::OtherWeek)
    );
    let short = Slot {
        minutes: 5,
        ..slot("2026-11-20")
    };
    assert_eq!(refused(one.move_to(short, "")), ("length", Fault::Length));
    assert_eq!(refused(one.cancel(" ")), ("reason", Fault::NoReason));
    assert_eq!(
        refused(one.cancel(&"å".repeat(REASON_CHARS_MAX + 1))),
        ("reason", Fault::TooLong)
    );
    let nobody = BTreeSet::new();
    assert_eq!(refused(one.hold(nobody, "")), ("attended", Fault::Nobody));
    let long = "å".repeat(MINUTES_CHARS_MAX + 1);
    assert_eq!(
        refused(one.hold([ME].into(), &long)),
        ("minutes", Fault::TooLong)
    );
    assert_eq!(one, empty("2026-W47"), "nothing was changed");
    let wrong = Pattern {
        weekday: 6,
        minutes: 300,
        ..thursdays("2026-01-01")
    };
    let faults = [("weekday", Fault::Weekday), ("minutes", Fault::Length)];
    assert_eq!(wrong.faults(), faults);
}

#[test]
fn one_that_was_called_off_is_planned_again_by_a_new_time() {
    let mut one = empty("2026-W47");
    one.cancel("Konsulten är sjuk").unwrap();
    assert_eq!((one.outcome, one.revision), (Outcome::Cancelled, 1));
    one.move_to(slot("2026-11-20"), "").unwrap();
    assert_eq!((one.outcome, one.revision), (Outcome::Open, 2));
}

proptest! {
    #[test]
    fn what_was_owed_was_held_called_off_or_not_noted(
        weekday in 1i8..6, first in 0i64..600, length in 0i64..60, picks in proptest::collection::vec(0u8..4, 60),
    ) {
        let first = Week::of(day("2024-01-01").plus(first));
        let last = first.plus(length);
        let pattern = Pattern { weekday, ..thursdays("2024-01-01") };
        let mut noted = Vec::new();
        for (number, pick) in (0i64..=length).zip(&picks) {
            let of = first.plus(number);
            let mut one = Consultation::empty(TEAM, of);
            match pick {
                1 => one = held(&of.to_string()),
                2 => one.cancel("sjuk").unwrap(),
                3 => one.move_to(Slot { on: of.day(3), ..slot("2026-11-20") }, "").unwrap(),
                _ => continue,
            }
            noted.push(one);
        }
        let all = calendar((&[pattern], None), noted, (first, last));
        prop_assert_eq!(i64::try_from(all.len()).unwrap(), length + 1, "each week once");
        let tally = Tally::of(&all, last.last_day().plus(1));
        prop_assert_eq!(tally.owed, tally.held + tally.cancelled + tally.unnoted);
        prop_assert_eq!(usize::try_from(tally.owed + tally.days_off).unwrap(), all.len());
        prop_assert_eq!(Tally::of(&all, first.first_day().plus(-1)), Tally::default());
    }
}
