//! What people type, read: days, times, numbers; and the faults of a form as its page shows them.

use hemma_app::error::FieldError;
use hemma_domain::time::{Clock, Day, Instant};

use crate::lang::Lang;

/// The faults of a form, asked for by field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(Vec<FieldError>);

impl Faults {
    /// No fault.
    pub fn none() -> Faults {
        Faults::default()
    }

    /// Faults as a use case gave them.
    pub fn of(faults: Vec<FieldError>) -> Faults {
        Faults(faults)
    }

    /// Whether there is any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The message of a field's first fault.
    pub fn at(&self, lang: &Lang, field: &str) -> Option<String> {
        self.0
            .iter()
            .find(|fault| fault.field == field)
            .map(|fault| lang.t(fault.message))
    }

    /// As [`Faults::at`], empty where there is none: for templates that hand it on.
    pub fn text(&self, lang: &Lang, field: &str) -> String {
        self.at(lang, field).unwrap_or_default()
    }

    /// Whether a field has a fault.
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|fault| fault.field == field)
    }

    /// Each fault as field and message, for the summary.
    pub fn list(&self, lang: &Lang) -> Vec<(String, String)> {
        self.0
            .iter()
            .map(|fault| (fault.field.clone(), lang.t(fault.message)))
            .collect()
    }

    /// Notes another fault.
    pub fn add(&mut self, field: &str, message: &'static str) {
        self.0.push(FieldError::new(field, message));
    }

    /// The same faults at other fields: a page may have the fields of one form several times.
    pub fn at_fields(self, name: impl Fn(&str) -> String) -> Faults {
        let moved = self.0.into_iter().map(|fault| FieldError {
            field: name(&fault.field),
            ..fault
        });
        Faults(moved.collect())
    }

    /// The faults themselves.
    pub fn into_inner(self) -> Vec<FieldError> {
        self.0
    }
}

/// A day as people type it: `2026-04-07`, `7 april`, `7/4`, `7 apr 2026`, `260407`. Without a year it is
/// the last such day, or the next where that is near.
pub fn day(typed: &str, today: Day) -> Option<Day> {
    day_by(typed, today, nearest)
}

/// A day of a field that looks forward: without a year it is the first such day on or after `earliest`,
/// which is today for a day on which something falls due, and the first day for the last of a time.
pub fn day_from(typed: &str, earliest: Day) -> Option<Day> {
    day_by(typed, earliest, first_from)
}

/// A day on which something begins or ends that is mostly still to come, and may be written down a
/// little late: without a year it lies at most a month back.
pub fn day_ahead(typed: &str, today: Day) -> Option<Day> {
    const LATE_DAYS: i64 = 31;
    day_from(typed, today.plus(-LATE_DAYS))
}

