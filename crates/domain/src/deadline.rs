//! When a time ends that law sets: not on a day on which nobody is at work.

use crate::codes;
use crate::holiday::Holiday;
use crate::programme::Sourced;
use crate::time::Day;

codes! {
    /// A kind of day on which no such time ends.
    RestDay "rest-day" {
        Saturday = "saturday",
        Sunday = "sunday",
        /// What the law (1989:253) makes a day off, Sundays aside.
        PublicHoliday = "public_holiday",
        MidsummerEve = "midsummer_eve",
        ChristmasEve = "christmas_eve",
        NewYearsEve = "new_years_eve",
    }
}

/// Which days they are, by which statute; none where a definition does not say.
pub type RestDays = Option<Sourced<Vec<RestDay>>>;

/// Days in a row on which nobody is at work: Christmas and New Year with every day between them.
const ROW_DAYS_MAX: i64 = 14;

impl RestDay {
    /// Whether a day is of this kind.
    pub fn is(self, day: Day) -> bool {
        let named = |one: Holiday| Holiday::on(day).any(|other| other == one);
        match self {
            RestDay::Saturday => day.weekday() == 6,
            RestDay::Sunday => day.weekday() == 7,
            RestDay::PublicHoliday => Holiday::on(day).any(Holiday::is_public),
            RestDay::MidsummerEve => named(Holiday::MidsummerEve),
            RestDay::ChristmasEve => named(Holiday::ChristmasEve),
            RestDay::NewYearsEve => named(Holiday::NewYearsEve),
        }
    }
}

/// The last day of a time that would end on this day: the day itself, or the next on which somebody is at work.
pub fn last_day(ends: Day, rest: &RestDays) -> Day {
    let is_rest = |day: Day| {
        let kinds = rest.iter().flat_map(|known| &known.value);
        kinds.copied().any(|kind| kind.is(day))
    };
    let mut days = (0..ROW_DAYS_MAX).map(|more| ends.plus(more));
    days.find(|day| !is_rest(*day)).unwrap_or(ends)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::code::Code as _;
    use crate::programme::Confidence;
    use proptest::prelude::*;

    /// Every kind, as the statute has them.
    pub(crate) fn all() -> RestDays {
        Some(Sourced {
            value: RestDay::ALL.to_vec(),
            source: "law".to_owned(),
            confidence: Confidence::Stated,
        })
    }

    #[track_caller]
    fn check(ends: &str, expected: &str) {
        let ends: Day = ends.parse().unwrap();
        assert_eq!(last_day(ends, &all()).to_string(), expected);
        assert_eq!(last_day(ends, &None), ends, "nothing is said");
    }

    #[test]
    fn a_time_ends_on_the_next_day_on_which_somebody_is_at_work() {
        check("2026-11-23", "2026-11-23");
        check("2026-11-28", "2026-11-30");
        check("2026-11-29", "2026-11-30");
        // Good Friday until the day after Easter Monday.
        check("2026-04-03", "2026-04-07");
        check("2026-05-14", "2026-05-15");
        check("2025-06-06", "2025-06-09");
        // Midsummer Eve until Monday.
        check("2026-06-19", "2026-06-22");
        check("2026-12-24", "2026-12-28");
        check("2026-12-31", "2027-01-04");
        check("2024-12-31", "2025-01-02");
        // Eves that the statute does not name.
        check("2026-01-05", "2026-01-05");
        check("2026-04-02", "2026-04-02");
        check("2026-04-30", "2026-04-30");
        check("2026-10-30", "2026-10-30");
    }

    #[test]
    fn only_the_kinds_that_are_named_count() {
        let mut rest = all();
        rest.as_mut().unwrap().value = vec![RestDay::Sunday];
        let sunday: Day = "2026-11-29".parse().unwrap();
        assert_eq!(last_day(sunday, &rest), sunday.plus(1));
        assert_eq!(last_day(sunday.plus(-1), &rest), sunday.plus(-1));
    }

    proptest! {
        #[test]
        fn the_last_day_is_no_rest_day_and_the_first_such(days in 0_i64..40_000) {
            let ends = Day::new(1990, 1, 1).unwrap().plus(days);
            let last = last_day(ends, &all());
            let is_rest = |day: Day| RestDay::ALL.iter().any(|kind| kind.is(day));
            prop_assert!(!is_rest(last));
            let between = last.days_since(ends);
            prop_assert!((0..6).contains(&between));
            prop_assert!((0..between).all(|more| is_rest(ends.plus(more))));
        }
    }
}
