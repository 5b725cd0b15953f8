//! Hours of people on call, in the bands that payroll tells apart: minutes, never money.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::agreement::Agreement;
use crate::duty::ordinary;
use crate::ids::{LineId, StaffId, TurnId};
use crate::stretch::{Stretch, joined};
use crate::time::{Day, Instant};
use crate::turn::{Served, Turn};

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

/// Minutes of a key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Minutes {
    /// On call, whatever happened meanwhile.
    pub on_call: u32,
    /// In calls: while on call, and beyond it outside ordinary hours. Work while on call is paid as such, and not as being
    /// on call.
    pub in_calls: u32,
    /// On call and in no call.
    pub standby: u32,
}

impl Minutes {
    /// Both together.
    pub fn plus(self, other: Minutes) -> Minutes {
        Minutes {
            on_call: self.on_call.saturating_add(other.on_call),
            in_calls: self.in_calls.saturating_add(other.in_calls),
            standby: self.standby.saturating_add(other.standby),
        }
    }
}

/// Who talked when, by person and by the turn that each call belongs to.
#[derive(Debug, Clone, Default)]
pub struct Talked {
    of_staff: BTreeMap<StaffId, Vec<Stretch>>,
    of_turn: BTreeMap<TurnId, Vec<Stretch>>,
}

impl Talked {
    /// Each call belongs to the turn of its taker in which it began, or else to the nearest: one can begin or end in a
    /// hand-over.
    pub fn new(all: &[Served], calls: &[(StaffId, Stretch)]) -> Talked {
        let mut talked = Talked::default();
        for (staff, time) in calls {
            talked.of_staff.entry(*staff).or_default().push(*time);
        }
        for (staff, times) in &mut talked.of_staff {
            *times = joined(std::mem::take(times));
            let turns = all.iter().flat_map(|one| &one.turns);
            let turns: Vec<&Turn> = turns.filter(|turn| turn.staff == *staff).collect();
            for time in times.iter() {
                let nearest = turns
                    .iter()
                    .min_by_key(|turn| distance(turn.part, time.start()));
                if let Some(turn) = nearest {
                    talked.of_turn.entry(turn.id).or_default().push(*time);
                }
            }
        }
        talked
    }
}

/// Seconds between an instant and a stretch: none inside it.
fn distance(part: Stretch, at: Instant) -> i64 {
    let before = part.start().seconds_since(at);
    let after = at.seconds_since(part.end());
    before.max(after).max(0)
}

/// The minutes of each person inside a stretch, by line, day and band: on call, and in calls.
pub fn of_turns(
    agreement: &Agreement,
    all: &[Served],
    (talked, within): (&Talked, Stretch),
) -> BTreeMap<HourKey, Minutes> {
    let mut found: BTreeMap<HourKey, Minutes> = BTreeMap::new();
    for served in all {
        for turn in &served.turns {
            let parts = served.on_call(turn);
            let calls = talked
                .of_staff
                .get(&turn.staff)
                .map_or(&[][..], Vec::as_slice);
            let own = talked.of_turn.get(&turn.id).map_or(&[][..], Vec::as_slice);
            let standby = parts.iter().flat_map(|part| part.without(calls)).collect();
            let in_calls = worked(agreement, own, &parts);
            let mut count = |all: Vec<Stretch>, add: fn(&mut Minutes, u32)| {
                for part in all.into_iter().filter_map(|part| part.shared(within)) {
                    for ((day, band), minutes) in split(agreement, part) {
                        let key = HourKey {
                            staff: turn.staff,
                            line: served.duty.shape.line,
                            day,
                            band,
                        };
                        add(found.entry(key).or_default(), minutes);
                    }
                }
            };
            count(standby, |sum, minutes| sum.standby += minutes);
            count(in_calls, |sum, minutes| sum.in_calls += minutes);
            count(parts, |sum, minutes| sum.on_call += minutes);
        }
    }
    found
}

/// The time of calls that is no ordinary working time: while on call, or after it and before the day begins.
fn worked(agreement: &Agreement, calls: &[Stretch], on_call: &[Stretch]) -> Vec<Stretch> {
    let of_call = |call: &Stretch| {
        let days = (call.start().day(), call.end().day().plus(1));
        let mut parts = call.without(&ordinary(agreement, days));
        parts.extend(on_call.iter().filter_map(|part| part.shared(*call)));
        parts
    };
    joined(calls.iter().flat_map(of_call).collect())
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
