//! Swedish days: holidays, eves, and what clocks show.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// Easter Sunday by the Gregorian rule (Gauss, as corrected by Lichtenberg).
fn easter(year: i16) -> Date {
    let year = i32::from(year);
    let century = year / 100;
    let moon = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25;
    let sun = 2 - (3 * century + 3) / 4;
    let age = year % 19;
    let seed = (19 * age + moon) % 30;
    let fix = (seed + age / 11) / 29;
    let full = 21 + seed - fix;
    let first_sunday = 7 - (year + year / 4 + sun).rem_euclid(7);
    let days = full + 7 - (full - first_sunday).rem_euclid(7);
    let march = date(i16::try_from(year).unwrap_or(i16::MAX), 3, 1);
    march.saturating_add((days - 1).days())
}

/// The first of this weekday from a date on.
fn first_from(from: Date, weekday: Weekday) -> Date {
    let away = from.weekday().until(weekday);
    from.saturating_add(i64::from(away).days())
}

/// Whether the law calls the date a holiday, Sundays left out.
pub fn is_holiday(day: Date) -> bool {
    let year = day.year();
    let fixed = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26)];
    if fixed.contains(&(day.month(), day.day())) {
        return true;
    }
    let from_easter = [-2, 0, 1, 39, 49];
    let easter = easter(year);
    from_easter
        .iter()
        .any(|away| easter.saturating_add(away.days()) == day)
        || first_from(date(year, 6, 20), Weekday::Saturday) == day
        || first_from(date(year, 10, 31), Weekday::Saturday) == day
}

/// Whether nobody works: Saturdays, Sundays, holidays, and the three eves.
pub fn is_work_free(day: Date) -> bool {
    let midsummer = first_from(date(day.year(), 6, 20), Weekday::Saturday);
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
        || is_holiday(day)
        || [(12, 24), (12, 31)].contains(&(day.month(), day.day()))
        || midsummer.saturating_sub(1.day()) == day
}

/// Hours before UTC at a full hour in Sweden: two from the last Sunday of March to the last of October.
fn offset(day: Date, hour: i8) -> i8 {
    let last_sunday = |month| first_from(date(day.year(), month, 25), Weekday::Sunday);
    // Both changes are at one in UTC: from two to three, and from three to two.
    let from = last_sunday(3).at(3, 0, 0, 0);
    let until = last_sunday(10).at(3, 0, 0, 0);
    let here = day.at(hour, 0, 0, 0);
    if from <= here && here < until { 2 } else { 1 }
}

/// An instant in Sweden as it is written in a file.
pub fn stamp(day: Date, hour: i8) -> String {
    format!("{day}T{hour:02}:00:00+{:02}:00", offset(day, hour))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_are_those_of_the_almanac() {
        let all = date(2027, 1, 1).series(1.day()).take(365);
        let holidays: Vec<String> = all
            .filter(|day| is_holiday(*day))
            .map(|day| day.to_string())
            .collect();
        let wanted = [
            "01-01", "01-06", "03-26", "03-28", "03-29", "05-01", "05-06", "05-16", "06-06",
            "06-26", "11-06", "12-25", "12-26",
        ];
        assert_eq!(holidays, wanted.map(|day| format!("2027-{day}")));
        assert!(is_work_free(date(2027, 6, 25)) && is_work_free(date(2028, 12, 31)));
    }

    #[test]
    fn clocks_change_when_the_zone_says_so() {
        let zone = jiff::tz::TimeZone::get("Europe/Stockholm").unwrap();
        for day in date(2024, 1, 1).series(1.day()).take(1500) {
            for hour in [0, 7, 16] {
                let there = zone.to_timestamp(day.at(hour, 0, 0, 0)).unwrap();
                let own: jiff::Timestamp = stamp(day, hour).parse().unwrap();
                assert_eq!(own, there, "{day} {hour}");
            }
        }
    }
}
