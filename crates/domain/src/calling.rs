//! When a family is best called, as it has said.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::time::{Clock, Instant};

/// Weekdays, Monday being 1, and the time of day in which somebody is best called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallTime {
    /// In order, each once.
    weekdays: Vec<i8>,
    from: Clock,
    to: Clock,
}

/// Why a time to call cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CallTimeFault {
    /// No weekday, or one that there is not.
    #[error("no weekday")]
    NoWeekday,
    /// It would end before it begins.
    #[error("the time ends before it begins")]
    Backwards,
}

/// Whether now is the time. In the order in which calls are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Now.
    Now,
    /// Nobody has said when.
    AnyTime,
    /// Later today.
    Later,
    /// Not today any more.
    NotToday,
}

/// A text was no time to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no weekdays and times")]
pub struct NotACallTime;

impl CallTime {
    /// Checked: some weekdays, and a time that ends after it begins.
    pub fn new(
        weekdays: impl IntoIterator<Item = i8>,
        (from, to): (Clock, Clock),
    ) -> Result<CallTime, CallTimeFault> {
        let mut weekdays: Vec<i8> = weekdays.into_iter().collect();
        weekdays.sort_unstable();
        weekdays.dedup();
        let is_there = |weekday: &i8| (1..=7).contains(weekday);
        if weekdays.is_empty() || !weekdays.iter().all(is_there) {
            return Err(CallTimeFault::NoWeekday);
        }
        if to <= from {
            return Err(CallTimeFault::Backwards);
        }
        Ok(CallTime { weekdays, from, to })
    }

    /// The weekdays in order, Monday being 1.
    pub fn weekdays(&self) -> &[i8] {
        &self.weekdays
    }

    /// From when, until when.
    pub fn hours(&self) -> (Clock, Clock) {
        (self.from, self.to)
    }

    /// Whether a moment is a good one.
    pub fn reach(&self, now: Instant) -> Reach {
        let clock = now.clock();
        if !self.weekdays.contains(&now.day().weekday()) || self.to <= clock {
            Reach::NotToday
        } else if clock < self.from {
            Reach::Later
        } else {
            Reach::Now
        }
    }
}

/// As in `1,2,5 17:00-19:30`: how it is kept.
impl fmt::Display for CallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weekdays: Vec<String> = self.weekdays.iter().map(ToString::to_string).collect();
        write!(f, "{} {}-{}", weekdays.join(","), self.from, self.to)
    }
}

impl FromStr for CallTime {
    type Err = NotACallTime;

    fn from_str(text: &str) -> Result<CallTime, NotACallTime> {
        let (weekdays, hours) = text.split_once(' ').ok_or(NotACallTime)?;
        let (from, to) = hours.split_once('-').ok_or(NotACallTime)?;
        let clock = |text: &str| text.parse::<Clock>().map_err(|_| NotACallTime);
        let weekdays = weekdays.split(',').map(str::parse::<i8>);
        let weekdays: Result<Vec<i8>, _> = weekdays.collect();
        let hours = (clock(from)?, clock(to)?);
        CallTime::new(weekdays.map_err(|_| NotACallTime)?, hours).map_err(|_| NotACallTime)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(text: &str) -> Clock {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_kept_is_read_back_and_nothing_else() {
        let hours = (clock("17:00"), clock("19:30"));
        let one = CallTime::new([5, 1, 2, 1], hours).unwrap();
        assert_eq!(one.to_string(), "1,2,5 17:00-19:30");
        assert_eq!("1,2,5 17:00-19:30".parse(), Ok(one));
        for wrong in [
            "",
            "1",
            "0 17:00-19:00",
            "8 17:00-19:00",
            "1 19:00-17:00",
            "1 17:00-17:00",
            "x 17:00-19:00",
            "1 17-19",
            " 17:00-19:00",
        ] {
            assert_eq!(wrong.parse::<CallTime>(), Err(NotACallTime), "{wrong}");
        }
        let none = CallTime::new([], hours);
        assert_eq!(none, Err(CallTimeFault::NoWeekday));
        let backwards = CallTime::new([1], (hours.1, hours.0));
        assert_eq!(backwards, Err(CallTimeFault::Backwards));
    }

    #[track_caller]
    fn check(at: &str, reach: Reach) {
        // Monday and Tuesday evenings; the clock changes on 25 October 2026.
        let one: CallTime = "1,2 17:00-19:00".parse().unwrap();
        assert_eq!(one.reach(Instant(at.parse().unwrap())), reach, "{at}");
    }

    #[test]
    fn a_moment_is_a_good_one_by_the_clock_of_the_family() {
        check("2026-11-23T15:59:00Z", Reach::Later);
        check("2026-11-23T16:00:00Z", Reach::Now);
        check("2026-11-23T17:59:00Z", Reach::Now);
        check("2026-11-23T18:00:00Z", Reach::NotToday);
        check("2026-11-25T16:00:00Z", Reach::NotToday);
        // In summer 17:00 in Sweden is 15:00.
        check("2026-10-19T15:00:00Z", Reach::Now);
        check("2026-10-26T15:00:00Z", Reach::Later);
    }
}
