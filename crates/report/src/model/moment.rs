//! Days and times as they are written, checked when read.

use serde::{Deserialize, Serialize};

/// A day, `YYYY-MM-DD`, that exists in the calendar.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(String);

/// A time of day, `HH:MM`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Clock(String);

/// A day and a time in the house's own zone, `YYYY-MM-DD HH:MM`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Stamp(String);

impl TryFrom<String> for Day {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if is_day(&text) {
            Ok(Self(text))
        } else {
            Err("a day is written YYYY-MM-DD")
        }
    }
}

impl TryFrom<String> for Clock {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if is_clock(&text) {
            Ok(Self(text))
        } else {
            Err("a time is written HH:MM")
        }
    }
}

impl TryFrom<String> for Stamp {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.split_once(' ') {
            Some((day, clock)) if is_day(day) && is_clock(clock) => Ok(Self(text)),
            _ => Err("a day and time is written YYYY-MM-DD HH:MM"),
        }
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.0
    }
}

impl From<Clock> for String {
    fn from(clock: Clock) -> Self {
        clock.0
    }
}

impl From<Stamp> for String {
    fn from(stamp: Stamp) -> Self {
        stamp.0
    }
}

/// The number in a fixed count of ASCII digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    let all_digits = text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    if all_digits { text.parse().ok() } else { None }
}

fn is_day(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2))
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=length).contains(&day) && year > 0
}

fn is_clock(text: &str) -> bool {
    let Some((hour, minute)) = text.split_once(':') else {
        return false;
    };
    let (Some(hour), Some(minute)) = (digits(hour, 2), digits(minute, 2)) else {
        return false;
    };
    hour < 24 && minute < 60
}

#[cfg(test)]
mod tests {
    use super::{is_clock, is_day};

    #[test]
    fn a_day_must_exist() {
        for good in ["2026-11-23", "2024-02-29", "2000-02-29"] {
            assert!(is_day(good), "{good}");
        }
        for bad in [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-1-01",
            "26-01-01",
            "",
            "+026-01-01",
        ] {
            assert!(!is_day(bad), "{bad}");
        }
    }

    #[test]
    fn a_time_must_exist() {
        assert!(is_clock("00:00") && is_clock("23:59"));
        for bad in ["24:00", "12:60", "9:00", "12.00", "12:00:00"] {
            assert!(!is_clock(bad), "{bad}");
        }
    }
}
