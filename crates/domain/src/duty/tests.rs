use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::agreement::tests::{agreement, definition};
use crate::code::Code;
use crate::programme::Words;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn line(unit: LineUnit) -> Line {
    Line {
        id: LineId(Uuid::from_u128(1)),
        level: 1,
        name: Words::default(),
        roles: Vec::new(),
        unit,
        gap_min: 0,
        load_pct: 100,
    }
}

#[track_caller]
fn check(unit: LineUnit, (first, end): (&str, &str), expected: &[&str]) {
    let made = shapes(&agreement(), &line(unit), (day(first), day(end)));
    let edge = |at: Instant| format!("{} {}", at.day(), at.clock());
    let told: Vec<String> = made
        .iter()
        .map(|one| {
            let whole = one.whole().unwrap();
            format!(
                "{} {} – {} {} h, {} nights, weekends {}, holidays {}",
                one.kind.code(),
                edge(whole.start()),
                edge(whole.end()),
                one.minutes() / 60,
                one.nights(),
                one.weekends.len(),
                one.holidays.len(),
            )
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn a_week_has_four_nights_and_a_weekend_of_64_hours_when_summer_time_ends() {
    check(
        LineUnit::Block,
        ("2026-10-19", "2026-10-26"),
        &[
            "night 2026-10-19 17:00 – 2026-10-20 08:00 15 h, 1 nights, weekends 0, holidays 0",
            "night 2026-10-20 17:00 – 2026-10-21 08:00 15 h, 1 nights, weekends 0, holidays 0",
            "night 2026-10-21 17:00 – 2026-10-22 08:00 15 h, 1 nights, weekends 0, holidays 0",
            "night 2026-10-22 17:00 – 2026-10-23 08:00 15 h, 1 nights, weekends 0, holidays 0",
            "weekend 2026-10-23 17:00 – 2026-10-26 08:00 64 h, 3 nights, weekends 1, holidays 0",
        ],
    );
}

#[test]
fn easter_is_served_by_two_and_its_weekend_stays_whole() {
    check(
        LineUnit::Block,
        ("2027-03-25", "2027-03-30"),
        &[
            "holiday 2027-03-25 17:00 – 2027-03-27 08:00 39 h, 2 nights, weekends 0, holidays 1",
            "holiday 2027-03-27 08:00 – 2027-03-30 08:00 71 h, 3 nights, weekends 1, holidays 2",
        ],
    );
}

#[test]
fn new_years_night_is_a_holiday_across_the_year() {
    check(
        LineUnit::Block,
        ("2026-12-30", "2027-01-05"),
        &[
            "holiday 2026-12-30 17:00 – 2027-01-01 08:00 39 h, 2 nights, weekends 0, holidays 1",
            "holiday 2027-01-01 08:00 – 2027-01-04 08:00 72 h, 3 nights, weekends 1, holidays 1",
            "night 2027-01-04 17:00 – 2027-01-05 08:00 15 h, 1 nights, weekends 0, holidays 0",
        ],
    );
}

#[test]
fn a_line_served_by_the_week_changes_hands_on_monday_also_at_easter() {
    check(
        LineUnit::Week,
        ("2027-03-22", "2027-04-05"),
        &[
            "week 2027-03-22 17:00 – 2027-03-29 08:00 131 h, 7 nights, weekends 1, holidays 2",
            "week 2027-03-29 08:00 – 2027-04-05 08:00 132 h, 7 nights, weekends 1, holidays 1",
        ],
    );
}

#[test]
fn where_ordinary_hours_are_covered_too_nobody_is_ever_without() {
    let mut one = definition();
    one.ordinary.value.cover = Cover::Duty;
    let covered = Agreement::new(one).unwrap();
    let made = shapes(
        &covered,
        &line(LineUnit::Block),
        (day("2026-10-19"), day("2026-11-02")),
    );
    let all: Vec<Stretch> = made.iter().flat_map(|one| one.segments.clone()).collect();
    assert_eq!(minutes(&all), (14 * 24 + 1) * 60);
    assert_eq!(joined(all).len(), 1);
    let days = made.iter().filter(|one| one.kind == DutyKind::Day);
    assert_eq!(days.count(), 10);
}

fn any_agreement() -> impl Strategy<Value = Agreement> {
    let hours = (0_u8..12, 13_u8..24);
    let blocks = (0_u8..24, 0_u8..24, 1_u32..5, 1_u32..5, any::<bool>());
    let weekly = 0_usize..7;
    (hours, blocks, weekly).prop_map(
        |((start, end), (daily, at, weekend, holiday, cover), weekly)| {
            let mut one = definition();
            let clock = |hour| Clock::of(hour, 0).unwrap();
            one.ordinary.value.start = clock(start);
            one.ordinary.value.end = clock(end);
            // Whatever the hours: how long a rest they must leave is another matter.
            one.rules.daily_rest_hours.value = 1;
            one.ordinary.value.cover = if cover { Cover::Duty } else { Cover::Team };
            one.blocks.daily.value = clock(daily);
            one.blocks.weekly.value.time = clock(at);
            one.blocks.weekly.value.weekday = crate::programme::Weekday::ALL[weekly];
            one.blocks.weekend_days_max.value = weekend;
            one.blocks.holiday_days_max.value = holiday;
            Agreement::new(one).unwrap()
        },
    )
}

/// The time that the duties of a line should cover between two days.
fn wanted(agreement: &Agreement, period: (Day, Day)) -> Vec<Stretch> {
    let mut all = out_of_hours(agreement, period);
    if agreement.ordinary.value.cover == Cover::Duty {
        all.extend(ordinary(agreement, period));
    }
    joined(all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn duties_tile_the_time_of_any_period_exactly(
        agreement in any_agreement(),
        start in 0_i64..27_000,
        long in 60_i64..120,
        by_week in any::<bool>(),
    ) {
        let unit = if by_week { LineUnit::Week } else { LineUnit::Block };
        let first = day("2000-01-01").plus(start);
        let (middle, end) = (first.plus(long / 2), first.plus(long));
        let all = shapes(&agreement, &line(unit), (first, end));
        let mut halves = shapes(&agreement, &line(unit), (first, middle));
        halves.extend(shapes(&agreement, &line(unit), (middle, end)));
        prop_assert_eq!(&all, &halves, "two periods make the same duties as the whole");
        let segments: Vec<Stretch> = all.iter().flat_map(|one| one.segments.clone()).collect();
        prop_assert!(segments.is_sorted());
        let reach = Stretch::new(segments[0].start(), segments[segments.len() - 1].end()).unwrap();
        let around = (first.plus(-2), reach.end().day().plus(2));
        let wanted: Vec<Stretch> =
            wanted(&agreement, around).into_iter().filter_map(|one| one.shared(reach)).collect();
        prop_assert_eq!(minutes(&segments), minutes(&wanted), "nothing twice, nothing left out");
        prop_assert_eq!(joined(segments), wanted);
    }

    #[test]
    fn each_day_with_a_name_is_counted_once(agreement in any_agreement(), year in 2000_i16..2090) {
        let period = (Day::new(year, 1, 1).unwrap(), Day::new(year + 1, 1, 1).unwrap());
        let all = shapes(&agreement, &line(LineUnit::Block), (period.0.plus(-14), period.1.plus(14)));
        let mut named: Vec<Day> = all.iter().flat_map(|one| one.holidays.clone()).collect();
        named.retain(|day| period.0 <= *day && *day < period.1);
        let days = days(period.0, period.1).filter(|day| agreement.is_named_day_off(*day));
        prop_assert_eq!(named, days.collect::<Vec<_>>());
    }
}

#[test]
fn both_changes_of_the_clock_have_exactly_one_duty_at_every_minute() {
    for (on, hours) in [("2026-10-25", 25), ("2027-03-28", 23)] {
        let on = day(on);
        let all = shapes(
            &agreement(),
            &line(LineUnit::Block),
            (on.plus(-10), on.plus(10)),
        );
        let from = on.at(Clock::MIDNIGHT);
        for minute in 0..hours * 60 {
            let at = from.plus_seconds(minute * 60);
            let on_call = all.iter().filter(|one| one.holds(at)).count();
            assert_eq!(on_call, 1, "{at:?}");
        }
    }
}
