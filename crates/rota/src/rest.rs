//! Weekly rest: free stretches, and the days off that make one.

use crate::moment::{Minute, Span};
use crate::number::{DayNo, DutyNo, PeriodNo, PersonNo, Table};
use crate::problem::Problem;

/// Each person's ordinary work, by time, without the dates that are off.
#[derive(Debug, Clone)]
pub struct Calendar {
    work: Table<PersonNo, Vec<(Span, DayNo)>>,
}

/// How a period of weekly rest can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rest {
    /// As things are.
    Kept,
    /// With these comp days, the fewest that do.
    WithDays(Vec<DayNo>),
    /// Not with any comp day.
    Impossible,
}

impl Calendar {
    /// Everybody's ordinary work.
    pub fn of(problem: &Problem) -> Calendar {
        let work = problem.persons.keys().map(|person| {
            let days = problem.days.iter();
            let days = days.filter(|(day, _)| problem.works_on(person, *day));
            let mut work: Vec<(Span, DayNo)> = days
                .flat_map(|(day, what)| what.work.iter().map(move |span| (*span, day)))
                .collect();
            work.sort_unstable();
            work
        });
        Calendar {
            work: Table::of(work.collect()),
        }
    }

    /// The person's ordinary work that touches a time.
    pub fn work_in(&self, person: PersonNo, time: Span) -> &[(Span, DayNo)] {
        let work = &self.work[person];
        let from = work.partition_point(|(span, _)| span.end <= time.start);
        let until = work.partition_point(|(span, _)| span.start < time.end);
        work.get(from..until.max(from)).unwrap_or_default()
    }

    /// How the person's rest in a period can be kept, on call in `on_call` (by start), with the days in
    /// `given` off already.
    pub fn rest(
        &self,
        (person, period, needed): (PersonNo, Span, i64),
        on_call: &[Span],
        given: &[DayNo],
    ) -> Rest {
        if needed <= 0 {
            return Rest::Kept;
        }
        let work = self.work_in(person, period);
        let mut best: Option<Vec<DayNo>> = None;
        for free in gaps(on_call, period) {
            if free.minutes() < needed {
                continue;
            }
            let ends = work.iter().map(|(span, _)| span.end);
            let starts = std::iter::once(free.start).chain(ends);
            for start in starts.filter(|start| free.start <= *start && start + needed <= free.end) {
                let window = Span {
                    start,
                    end: start + needed,
                };
                let days = days_in_the_way(work, window, given);
                if days.is_empty() {
                    return Rest::Kept;
                }
                if best.as_ref().is_none_or(|best| days.len() < best.len()) {
                    best = Some(days);
                }
            }
        }
        best.map_or(Rest::Impossible, Rest::WithDays)
    }
}

fn days_in_the_way(work: &[(Span, DayNo)], window: Span, given: &[DayNo]) -> Vec<DayNo> {
    let touching = work.iter().filter(|(span, _)| span.overlaps(window));
    let mut days: Vec<DayNo> = touching
        .map(|(_, day)| *day)
        .filter(|day| !given.contains(day))
        .collect();
    days.dedup();
    days
}

/// The stretches of a period that lie outside `busy`, which is in order of start.
pub(crate) fn gaps(busy: &[Span], period: Span) -> Vec<Span> {
    let mut gaps = vec![];
    let mut from = period.start;
    for one in busy.iter().filter(|one| one.overlaps(period)) {
        if from < one.start {
            let (start, end) = (from, one.start);
            gaps.push(Span { start, end });
        }
        from = from.max(one.end);
    }
    if from < period.end {
        let (start, end) = (from, period.end);
        gaps.push(Span { start, end });
    }
    gaps
}

/// All stretches on call of these duties, by start.
pub(crate) fn on_call(problem: &Problem, duties: &[DutyNo]) -> Vec<Span> {
    let segments = duties
        .iter()
        .flat_map(|duty| &problem.duties[*duty].segments);
    let mut spans: Vec<Span> = segments.copied().collect();
    spans.sort_unstable();
    spans
}

/// The longest stretch of a period free of duties and of work, where `comp` are days off.
pub(crate) fn longest_free(
    (problem, calendar): (&Problem, &Calendar),
    (person, period): (PersonNo, PeriodNo),
    on_call: &[Span],
    comp: &[DayNo],
) -> Minute {
    let period = problem.periods[period];
    let work = calendar.work_in(person, period).iter();
    let work = work.filter(|(_, day)| !comp.contains(day));
    let mut busy: Vec<Span> = work.map(|(span, _)| *span).collect();
    busy.extend(on_call.iter().filter(|one| one.overlaps(period)));
    busy.sort_unstable();
    let free = gaps(&busy, period).into_iter().map(Span::minutes);
    free.max().unwrap_or(0)
}