/// Reads a day; `meant` says which one is meant without a year, seen from `seen_from`.
fn day_by(typed: &str, seen_from: Day, meant: fn(i8, i8, Day) -> Option<Day>) -> Option<Day> {
    let typed = typed.trim().to_lowercase();
    if let Ok(day) = typed.parse() {
        return Some(day);
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == typed.len() && (digits.len() == 6 || digits.len() == 8) {
        return compact_day(&digits, seen_from);
    }
    let parts: Vec<&str> = typed
        .split([' ', '/', '.'])
        .filter(|part| !part.is_empty())
        .collect();
    let (number, month, year) = match parts.as_slice() {
        [number, month] => (number, month, None),
        [number, month, year] => (number, month, Some(*year)),
        _ => return None,
    };
    let number = number.parse().ok()?;
    let month = month_number(month)?;
    match year {
        Some(year) => Day::new(full_year(year, seen_from)?, month, number).ok(),
        None => meant(number, month, seen_from),
    }
}

/// A time as people type it: `14:02`, `14.02`, `1402`, `14`.
pub fn time(typed: &str) -> Option<Clock> {
    let typed = typed.trim();
    if let Ok(clock) = typed.parse() {
        return Some(clock);
    }
    let number: u16 = typed.parse().ok()?;
    let (hour, minute) = if typed.len() <= 2 {
        (number, 0)
    } else {
        (number / 100, number % 100)
    };
    Clock::of(u8::try_from(hour).ok()?, u8::try_from(minute).ok()?).ok()
}

/// A day and a time as a browser's field of both sends them: `2026-12-18T17:00`, Swedish time.
pub fn moment(sent: &str) -> Option<Instant> {
    let (day, time) = sent.trim().split_once('T')?;
    let (day, time): (Day, Clock) = (day.parse().ok()?, time.get(..5)?.parse().ok()?);
    Some(day.at(time))
}

/// The same to fill such a field with.
pub fn moment_value(at: Instant) -> String {
    format!("{}T{}", at.day(), at.clock())
}

fn compact_day(digits: &str, today: Day) -> Option<Day> {
    let (year, rest) = digits.split_at(digits.len() - 4);
    let (month, number) = rest.split_at(2);
    Day::new(
        full_year(year, today)?,
        month.parse().ok()?,
        number.parse().ok()?,
    )
    .ok()
}

/// Two digits mean the hundred years that end ten years from now.
fn full_year(year: &str, today: Day) -> Option<i16> {
    let number: i16 = year.parse().ok()?;
    if year.len() > 2 {
        return Some(number);
    }
    let century = today.0.year() / 100 * 100;
    let candidate = century + number;
    Some(if candidate > today.0.year() + 10 {
        candidate - 100
    } else {
        candidate
    })
}

/// Records speak of what was: a day without a year lies behind, unless it comes within three months.
fn nearest(number: i8, month: i8, today: Day) -> Option<Day> {
    const AHEAD_DAYS: i64 = 92;
    let year = today.0.year();
    [year + 1, year, year - 1]
        .into_iter()
        .filter_map(|year| Day::new(year, month, number).ok())
        .find(|day| day.days_since(today) <= AHEAD_DAYS)
}

/// The first such day on or after `earliest`; the 29th of February may be eight years away.
fn first_from(number: i8, month: i8, earliest: Day) -> Option<Day> {
    let year = earliest.0.year();
    (year..=year.saturating_add(8))
        .filter_map(|year| Day::new(year, month, number).ok())
        .find(|day| earliest <= *day)
}

fn month_number(text: &str) -> Option<i8> {
    const STARTS: [(&str, i8); 15] = [
        ("jan", 1),
        ("feb", 2),
        ("mar", 3),
        ("apr", 4),
        ("maj", 5),
        ("may", 5),
        ("jun", 6),
        ("jul", 7),
        ("aug", 8),
        ("sep", 9),
        ("okt", 10),
        ("oct", 10),
        ("nov", 11),
        ("dec", 12),
        ("mai", 5),
    ];
    if let Ok(number) = text.parse::<i8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    STARTS
        .iter()
        .find(|(start, _)| text.starts_with(start))
        .map(|(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_day(typed: &str, read: Option<&str>) {
        let today = "2026-11-23".parse().unwrap();
        assert_eq!(
            day(typed, today),
            read.map(|day| day.parse().unwrap()),
            "{typed}"
        );
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        check_day("2026-04-07", Some("2026-04-07"));
        check_day("7 april", Some("2026-04-07"));
        check_day("3 jan", Some("2027-01-03"));
        check_day("7/4 2026", Some("2026-04-07"));
        check_day("7 apr 26", Some("2026-04-07"));
        check_day("28 november 2026", Some("2026-11-28"));
        check_day("140506", Some("2014-05-06"));
        check_day("19870203", Some("1987-02-03"));
        check_day("31 april", None);
        check_day("31 februari", None);
        check_day("i morgon", None);
        check_day("", None);
    }

    #[track_caller]
    fn check_from(typed: &str, earliest: &str, read: &str) {
        let earliest = earliest.parse().unwrap();
        assert_eq!(day_from(typed, earliest), read.parse().ok(), "{typed}");
    }

    #[test]
    fn a_day_of_a_field_that_looks_forward_is_the_first_that_comes() {
        check_from("1 april", "2026-11-23", "2027-04-01");
        check_from("23 november", "2026-11-23", "2026-11-23");
        check_from("22 nov", "2026-11-23", "2027-11-22");
        check_from("30 mars", "2026-12-02", "2027-03-30");
        check_from("1/3", "2026-11-24", "2027-03-01");
        check_from("29 feb", "2026-11-23", "2028-02-29");
        check_from("29 feb", "2096-03-01", "2104-02-29");
        check_from("31 april", "2026-11-23", "never");
        check_from("7 april 2026", "2026-11-23", "2026-04-07");
        check_from("2026-04-07", "2026-11-23", "2026-04-07");
        check_from("270407", "2026-11-23", "2027-04-07");
    }

    #[test]
    fn what_is_written_down_a_little_late_is_not_a_year_away() {
        let read = |typed| day_ahead(typed, "2026-11-23".parse().unwrap()).unwrap();
        assert_eq!(read("20 nov").to_string(), "2026-11-20");
        assert_eq!(read("23 okt").to_string(), "2026-10-23");
        assert_eq!(read("22 okt").to_string(), "2027-10-22");
        assert_eq!(read("1 juli").to_string(), "2027-07-01");
    }

    #[test]
    fn a_day_written_by_the_program_is_read_again_in_either_language() {
        let today = "2026-11-23".parse().unwrap();
        for lang in [Lang::SV, Lang::EN] {
            for month in 1..=12 {
                let written = Day::new(2025, month, 28).unwrap();
                let words = lang.full_day(written);
                assert_eq!(day(&words, today), Some(written), "{words}");
            }
        }
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        let read = |typed| time(typed).map(|clock| clock.to_string());
        assert_eq!(read("14:02").as_deref(), Some("14:02"));
        assert_eq!(read("14.02").as_deref(), Some("14:02"));
        assert_eq!(read("1402").as_deref(), Some("14:02"));
        assert_eq!(read("9").as_deref(), Some("09:00"));
        assert_eq!(read("25"), None);
        assert_eq!(read("nu"), None);
    }
}
