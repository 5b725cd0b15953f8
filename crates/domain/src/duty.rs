//! Duties: the units that are assigned, made from an agreement and the calendar for any period.

#[cfg(test)]
mod tests;

use crate::agreement::{Agreement, Cover};
use crate::codes;
use crate::ids::{DutyId, LineId, PoolId};
use crate::pool::{Line, LineUnit};
use crate::stretch::{Stretch, joined, minutes};
use crate::time::{Clock, Day, Instant, Week};

/// Days before and after a period in which its duties may begin or end: longer than any run of days off and a week.
const MARGIN_DAYS: i64 = 42;

codes! {
    /// What a duty is.
    DutyKind "duty-kind" {
        /// Between two workdays.
        Night = "night",
        /// Around days off that come every week.
        Weekend = "weekend",
        /// Around days off that have a name.
        Holiday = "holiday",
        /// Ordinary hours, where somebody is on call then too.
        Day = "day",
        /// Everything between two weekly hand-overs.
        Week = "week",
    }
}

/// A duty as agreement and calendar make it, before it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Which line.
    pub line: LineId,
    /// What it is.
    pub kind: DutyKind,
    /// When somebody is on call, in order; never empty.
    pub segments: Vec<Stretch>,
    /// The weeks whose weekend it touches.
    pub weekends: Vec<Week>,
    /// The days off with a name that it covers.
    pub holidays: Vec<Day>,
}

/// A duty of a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Its id.
    pub id: DutyId,
    /// Whose.
    pub pool: PoolId,
    /// What it is and when.
    pub shape: Shape,
}

impl Shape {
    /// From the beginning of its first segment until the end of the last.
    pub fn whole(&self) -> Option<Stretch> {
        let (first, last) = (self.segments.first()?, self.segments.last()?);
        Stretch::new(first.start(), last.end())
    }

    /// Whether it and another of its line share any time between their beginnings and their ends.
    pub fn meets(&self, other: &Shape) -> bool {
        let both = self.whole().zip(other.whole());
        self.line == other.line && both.is_some_and(|(one, other)| one.meets(other))
    }

    /// Minutes on call.
    pub fn minutes(&self) -> u32 {
        minutes(&self.segments)
    }

    /// Whether somebody is on call in it at an instant.
    pub fn holds(&self, at: Instant) -> bool {
        self.segments.iter().any(|one| one.holds(at))
    }

    /// Its segments as far as a stretch reaches.
    pub fn within(&self, part: Stretch) -> Vec<Stretch> {
        let segments = self.segments.iter();
        segments.filter_map(|one| one.shared(part)).collect()
    }

    /// Nights in it: as often as a day changes while somebody is on call.
    pub fn nights(&self) -> u32 {
        let of = |one: &Stretch| one.end().day().days_since(one.start().day());
        let all: i64 = self.segments.iter().map(of).sum();
        u32::try_from(all).unwrap_or(0)
    }
}

impl Duty {
    /// The part of a duty that somebody serves, as if it were one of its own; none where nobody is on call in it.
    pub fn part(&self, agreement: &Agreement, part: Stretch) -> Option<Duty> {
        let segments = self.shape.within(part);
        if segments.is_empty() {
            return None;
        }
        let shape = Shape {
            kind: self.shape.kind,
            ..shape(agreement, self.shape.line, segments)
        };
        Some(Duty {
            shape,
            ..self.clone()
        })
    }
}

/// The duties of a line that begin on the days from `first` until before `end`, in order.
pub fn shapes(agreement: &Agreement, line: &Line, (first, end): (Day, Day)) -> Vec<Shape> {
    let around = (first.plus(-MARGIN_DAYS), end.plus(MARGIN_DAYS));
    let all = match line.unit {
        LineUnit::Block => by_block(agreement, line.id, around),
        LineUnit::Week => by_week(agreement, line.id, around),
    };
    let begins = |one: &Shape| one.segments.first().map(|one| one.start().day());
    all.into_iter()
        .filter(|one| begins(one).is_some_and(|day| first <= day && day < end))
        .collect()
}

/// Which of some shapes cannot be, since a duty that is there already meets them and is another one. Two of a line at the
/// same time would be two who answer, or one who thinks that the other does.
pub fn crowded_out(shapes: Vec<Shape>, standing: &[Duty]) -> Vec<Shape> {
    let is_crowded = |one: &Shape| {
        let mut met = standing
            .iter()
            .filter(|duty| duty.shape.meets(one))
            .peekable();
        met.peek().is_some() && !met.any(|duty| duty.shape.segments == one.segments)
    };
    shapes.into_iter().filter(is_crowded).collect()
}

/// The time from one day until before another in which nobody works anyway.
pub fn out_of_hours(agreement: &Agreement, (first, end): (Day, Day)) -> Vec<Stretch> {
    let Some(whole) = Stretch::new(first.at(Clock::MIDNIGHT), end.at(Clock::MIDNIGHT)) else {
        return Vec::new();
    };
    whole.without(&ordinary(agreement, (first, end)))
}

