//! Days as numbers: a date of the layout in four bytes, also where it may be missing.

use std::fmt;
use std::num::NonZeroU32;

/// Days before 1970-01-01, counted from 0001-01-01 as 1.
const BEFORE_1970: i64 = 719_163;

/// A date of the proleptic Gregorian calendar, from 0001-01-01 to 9999-12-31.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NonZeroU32);

impl Day {
    /// 0001-01-01.
    pub const FIRST: Day = Day(NonZeroU32::MIN);

    /// 9999-12-31.
    pub const LAST: Day = Day(NonZeroU32::MIN.saturating_add(3_652_058));

    /// The day of this year, month and day of the month, if there is one.
    pub fn new(year: u32, month: u32, of_month: u32) -> Option<Day> {
        let is_day = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && 1 <= of_month
            && of_month <= days_in(year, month);
        if !is_day {
            return None;
        }
        // Years that begin in March have their leap day last: 146,097 days in 400 years, 153 in five months.
        let (year, month) = match month {
            1 | 2 => (year - 1, month + 9),
            _ => (year, month - 3),
        };
        let before = 365 * year + year / 4 - year / 100 + year / 400;
        let number = before + (153 * month + 2) / 5 + of_month;
        // The first of March of year 0 is number −305 in this count.
        number.checked_sub(306).and_then(NonZeroU32::new).map(Day)
    }

    /// A date as the layout writes it, such as `2026-10-05`.
    #[inline]
    pub fn read(text: &[u8]) -> Option<Day> {
        let &[a, b, c, d, b'-', e, f, b'-', g, h] = text else {
            return None;
        };
        let digits = [a, b, c, d, e, f, g, h].map(|byte| u32::from(byte.wrapping_sub(b'0')));
        if digits.iter().any(|digit| 9 < *digit) {
            return None;
        }
        let [a, b, c, d, e, f, g, h] = digits;
        Day::new(1000 * a + 100 * b + 10 * c + d, 10 * e + f, 10 * g + h)
    }

    /// The day so many days after 1970-01-01, if there is one.
    pub(crate) fn after_1970(days: i64) -> Option<Day> {
        let number = days.checked_add(BEFORE_1970)?;
        Day::numbered(u32::try_from(number).ok()?)
    }

    /// How many days lie between 0001-01-01 and this day, plus one.
    #[inline]
    pub fn number(self) -> u32 {
        self.0.get()
    }

    /// The day with this number, up to the end of year 9999.
    pub fn numbered(number: u32) -> Option<Day> {
        NonZeroU32::new(number)
            .map(Day)
            .filter(|day| day.number() <= Day::LAST.number())
    }

    /// So many days later, or earlier if negative; the last or first day there is if that is beyond it.
    pub fn plus(self, days: i32) -> Day {
        let number = self
            .number()
            .saturating_add_signed(days)
            .clamp(1, Day::LAST.number());
        NonZeroU32::new(number).map_or(self, Day)
    }

    /// Days from `earlier` to this day; negative if this one is earlier.
    #[inline]
    pub fn since(self, earlier: Day) -> i64 {
        i64::from(self.number()) - i64::from(earlier.number())
    }

    /// Whether it is a Monday.
    #[inline]
    pub fn is_monday(self) -> bool {
        // 0001-01-01 was one.
        self.number() % 7 == 1
    }

    /// Year, month and day of the month.
    pub fn civil(self) -> (u32, u32, u32) {
        let shifted = self.number() + 305;
        let era = shifted / 146_097;
        let of_era = shifted % 146_097;
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let of_month = of_year - (153 * month + 2) / 5 + 1;
        let year = year + 400 * era;
        match month {
            10 | 11 => (year + 1, month - 9, of_month),
            _ => (year, month + 3, of_month),
        }
    }

    /// The first day of its calendar quarter.
    pub fn quarter(self) -> Day {
        let (year, month, _) = self.civil();
        Day::new(year, (month - 1) / 3 * 3 + 1, 1).unwrap_or(self)
    }

    /// The first day of the next calendar quarter.
    pub fn next_quarter(self) -> Day {
        // A quarter has 90 to 92 days.
        self.quarter().plus(93).quarter()
    }

    /// Days since 1970-01-01, as other programs count them.
    pub fn since_1970(self) -> i64 {
        i64::from(self.number()) - BEFORE_1970
    }
}

#[inline]
fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(out, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_is_one_after_the_day_before() {
        let mut number = 0;
        for year in [1, 4, 100, 400, 1600, 1900, 1999, 2000, 2024, 2026, 9999] {
            let first = Day::new(year, 1, 1).unwrap();
            assert!(number <= first.number());
            number = first.number();
            for month in 1..=12 {
                for of_month in 1..=days_in(year, month) {
                    let day = Day::new(year, month, of_month).unwrap();
                    assert_eq!(day.number(), number);
                    assert_eq!(day.civil(), (year, month, of_month));
                    assert_eq!(Day::read(day.to_string().as_bytes()), Some(day));
                    number += 1;
                }
            }
        }
        assert_eq!(number - 1, Day::LAST.number());
        assert_eq!(size_of::<Option<Day>>(), 4);
    }

    #[test]
    fn known_days() {
        let day = |text: &str| Day::read(text.as_bytes()).unwrap();
        assert_eq!(day("1970-01-01").since_1970(), 0);
        assert_eq!(day("2010-01-01").since_1970(), 14_610);
        assert!(day("2026-11-23").is_monday() && !day("2026-11-24").is_monday());
        assert_eq!(day("2026-11-23").quarter(), day("2026-10-01"));
        assert_eq!(day("2026-11-23").next_quarter(), day("2027-01-01"));
        assert_eq!(day("2026-01-31").next_quarter(), day("2026-04-01"));
        assert_eq!(day("2024-03-01").plus(-1), day("2024-02-29"));
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "2026-1-01",
            "2026-13-01",
            "2026-02-29",
            "2026-00-10",
            "2026-04-31",
            "26-04-30",
            "2026/04/30",
            "2026-04-30 ",
            "0000-01-01",
            "２026-01-1",
            "2026-0a-01",
        ] {
            assert_eq!(Day::read(text.as_bytes()), None, "{text}");
        }
    }
}
