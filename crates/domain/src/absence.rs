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

    /// How often an absence comes.
    Repeat "absence-repeat" {
        Once = "once",
        /// On the same day of each week.
        Weekly = "weekly",
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

/// An absence as it was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Whose it is, and why. One that comes each week lasts from the first of its days until after the last.
    pub absence: Absence,
    /// How often it comes.
    pub repeat: Repeat,
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

/// One day of each week, from the first until the last that is not after another day.
pub fn weekly(first: Day, last: Day) -> Result<Stretch, TimeError> {
    let weeks = last.days_since(first).div_euclid(7);
    whole_days(first, first.plus(weeks * 7))
}

impl Entered {
    /// An absence that comes once.
    pub fn once(absence: Absence) -> Entered {
        let repeat = Repeat::Once;
        Entered { absence, repeat }
    }

    /// When somebody is away by it within a stretch, in order: itself where it comes once, and otherwise its days.
    pub fn within(&self, within: Stretch) -> Vec<Absence> {
        let whole = self.absence.time;
        let times: Vec<Stretch> = match self.repeat {
            Repeat::Once => vec![whole],
            Repeat::Weekly => {
                let (first, end) = (whole.start().day(), whole.end().day());
                let days = (0..end.days_since(first)).step_by(7);
                let days = days.map(|number| first.plus(number));
                let time = |day: Day| {
                    Stretch::new(day.at(Clock::MIDNIGHT), day.plus(1).at(Clock::MIDNIGHT))
                };
                days.filter_map(time).collect()
            }
        };
        let met = times.into_iter().filter(|time| time.meets(within));
        met.map(|time| Absence {
            time,
            ..self.absence.clone()
        })
        .collect()
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
    fn a_weekly_absence_is_its_days_and_no_others_also_where_the_clock_is_changed() {
        // Wednesdays; the last of them is not after 30 October.
        let time = weekly(day("2026-10-14"), day("2026-10-30")).unwrap();
        assert_eq!(days_of(time), Some((day("2026-10-14"), day("2026-10-28"))));
        let entered = Entered {
            absence: Absence {
                id: AbsenceId(uuid::Uuid::from_u128(1)),
                staff: StaffId(uuid::Uuid::from_u128(2)),
                kind: AbsenceKind::Other,
                time,
            },
            repeat: Repeat::Weekly,
        };
        let within = |first, last| {
            let found = entered.within(whole_days(day(first), day(last)).unwrap());
            let found = found.into_iter().map(|one| days_of(one.time).unwrap());
            found.collect::<Vec<_>>()
        };
        let days = ["2026-10-14", "2026-10-21", "2026-10-28"].map(|one| (day(one), day(one)));
        assert_eq!(within("2026-01-01", "2026-12-31"), days);
        assert_eq!(within("2026-10-21", "2026-10-27"), days[1..2]);
        assert_eq!(within("2026-10-22", "2026-10-27"), []);
        assert_eq!(within("2026-11-04", "2026-11-04"), []);
        assert_eq!(
            weekly(day("2026-10-14"), day("2026-10-13")),
            Err(TimeError::Backwards)
        );
        let once = Entered::once(entered.absence);
        assert_eq!(once.within(time), std::slice::from_ref(&once.absence));
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
