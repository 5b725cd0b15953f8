//! How long cases last: what time in treatment is read from.

use super::Term;
use crate::time::Day;

/// Months before the end of a term in which the cases began whose time in treatment is read: long enough that a small team
/// has some, and that the longest treatments of a programme are over.
const COHORT_MONTHS: i64 = 24;

/// When one case began, and how it went on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stay {
    pub opened_on: Day,
    pub until: Until,
}

/// Until when a case is known to have lasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Until {
    /// It ended.
    Ended(Day),
    /// It goes on.
    Today,
    /// It went on then, and nothing is known after it: a history from before ended.
    Lost(Day),
}

/// How long a case had lasted when somebody looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lasted {
    pub days: u32,
    /// It ended then; otherwise it was still going on.
    pub is_over: bool,
}

/// The days in which the cases of a term's curve began, the last one not included.
pub fn cohort(term: Term) -> (Day, Day) {
    (term.end().plus_months(-COHORT_MONTHS), term.end())
}

impl Stay {
    /// How long it had lasted before a day: what ended later was still going on. Nothing where it had not begun.
    pub fn before(self, end: Day) -> Option<Lasted> {
        let (until, is_over) = match self.until {
            Until::Ended(on) if on < end => (on, true),
            Until::Lost(on) => (on.min(end), false),
            Until::Ended(_) | Until::Today => (end, false),
        };
        // A case that ended before it began is a slip of the pen, and lasted no day.
        let days = until.days_since(self.opened_on).max(0);
        (self.opened_on < end).then_some(Lasted {
            days: u32::try_from(days).unwrap_or(u32::MAX),
            is_over,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::Span;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(opened: &str, until: Until, want: Option<(u32, bool)>) {
        let stay = Stay {
            opened_on: day(opened),
            until,
        };
        let lasted = stay.before(day("2027-01-01"));
        let told = lasted.map(|one| (one.days, one.is_over));
        assert_eq!(told, want, "{opened} {until:?}");
    }

    #[test]
    fn what_ended_later_was_still_going_on() {
        let ended = |on: &str| Until::Ended(day(on));
        check("2026-10-01", ended("2026-12-31"), Some((91, true)));
        check("2026-10-01", ended("2027-01-01"), Some((92, false)));
        check("2026-10-01", ended("2027-05-05"), Some((92, false)));
        check("2026-10-01", Until::Today, Some((92, false)));
        check("2026-12-31", Until::Today, Some((1, false)));
        check("2027-01-01", Until::Today, None);
        check("2026-10-01", ended("2026-10-01"), Some((0, true)));
        check("2026-10-01", ended("2026-09-01"), Some((0, true)));
        check(
            "2026-10-01",
            Until::Lost(day("2026-11-01")),
            Some((31, false)),
        );
        check(
            "2026-10-01",
            Until::Lost(day("2028-01-01")),
            Some((92, false)),
        );
    }

    #[test]
    fn the_cases_of_a_curve_began_in_the_two_years_before_it() {
        let term = Term::of(Span::HalfYear, day("2026-11-29"));
        assert_eq!(cohort(term), (day("2025-01-01"), day("2027-01-01")));
    }
}
