//! Rows of the texts: columns parted by a bar, days and times as short words.

use hemma_domain::holiday::is_day_off;
use hemma_domain::time::{Clock, Day};

/// The columns of a row.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a>(pub(crate) &'a str);

impl<'a> Row<'a> {
    /// A column, counted from 0; empty where there is none.
    pub(crate) fn at(self, column: usize) -> &'a str {
        self.0.split('|').nth(column).map_or("", str::trim)
    }

    /// Keys parted by commas in a column.
    pub(crate) fn keys(self, column: usize) -> impl Iterator<Item = &'a str> {
        self.at(column)
            .split(',')
            .map(str::trim)
            .filter(|key| !key.is_empty())
    }

    /// A whole number in a column; 0 where there is none.
    pub(crate) fn number(self, column: usize) -> u32 {
        self.at(column).parse().unwrap_or(0)
    }
}

/// The parts of an intervention: what, who, when, how measured.
pub(crate) fn parts(text: &str) -> [&str; 4] {
    let mut split = text.split(" / ").map(str::trim);
    std::array::from_fn(|_| split.next().unwrap_or(""))
}

/// The weekday of a short word, Monday being 1.
pub(crate) fn weekday(word: &str) -> i8 {
    match word {
        "tue" => 2,
        "wed" => 3,
        "thu" => 4,
        "fri" => 5,
        "sat" => 6,
        "sun" => 7,
        _ => 1,
    }
}

/// A time of day; noon where the text holds none.
pub(crate) fn clock(text: &str) -> Clock {
    text.parse().unwrap_or_else(|_| hour(12, 0))
}

/// A time of day from numbers that are known to fit.
pub(crate) fn hour(hour: u8, minute: u8) -> Clock {
    Clock::of(hour, minute).unwrap_or(Clock::MIDNIGHT)
}

/// A text with names put in for its placeholders.
pub(crate) fn fill(text: &str, names: &[(&str, &str)]) -> String {
    names
        .iter()
        .fold(text.to_owned(), |text, (key, name)| text.replace(key, name))
}

/// The first day from one on that offices are open on.
pub(crate) fn working_day(day: Day) -> Day {
    // No feast closes them for so long.
    let days = (0..14).map(|number| day.plus(number));
    let mut open = days.filter(|one| !is_day_off(*one));
    open.next().unwrap_or(day)
}
