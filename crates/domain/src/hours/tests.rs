use proptest::prelude::*;

use super::*;
use crate::agreement::tests::agreement;
use crate::time::Instant;

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
