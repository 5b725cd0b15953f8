//! Hours of people on call, in the bands that payroll tells apart: minutes, never money.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::agreement::Agreement;
use crate::ids::{LineId, StaffId};
use crate::stretch::Stretch;
use crate::time::Day;
use crate::turn::Served;

/// Minutes of one person on one day in one band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HourKey {
    /// Who.
    pub staff: StaffId,
    /// In which line.
    pub line: LineId,
    /// The day on which the minutes lie.
    pub day: Day,
    /// The number of the band in the agreement's list.
    pub band: usize,
}

/// The minutes of a stretch by day and band: split at midnight, at the edges of the bands and nowhere else.
pub fn split(agreement: &Agreement, whole: Stretch) -> BTreeMap<(Day, usize), u32> {
    let mut found = BTreeMap::new();
    for (band, part) in agreement.banded(whole) {
        for (day, one) in by_day(part) {
            *found.entry((day, band)).or_default() += one.minutes();
        }
    }
    found
}

/// The minutes that each person was on call inside a stretch, by line, day and band.
pub fn of_turns(agreement: &Agreement, all: &[Served], within: Stretch) -> BTreeMap<HourKey, u32> {
    let mut found = BTreeMap::new();
    for served in all {
        for turn in &served.turns {
            let parts = served.on_call(turn).into_iter();
            for part in parts.filter_map(|part| part.shared(within)) {
                for ((day, band), minutes) in split(agreement, part) {
                    let key = HourKey {
                        staff: turn.staff,
                        line: served.duty.shape.line,
                        day,
                        band,
                    };
                    *found.entry(key).or_default() += minutes;
                }
            }
        }
    }
    found
}

fn by_day(whole: Stretch) -> impl Iterator<Item = (Day, Stretch)> {
    let first = whole.start().day();
    let count = whole.end().day().days_since(first);
    (0..=count).filter_map(move |number| {
        let day = first.plus(number);
        let midnight = |day: Day| day.at(crate::time::Clock::MIDNIGHT);
        let of_day = Stretch::new(midnight(day), midnight(day.plus(1)))?;
        Some((day, whole.shared(of_day)?))
    })
}
