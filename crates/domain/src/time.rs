//! Instants, days and weeks. The zone is Europe/Stockholm; nothing here reads a clock.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use thiserror::Error;

/// A point in time, the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub Timestamp);

/// A calendar day in Stockholm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub Date);

/// An ISO week in Stockholm, held as its Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    monday: Date,
}

/// A time of day on a whole minute, without a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock {
    minute: u16,
}

/// A text was not a day, week or time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a date or time")]
pub struct NotATime;

/// The zone that days and weeks are counted in.
pub fn stockholm() -> TimeZone {
    TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC)
}

impl Instant {
    /// The day in Stockholm at this instant.
    pub fn day(self) -> Day {
        Day(self.0.to_zoned(stockholm()).date())
    }

    /// The time of day in Stockholm at this instant.
    pub fn clock(self) -> Clock {
        let time = self.0.to_zoned(stockholm()).time();
        Clock::of(time.hour().unsigned_abs(), time.minute().unsigned_abs())
            .unwrap_or(Clock::MIDNIGHT)
    }

    /// This instant moved by whole seconds; the end of time stays the end of time.
    pub fn plus_seconds(self, seconds: i64) -> Instant {
        self.0
            .checked_add(SignedDuration::from_secs(seconds))
            .map_or(self, Instant)
    }

    /// Whole seconds from `earlier` until this instant; negative if it lies before.
    pub fn seconds_since(self, earlier: Instant) -> i64 {
        self.0.as_second() - earlier.0.as_second()
    }
}

impl Day {
    /// A day from year, month and day of month.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Day, NotATime> {
        Date::new(year, month, day).map(Day).map_err(|_| NotATime)
    }

    /// This day moved by whole days; the end of the calendar stays the end.
    pub fn plus(self, days: i64) -> Day {
        self.moved(Span::new().try_days(days))
    }

    /// This day moved by whole months; the last day of a shorter month if need be.
    pub fn plus_months(self, months: i64) -> Day {
        self.moved(Span::new().try_months(months))
    }

    fn moved(self, span: Result<Span, jiff::Error>) -> Day {
        span.and_then(|span| self.0.checked_add(span))
            .map_or(self, Day)
    }

    /// Whole days from `earlier` until this day; negative if it lies before.
    pub fn days_since(self, earlier: Day) -> i64 {
        self.0
            .since(earlier.0)
            .map_or(0, |span| i64::from(span.get_days()))
    }

    /// The instant of a time of day on this day; in a gap of the clock, the instant after it.
    pub fn at(self, clock: Clock) -> Instant {
        let time = jiff::civil::time(clock.hour(), clock.minute_of_hour(), 0, 0);
        self.0
            .to_datetime(time)
            .to_zoned(stockholm())
            .map_or(Instant(Timestamp::UNIX_EPOCH), |z| Instant(z.timestamp()))
    }

    /// Full years of age on `on` for somebody born this day; 0 before birth.
    pub fn age(self, on: Day) -> u32 {
        let years = i32::from(on.0.year()) - i32::from(self.0.year());
        let before = (on.0.month(), on.0.day()) < (self.0.month(), self.0.day());
        u32::try_from(years - i32::from(before)).unwrap_or(0)
    }

    /// Monday is 1, Sunday is 7.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }
}

impl Week {
    /// The week that a day lies in.
    pub fn of(day: Day) -> Week {
        let back = i64::from(day.0.weekday().since(Weekday::Monday));
        Week {
            monday: day.plus(-back).0,
        }
    }

    /// The Monday.
    pub fn first_day(self) -> Day {
        Day(self.monday)
    }

    /// The Sunday.
    pub fn last_day(self) -> Day {
        self.first_day().plus(6)
    }

    /// The day of the week, Monday being 1.
    pub fn day(self, weekday: i8) -> Day {
        self.first_day().plus(i64::from(weekday) - 1)
    }

    /// The week after.
    pub fn next(self) -> Week {
        self.plus(1)
    }

    /// The week before.
    pub fn previous(self) -> Week {
        self.plus(-1)
    }

    /// This week moved by whole weeks.
    pub fn plus(self, weeks: i64) -> Week {
        Week {
            monday: self.first_day().plus(weeks.saturating_mul(7)).0,
        }
    }

