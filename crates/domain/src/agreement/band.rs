//! Bands of hours: which kind of hour a minute is, for payroll. No money.

use super::Agreement;
use crate::holiday::Holiday;
use crate::programme::{Confidence, WeekTime, Weekday, Words};
use crate::stretch::{Stretch, joined};
use crate::time::{Clock, Day, Week};

/// Days between a holiday and the edge of a window around it: none is longer than Easter week.
pub(super) const BAND_DAYS_MAX: u32 = 10;

/// Days until the next workday is found: no run of days off is longer.
const DAYS_OFF_RUN_MAX: i64 = 40;

/// One kind of hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Unique in the agreement; what payroll knows it by.
    pub code: String,
    /// What people read.
    pub label: Words,
    /// The code of its source.
    pub source: String,
    /// How far its windows can be trusted.
    pub confidence: Confidence,
    /// When it applies; none for the band that takes what is left.
    pub windows: Vec<BandWindow>,
}

/// When a band applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BandWindow {
    /// On days of the week; until the next day where it ends no later than it begins.
    Daily {
        weekdays: Vec<Weekday>,
        from: Clock,
        to: Clock,
    },
    /// From one time of the week until another.
    Weekly { from: WeekTime, to: WeekTime },
    /// Around holidays.
    Around {
        holidays: Vec<Holiday>,
        start: DaysBefore,
        end: BandEnd,
    },
}

/// A time of day some days before a holiday; 0 is the holiday itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaysBefore {
    pub days: u32,
    pub clock: Clock,
}

/// Where a window around a holiday ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandEnd {
    /// Some days after it; 0 is the holiday itself.
    DaysAfter { days: u32, clock: Clock },
    /// On the first day after it that has ordinary hours.
    NextWorkday { clock: Clock },
}

impl BandWindow {
    /// The stretches of this window that may touch the days from one to another.
    fn stretches(&self, agreement: &Agreement, (first, last): (Day, Day)) -> Vec<Stretch> {
        match self {
            BandWindow::Daily { weekdays, from, to } => {
                let on = |day: Day| weekdays.iter().any(|one| one.number() == day.weekday());
                days(first.plus(-1), last)
                    .filter(|day| on(*day))
                    .filter_map(|day| {
                        let ends_on = day.plus(i64::from(to <= from));
                        Stretch::new(day.at(*from), ends_on.at(*to))
                    })
                    .collect()
            }
            BandWindow::Weekly { from, to } => {
                let (first, last) = (Week::of(first).previous(), Week::of(last));
                (0..=last.weeks_since(first))
                    .filter_map(|weeks| weekly(first.plus(weeks), (*from, *to)))
                    .collect()
            }
            BandWindow::Around {
                holidays,
                start,
                end,
            } => {
                let years = first.plus(-DAYS_OFF_RUN_MAX).0.year()
                    ..=last.plus(i64::from(BAND_DAYS_MAX)).0.year();
                years
                    .flat_map(|year| holidays.iter().filter_map(move |one| one.day(year)))
                    .filter_map(|day| around(agreement, day, (*start, *end)))
                    .collect()
            }
        }
    }
}

fn weekly(week: Week, (from, to): (WeekTime, WeekTime)) -> Option<Stretch> {
    let begins = (from.weekday.number(), from.time);
    let ends = (to.weekday.number(), to.time);
    let end_week = match ends <= begins {
        true => week.next(),
        false => week,
    };
    Stretch::new(
        week.day(begins.0).at(begins.1),
        end_week.day(ends.0).at(ends.1),
    )
}

fn around(agreement: &Agreement, day: Day, (start, end): (DaysBefore, BandEnd)) -> Option<Stretch> {
    let from = day.plus(-i64::from(start.days)).at(start.clock);
    let to = match end {
        BandEnd::DaysAfter { days, clock } => day.plus(i64::from(days)).at(clock),
        BandEnd::NextWorkday { clock } => days(day.plus(1), day.plus(DAYS_OFF_RUN_MAX))
            .find(|day| agreement.is_workday(*day))?
            .at(clock),
    };
    Stretch::new(from, to)
}

/// The days from one to another, both included.
fn days(first: Day, last: Day) -> impl Iterator<Item = Day> {
    (0..=last.days_since(first)).map(move |number| first.plus(number))
}

impl Agreement {
    /// A stretch cut at the edges of the bands: each part with the number of its band in the list, in order of time.
    pub fn banded(&self, whole: Stretch) -> Vec<(usize, Stretch)> {
        let range = (whole.start().day(), whole.end().day());
        let mut left = vec![whole];
        let mut parts = Vec::new();
        let last = self.bands.len().saturating_sub(1);
        for (number, band) in self.bands.iter().enumerate() {
            if number == last {
                break;
            }
            let windows = band.windows.iter();
            let of_band = joined(windows.flat_map(|one| one.stretches(self, range)).collect());
            for one in &left {
                let taken = of_band.iter().filter_map(|window| one.shared(*window));
                parts.extend(taken.map(|part| (number, part)));
            }
            left = left.iter().flat_map(|one| one.without(&of_band)).collect();
        }
        parts.extend(left.into_iter().map(|part| (last, part)));
        parts.sort_by_key(|(_, part)| *part);
        parts
    }
}