/// The ordinary hours of the days from one until before another.
pub fn ordinary(agreement: &Agreement, (first, end): (Day, Day)) -> Vec<Stretch> {
    days(first, end)
        .filter_map(|day| agreement.ordinary_hours(day))
        .filter_map(|(from, to)| Stretch::new(from, to))
        .collect()
}

fn by_block(agreement: &Agreement, line: LineId, around: (Day, Day)) -> Vec<Shape> {
    let free = out_of_hours(agreement, around);
    let blocks = free.into_iter().flat_map(|one| blocks(agreement, one));
    let mut all: Vec<Shape> = blocks
        .map(|one| shape(agreement, line, vec![one]))
        .collect();
    if agreement.ordinary.value.cover == Cover::Duty {
        let hours = ordinary(agreement, around).into_iter();
        all.extend(hours.map(|one| Shape {
            kind: DutyKind::Day,
            ..shape(agreement, line, vec![one])
        }));
    }
    all.sort_by_key(|one| one.segments.first().copied());
    all
}

/// A free stretch cut into what one person serves in a row. What does not come out even is served first, so that the
/// days that belong together, such as those of a weekend, stay together.
fn blocks(agreement: &Agreement, free: Stretch) -> Vec<Stretch> {
    let off = days_off(agreement, free);
    let named = off.iter().any(|day| is_extra(agreement, *day));
    let rule = match named {
        true => &agreement.blocks.holiday_days_max,
        false => &agreement.blocks.weekend_days_max,
    };
    let max = usize::try_from(rule.value).unwrap_or(usize::MAX).max(1);
    let first = match off.len() % max {
        0 => max,
        rest => rest,
    };
    let daily = agreement.blocks.daily.value;
    // A day belongs to whoever has its noon.
    let back = i64::from(Clock::NOON < daily);
    let cuts = off.iter().skip(first).step_by(max);
    let mut blocks = Vec::new();
    let mut from = free.start();
    for cut in cuts.map(|day| day.plus(-back).at(daily)) {
        blocks.extend(Stretch::new(from, cut));
        from = from.max(cut);
    }
    blocks.extend(Stretch::new(from, free.end()));
    blocks
}

fn by_week(agreement: &Agreement, line: LineId, (first, end): (Day, Day)) -> Vec<Shape> {
    let weekly = agreement.blocks.weekly.value;
    let change = |week: Week| week.day(weekly.weekday.number()).at(weekly.time);
    let mut on_call = out_of_hours(agreement, (first, end));
    if agreement.ordinary.value.cover == Cover::Duty {
        on_call.extend(ordinary(agreement, (first, end)));
    }
    let on_call = joined(on_call);
    let (start, last) = (Week::of(first), Week::of(end));
    (0..=last.weeks_since(start))
        .map(|number| start.plus(number))
        .filter_map(|week| Stretch::new(change(week), change(week.next())))
        .filter_map(|week| {
            let segments: Vec<_> = on_call.iter().filter_map(|one| one.shared(week)).collect();
            (!segments.is_empty()).then(|| Shape {
                kind: DutyKind::Week,
                ..shape(agreement, line, segments)
            })
        })
        .collect()
}

fn shape(agreement: &Agreement, line: LineId, segments: Vec<Stretch>) -> Shape {
    let covered = |day: &Day| {
        let noon = day.at(Clock::NOON);
        segments.iter().any(|one| one.holds(noon))
    };
    let reach = segments.first().zip(segments.last());
    let days: Vec<Day> = reach
        .into_iter()
        .flat_map(|(first, last)| days(first.start().day(), last.end().day().plus(1)))
        .filter(covered)
        .collect();
    let weekend = days.iter().filter(|day| day.weekday() >= 6);
    let mut weekends: Vec<Week> = weekend.map(|day| Week::of(*day)).collect();
    weekends.dedup();
    let named = days.iter().filter(|day| agreement.is_named_day_off(**day));
    let holidays: Vec<Day> = named.copied().collect();
    let off = days.iter().any(|day| !agreement.is_workday(*day));
    let extra = days.iter().any(|day| is_extra(agreement, *day));
    let kind = match (extra, off) {
        (true, _) => DutyKind::Holiday,
        (false, true) => DutyKind::Weekend,
        (false, false) => DutyKind::Night,
    };
    Shape {
        line,
        kind,
        segments,
        weekends,
        holidays,
    }
}

/// Whether a day is off that would not be in another week.
fn is_extra(agreement: &Agreement, day: Day) -> bool {
    let weekdays = &agreement.ordinary.value.weekdays;
    let works = weekdays.iter().any(|one| one.number() == day.weekday());
    works && agreement.is_named_day_off(day)
}

/// The days without ordinary hours that lie whole in a stretch.
fn days_off(agreement: &Agreement, within: Stretch) -> Vec<Day> {
    let reach = days(within.start().day(), within.end().day().plus(1));
    let is_inside = |day: &Day| {
        within.start() <= day.at(Clock::MIDNIGHT) && day.plus(1).at(Clock::MIDNIGHT) <= within.end()
    };
    reach
        .filter(|day| !agreement.is_workday(*day))
        .filter(is_inside)
        .collect()
}

/// The days from one until before another.
fn days(first: Day, end: Day) -> impl Iterator<Item = Day> {
    (0..end.days_since(first)).map(move |number| first.plus(number))
}