    /// Whole weeks from `earlier` until this week; negative if it lies before.
    pub fn weeks_since(self, earlier: Week) -> i64 {
        self.first_day().days_since(earlier.first_day()) / 7
    }

    /// The ISO week number, 1 to 53.
    pub fn number(self) -> i8 {
        self.monday.iso_week_date().week()
    }

    /// The year that the ISO week belongs to.
    pub fn year(self) -> i16 {
        self.monday.iso_week_date().year()
    }
}

impl Clock {
    /// The start of a day.
    pub const MIDNIGHT: Clock = Clock { minute: 0 };

    /// The middle of a day.
    pub const NOON: Clock = Clock { minute: 720 };

    /// A time of day from hour (0–23) and minute (0–59).
    pub fn of(hour: u8, minute: u8) -> Result<Clock, NotATime> {
        if hour > 23 || minute > 59 {
            return Err(NotATime);
        }
        Ok(Clock {
            minute: u16::from(hour) * 60 + u16::from(minute),
        })
    }

    /// Minutes until a later time of the same day, as clocks show it; none where it is not later.
    pub fn minutes_until(self, later: Clock) -> u32 {
        u32::from(later.minute.saturating_sub(self.minute))
    }

    fn hour(self) -> i8 {
        i8::try_from(self.minute / 60).unwrap_or(0)
    }

    fn minute_of_hour(self) -> i8 {
        i8::try_from(self.minute % 60).unwrap_or(0)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for Day {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Day, NotATime> {
        text.parse().map(Day).map_err(|_| NotATime)
    }
}

/// Written as in `2026-W15`.
impl std::fmt::Display for Week {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-W{:02}", self.year(), self.number())
    }
}

impl std::str::FromStr for Week {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Week, NotATime> {
        let (year, number) = text.split_once("-W").ok_or(NotATime)?;
        let year: i16 = year.parse().map_err(|_| NotATime)?;
        let number: i8 = number.parse().map_err(|_| NotATime)?;
        let date =
            jiff::civil::ISOWeekDate::new(year, number, Weekday::Monday).map_err(|_| NotATime)?;
        Ok(Week {
            monday: date.date(),
        })
    }
}

/// Written as in `08:05`.
impl std::fmt::Display for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.minute / 60, self.minute % 60)
    }
}

impl std::str::FromStr for Clock {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Clock, NotATime> {
        let (hour, minute) = text.split_once([':', '.']).ok_or(NotATime)?;
        Clock::of(
            hour.parse().map_err(|_| NotATime)?,
            minute.parse().map_err(|_| NotATime)?,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check_week(of: &str, name: &str) {
        let week = Week::of(day(of));
        assert_eq!(week.to_string(), name);
        assert_eq!(name.parse::<Week>(), Ok(week));
        assert!(week.first_day() <= day(of) && day(of) <= week.last_day());
    }

    #[test]
    fn weeks_are_named_as_iso_does_across_the_years_end() {
        check_week("2026-04-05", "2026-W14");
        check_week("2026-12-28", "2026-W53");
        check_week("2027-01-03", "2026-W53");
        check_week("2027-01-04", "2027-W01");
        check_week("2025-12-29", "2026-W01");
    }

    #[test]
    fn a_day_begins_at_local_midnight_also_when_the_clock_changes() {
        let before = day("2027-03-27").at("19:00".parse().unwrap());
        let after = day("2027-03-28").at("08:00".parse().unwrap());
        assert_eq!(after.seconds_since(before), 12 * 3600);
        assert_eq!(after.day(), day("2027-03-28"));
        assert_eq!(after.clock().to_string(), "08:00");
    }

    #[test]
    fn age_changes_on_the_birthday() {
        assert_eq!(day("2014-05-06").age(day("2026-05-05")), 11);
        assert_eq!(day("2014-05-06").age(day("2026-05-06")), 12);
        assert_eq!(day("2012-02-29").age(day("2026-02-28")), 13);
        assert_eq!(day("2027-01-01").age(day("2026-01-01")), 0);
    }

    proptest! {
        #[test]
        fn a_week_read_back_is_the_same(days in 0_i64..40_000) {
            let week = Week::of(day("1990-01-01").plus(days));
            prop_assert_eq!(week.to_string().parse::<Week>(), Ok(week));
            prop_assert_eq!(week.next().previous(), week);
            prop_assert_eq!(week.next().weeks_since(week), 1);
        }
    }
}
