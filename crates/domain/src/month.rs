//! Calendar months, in which books are kept.

use crate::time::{Day, NotATime};

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Months since the year 0.
    index: i32,
}

impl Month {
    /// The month that a day lies in.
    pub fn of(day: Day) -> Month {
        Month {
            index: i32::from(day.0.year()) * 12 + i32::from(day.0.month()) - 1,
        }
    }

    /// A month from its year and its number, 1 to 12.
    pub fn new(year: i16, number: i8) -> Result<Month, NotATime> {
        Day::new(year, number, 1).map(Month::of)
    }

    /// A month from its place among all; none where there is no such month.
    pub fn from_index(index: i64) -> Option<Month> {
        let year = i16::try_from(index.div_euclid(12)).ok()?;
        let number = i8::try_from(index.rem_euclid(12) + 1).ok()?;
        Month::new(year, number).ok()
    }

    /// Its place among all: months since the year 0.
    pub fn index(self) -> i64 {
        i64::from(self.index)
    }

    /// The year.
    pub fn year(self) -> i16 {
        i16::try_from(self.index.div_euclid(12)).unwrap_or(i16::MAX)
    }

    /// The number within the year, 1 to 12.
    pub fn number(self) -> i8 {
        i8::try_from(self.index.rem_euclid(12) + 1).unwrap_or(1)
    }

    /// The month so many months later.
    pub fn plus(self, months: i32) -> Month {
        Month {
            index: self.index.saturating_add(months),
        }
    }

    /// The first day of it; the end of the calendar where it lies beyond.
    pub fn first_day(self) -> Day {
        Day::new(self.year(), self.number(), 1).unwrap_or(Day(jiff::civil::Date::MAX))
    }

    /// The last day of it.
    pub fn last_day(self) -> Day {
        self.plus(1).first_day().plus(-1)
    }

    /// The twelve months of a year.
    pub fn of_year(year: i16) -> impl Iterator<Item = Month> {
        (0..12).map(move |number| Month {
            index: i32::from(year) * 12 + number,
        })
    }
}

/// `2026-11`.
impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl std::str::FromStr for Month {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Month, NotATime> {
        let (year, number) = text.split_once('-').ok_or(NotATime)?;
        let year = year.parse().map_err(|_| NotATime)?;
        Month::new(year, number.parse().map_err(|_| NotATime)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_knows_its_days_and_is_read_as_it_is_written() {
        let february: Month = "2028-02".parse().unwrap();
        assert_eq!(february.first_day().to_string(), "2028-02-01");
        assert_eq!(february.last_day().to_string(), "2028-02-29");
        assert_eq!(february.to_string(), "2028-02");
        assert_eq!(Month::from_index(february.index()), Some(february));
        assert_eq!(february.plus(11).to_string(), "2029-01");
        assert_eq!(Month::of_year(2028).nth(1), Some(february));
        for wrong in ["2028", "2028-13", "2028-0", "x-1", "99999-1"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }
}
