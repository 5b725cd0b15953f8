//! When people cannot be on call, and when they would rather, or rather not.

use thiserror::Error;

use crate::codes;
use crate::ids::{AbsenceId, PoolId, StaffId, WishId};
use crate::stretch::Stretch;
use crate::time::{Clock, Day, Instant};

/// Days of one absence: a parental leave and a bit.
pub const ABSENCE_DAYS_MAX: i64 = 550;
/// Absences of a pool that are looked at together.
pub const ABSENCES_MAX: u32 = 2_000;
/// Wishes of one person that can be open: one a week of a year.
pub const WISHES_MAX: u32 = 60;

codes! {
    /// Why somebody is away. Only they and their planners see it.
    AbsenceKind "absence-kind" {
        Vacation = "vacation",
        Illness = "illness",
        Parental = "parental",
        /// A day on which a part-time post does not work.
        PartTime = "part_time",
        Other = "other",
    }

    /// What somebody wishes.
    WishKind "wish-kind" {
        /// Not to be on call.
        Off = "off",
        /// To be on call.
        On = "on",
    }

    /// How much a wish means.
    WishWeight "wish-weight" {
        Little = "little",
        Some = "some",
        Much = "much",
    }
}

/// A time in which somebody cannot be on call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// Its id.
    pub id: AbsenceId,
    /// Who.
    pub staff: StaffId,
    /// Why.
    pub kind: AbsenceKind,
    /// From when until when.
    pub time: Stretch,
}

/// A time that somebody would like to be on call in, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Its id.
    pub id: WishId,
    /// In which pool.
    pub pool: PoolId,
    /// Who.
    pub staff: StaffId,
    /// What.
    pub kind: WishKind,
    /// From when until when.
    pub time: Stretch,
    /// How much it means.
    pub weight: WishWeight,
}

/// Why a time of absence cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TimeError {
    /// It ends before it begins.
    #[error("it ends before it begins")]
    Backwards,
    /// It lasts longer than anybody is away.
    #[error("it lasts longer than {ABSENCE_DAYS_MAX} days")]
    TooLong,
}

/// Whole days, both included.
pub fn whole_days(first: Day, last: Day) -> Result<Stretch, TimeError> {
    between(first.at(Clock::MIDNIGHT), last.plus(1).at(Clock::MIDNIGHT))
}

/// From an instant until another.
pub fn between(from: Instant, to: Instant) -> Result<Stretch, TimeError> {
    let time = Stretch::new(from, to).ok_or(TimeError::Backwards)?;
    if time.end().day().days_since(time.start().day()) > ABSENCE_DAYS_MAX {
        return Err(TimeError::TooLong);
    }
    Ok(time)
}

impl Absence {
    /// Whether a whole day lies in it: no ordinary work is done then either.
    pub fn covers(&self, day: Day) -> bool {
        covers(self.time, day)
    }
}

/// The whole days that a time is made of, both included; none where it begins or ends in the middle of one.
pub fn days_of(time: Stretch) -> Option<(Day, Day)> {
    let whole = |at: Instant| at.clock() == Clock::MIDNIGHT;
    (whole(time.start()) && whole(time.end()))
        .then(|| (time.start().day(), time.end().day().plus(-1)))
}

fn covers(time: Stretch, day: Day) -> bool {
    time.start() <= day.at(Clock::MIDNIGHT) && day.plus(1).at(Clock::MIDNIGHT) <= time.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn whole_days_cover_themselves_also_where_the_clock_is_changed() {
        let time = whole_days(day("2026-10-25"), day("2026-10-25")).unwrap();
        assert_eq!(time.minutes(), 25 * 60);
        assert_eq!(days_of(time), Some((day("2026-10-25"), day("2026-10-25"))));
        assert!(covers(time, day("2026-10-25")));
        assert!(!covers(time, day("2026-10-26")));
    }

    #[test]
    fn a_time_runs_forwards_and_ends_within_reason() {
        let (first, last) = (day("2026-06-02"), day("2026-06-01"));
        assert_eq!(whole_days(first, last.plus(-1)), Err(TimeError::Backwards));
        assert_eq!(whole_days(first, first.plus(600)), Err(TimeError::TooLong));
        let noon = first.at(Clock::NOON);
        let part = between(noon, first.plus(1).at(Clock::NOON)).unwrap();
        assert_eq!(days_of(part), None);
    }
}
