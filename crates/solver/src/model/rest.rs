//! H7: in each period one window of rest is chosen, with the days off that it takes.

use std::collections::{BTreeMap, BTreeSet};

use hemma_rota_rules::{Calendar, DayNo, DutyNo, PersonNo, Span};

use crate::matrix::sum;

use super::{Meaning, Model, Near, Own};

/// A stretch in which somebody could rest.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Window {
    /// Duties that must not be served for it.
    blocked: BTreeSet<DutyNo>,
    /// Days of ordinary work that must be off for it.
    days: BTreeSet<DayNo>,
}

impl Window {
    /// Whether it asks for nothing that the other does not ask for too.
    fn dominates(&self, other: &Window, shared: &BTreeSet<DayNo>) -> bool {
        let days = if shared.is_disjoint(&self.days) && shared.is_disjoint(&other.days) {
            self.days.len() <= other.days.len()
        } else {
            self.days.is_subset(&other.days)
        };
        days && self.blocked.is_subset(&other.blocked)
    }
}

impl Model<'_> {
    pub(super) fn rest(&mut self, calendar: &Calendar, person: PersonNo, own: &Own, near: &Near) {
        let periods: Vec<Span> = self.problem.periods.values().copied().collect();
        let all: Vec<Vec<Window>> = periods
            .iter()
            .map(|one| self.rest_windows(calendar, person, own, *one))
            .collect();
        let shared = shared_days(&all);
        let mut comp: BTreeMap<DayNo, Vec<(usize, Vec<usize>)>> = BTreeMap::new();
        let pinned = &self.problem.persons[person].pinned_comp;
        let count = i64::try_from(pinned.len()).unwrap_or(0);
        self.matrix.constant += self.problem.comp_cost * count;
        for (at, windows) in all.into_iter().enumerate() {
            let windows = sharpest(windows, &shared);
            let free = windows
                .iter()
                .any(|one| one.blocked.is_empty() && one.days.is_empty());
            if free || self.problem.rules.weekly_rest <= 0 {
                continue;
            }
            let columns = self.choose(own, near, &windows, &shared);
            for (window, column) in windows.iter().zip(&columns) {
                for day in window.days.intersection(&shared) {
                    let uses = comp.entry(*day).or_default();
                    match uses.iter_mut().find(|(period, _)| *period == at) {
                        Some((_, all)) => all.push(*column),
                        None => uses.push((at, vec![*column])),
                    }
                }
            }
        }
        for (_, uses) in comp {
            let day = self.matrix.column(self.problem.comp_cost, 1);
            let any = uses
                .iter()
                .flat_map(|(_, columns)| columns.clone())
                .collect();
            self.meanings.push((day, Meaning::Any(any)));
            for (_, columns) in uses {
                self.matrix
                    .at_most([sum(&columns), vec![(day, -1)]].concat(), 0);
            }
        }
    }

    /// Every window worth a thought: from the period's start, and from each end of work or duty.
    fn rest_windows(
        &self,
        calendar: &Calendar,
        person: PersonNo,
        own: &Own,
        period: Span,
    ) -> Vec<Window> {
        let needed = self.problem.rules.weekly_rest;
        let work = calendar.work_in(person, period);
        let segments = own.keys().flat_map(|duty| {
            let segments = self.problem.duties[*duty].segments.iter();
            segments.map(move |span| (*span, *duty))
        });
        let touching: Vec<(Span, DutyNo)> =
            segments.filter(|(span, _)| span.overlaps(period)).collect();
        let ends = work.iter().map(|(span, _)| span.end);
        let ends = ends.chain(touching.iter().map(|(span, _)| span.end));
        let mut starts: Vec<i64> = std::iter::once(period.start).chain(ends).collect();
        starts.retain(|start| period.start <= *start && start + needed <= period.end);
        starts.sort_unstable();
        starts.dedup();
        let pinned = &self.problem.persons[person].pinned_comp;
        let windows = starts.into_iter().map(|start| {
            let span = Span {
                start,
                end: start + needed,
            };
            let blocked = touching.iter().filter(|(other, _)| other.overlaps(span));
            let days = work.iter().filter(|(other, _)| other.overlaps(span));
            Window {
                blocked: blocked.map(|(_, duty)| *duty).collect(),
                days: days
                    .map(|(_, day)| *day)
                    .filter(|day| !pinned.contains(day))
                    .collect(),
            }
        });
        windows.collect()
    }

    /// One of the windows, none of whose duties are served.
    fn choose(
        &mut self,
        own: &Own,
        near: &Near,
        windows: &[Window],
        shared: &BTreeSet<DayNo>,
    ) -> Vec<usize> {
        let mut columns: Vec<usize> = vec![];
        let mut order: Vec<usize> = (0..windows.len()).collect();
        let price = |window: &Window| {
            let own = window.days.difference(shared).count();
            self.problem.comp_cost * i64::try_from(own).unwrap_or(0)
        };
        let prices: Vec<i64> = windows.iter().map(price).collect();
        order.sort_by_key(|at| windows.get(*at).map(|window| window.days.len()));
        for price in &prices {
            columns.push(self.matrix.column(*price, 1));
        }
        let blocking = |window: &Window| -> Vec<usize> {
            window
                .blocked
                .iter()
                .filter_map(|duty| own.get(duty))
                .copied()
                .collect()
        };
        let mut before = vec![];
        for at in order {
            let (Some(column), Some(window)) = (columns.get(at), windows.get(at)) else {
                continue;
            };
            let forbidding = blocking(window);
            let meaning = Meaning::FirstFree {
                before: before.clone(),
                own: forbidding.clone(),
            };
            before.push(forbidding);
            self.meanings.push((*column, meaning));
        }
        self.matrix.equal(sum(&columns), 1);
        self.exclude(own, near, windows, &columns);
        columns
    }

    /// A duty and the windows that it blocks: one at most. Duties that block the same share a row.
    fn exclude(&mut self, own: &Own, near: &Near, windows: &[Window], columns: &[usize]) {
        let mut alike: BTreeMap<Vec<usize>, Vec<DutyNo>> = BTreeMap::new();
        let all: BTreeSet<DutyNo> = windows.iter().flat_map(|one| one.blocked.clone()).collect();
        for duty in all {
            let blocked = windows.iter().zip(columns);
            let blocked = blocked.filter(|(window, _)| window.blocked.contains(&duty));
            alike
                .entry(blocked.map(|(_, column)| *column).collect())
                .or_default()
                .push(duty);
        }
        for (blocked, duties) in alike {
            let one_row = near.exclude(&duties);
            let rows: Vec<Vec<DutyNo>> = if one_row {
                vec![duties]
            } else {
                duties.into_iter().map(|duty| vec![duty]).collect()
            };
            for row in rows {
                let serving: Vec<usize> = row
                    .iter()
                    .filter_map(|duty| own.get(duty))
                    .copied()
                    .collect();
                self.matrix
                    .at_most(sum(&[serving, blocked.clone()].concat()), 1);
            }
        }
    }
}

/// Days that windows of more than one period want off: they are paid once.
fn shared_days(all: &[Vec<Window>]) -> BTreeSet<DayNo> {
    let mut seen = BTreeSet::new();
    let mut shared = BTreeSet::new();
    for windows in all {
        let days: BTreeSet<DayNo> = windows.iter().flat_map(|one| one.days.clone()).collect();
        shared.extend(days.intersection(&seen).copied().collect::<Vec<_>>());
        seen.extend(days);
    }
    shared
}

/// Without the windows that another one makes needless; of equal ones the first stays.
fn sharpest(windows: Vec<Window>, shared: &BTreeSet<DayNo>) -> Vec<Window> {
    let mut kept: Vec<Window> = vec![];
    for window in windows {
        if kept.iter().any(|other| other.dominates(&window, shared)) {
            continue;
        }
        kept.retain(|other| !window.dominates(other, shared));
        kept.push(window);
    }
    kept
}
