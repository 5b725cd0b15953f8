//! Days, weeks and times as people write them.

use hemma_domain::staff::Language;
use hemma_domain::time::{Day, Instant, Week};

use super::Lang;

const WEEKDAYS: [(&str, &str); 7] = [
    ("måndag", "Monday"),
    ("tisdag", "Tuesday"),
    ("onsdag", "Wednesday"),
    ("torsdag", "Thursday"),
    ("fredag", "Friday"),
    ("lördag", "Saturday"),
    ("söndag", "Sunday"),
];

const MONTHS: [(&str, &str); 12] = [
    ("januari", "January"),
    ("februari", "February"),
    ("mars", "March"),
    ("april", "April"),
    ("maj", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("augusti", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
];

/// Letters of a short name of a day or month: `tis`, `apr`, `Tue`, `Apr`.
const SHORT: usize = 3;

impl Lang {
    /// `tisdag`.
    pub fn weekday(self, day: Day) -> &'static str {
        self.weekday_number(day.weekday())
    }

    /// The name of a weekday, Monday being 1.
    pub fn weekday_number(self, weekday: i8) -> &'static str {
        self.pick(&WEEKDAYS, weekday)
    }

    /// `april`.
    pub fn month(self, day: Day) -> &'static str {
        self.pick(&MONTHS, day.0.month())
    }

    /// `tis 7 apr`.
    pub fn day(self, day: Day) -> String {
        format!(
            "{} {} {}",
            short(self.weekday(day)),
            day.0.day(),
            short(self.month(day))
        )
    }

    /// `7 apr`: for the narrow columns of a table.
    pub fn short_day(self, day: Day) -> String {
        format!("{} {}", day.0.day(), short(self.month(day)))
    }

    /// `7 april 2026`.
    pub fn full_day(self, day: Day) -> String {
        format!("{} {} {}", day.0.day(), self.month(day), day.0.year())
    }

    /// `tisdag 7 april`.
    pub fn long_day(self, day: Day) -> String {
        format!("{} {} {}", self.weekday(day), day.0.day(), self.month(day))
    }

    /// `v. 14`, in English `week 14`; a line never ends between the two.
    pub fn week(self, week: Week) -> String {
        match self.0 {
            Language::Swedish => format!("v.\u{a0}{}", week.number()),
            Language::English => format!("week\u{a0}{}", week.number()),
        }
    }

    /// `14:02`.
    pub fn time(self, at: Instant) -> String {
        at.clock().to_string()
    }

    /// `tis 7 apr 14:02`.
    pub fn moment(self, at: Instant) -> String {
        format!("{} {}", self.day(at.day()), at.clock())
    }

    /// `7 april 2026 14:02`: where it is read years later, the year belongs to it.
    pub fn full_moment(self, at: Instant) -> String {
        format!("{} {}", self.full_day(at.day()), at.clock())
    }

    /// `2 h 5 min`, `45 min`.
    pub fn minutes(self, minutes: u32) -> String {
        match (minutes / 60, minutes % 60) {
            (0, rest) => format!("{rest} min"),
            (hours, 0) => format!("{hours} h"),
            (hours, rest) => format!("{hours} h {rest} min"),
        }
    }

    fn pick(self, names: &'static [(&str, &str)], number: i8) -> &'static str {
        let index = usize::try_from(number - 1).unwrap_or_default();
        match (names.get(index), self.0) {
            (Some((swedish, _)), Language::Swedish) => swedish,
            (Some((_, english)), Language::English) => english,
            (None, _) => "",
        }
    }
}

fn short(name: &str) -> String {
    name.chars().take(SHORT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_people_write_them() {
        let day: Day = "2026-04-07".parse().unwrap();
        let at = day.at("14:02".parse().unwrap());
        assert_eq!(Lang::SV.moment(at), "tis 7 apr 14:02");
        assert_eq!(Lang::EN.moment(at), "Tue 7 Apr 14:02");
        assert_eq!(Lang::SV.full_day(day), "7 april 2026");
        assert_eq!(Lang::SV.full_moment(at), "7 april 2026 14:02");
        assert_eq!(Lang::EN.full_moment(at), "7 April 2026 14:02");
        assert_eq!(Lang::SV.week(Week::of(day)), "v.\u{a0}15");
        assert_eq!(Lang::SV.minutes(125), "2 h 5 min");
    }
}
