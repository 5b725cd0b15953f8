//! One person's duties: not too near each other, not too many, not too many weekends.

use std::collections::BTreeMap;

use hemma_rota_rules::{DutyNo, PersonNo, Span};

use crate::matrix::sum;

use super::{Meaning, Model, Near, Own, by_start};

impl Model<'_> {
    /// H3: of all duties whose ranges hold one minute, one at most. With ranges these rows say everything.
    pub(super) fn cliques(&mut self, own: &Own) {
        for clique in self.all_cliques(own) {
            let columns: Vec<usize> = clique
                .iter()
                .filter_map(|duty| own.get(duty))
                .copied()
                .collect();
            self.matrix.at_most(sum(&columns), 1);
        }
    }

    /// The largest sets of duties of which a person can serve one at most.
    fn all_cliques(&self, own: &Own) -> Vec<Vec<DutyNo>> {
        let problem = self.problem;
        let mut duties: Vec<DutyNo> = own.keys().copied().collect();
        by_start(problem, &mut duties);
        let range = |duty: &DutyNo| {
            let what = &problem.duties[*duty];
            Span {
                start: what.whole.start,
                end: what.whole.end + problem.lines[what.line].gap_after,
            }
        };
        let mut cliques: Vec<Vec<DutyNo>> = vec![];
        let mut active: Vec<DutyNo> = vec![];
        for duty in duties {
            let start = range(&duty).start;
            if active.iter().any(|other| range(other).end <= start) {
                cliques.push(active.clone());
                active.retain(|other| start < range(other).end);
            }
            active.push(duty);
        }
        cliques.push(active);
        cliques.retain(|clique| 1 < clique.len());
        cliques
    }

    /// H4.
    pub(super) fn windows(&mut self, own: &Own) {
        let rules = self.problem.rules;
        let mut seen: Vec<Vec<usize>> = vec![];
        for span in self.problem.windows.values() {
            let within = own
                .iter()
                .filter(|(duty, _)| span.holds(self.problem.duties[**duty].whole.start));
            let within: Vec<(DutyNo, usize)> =
                within.map(|(duty, column)| (*duty, *column)).collect();
            let columns: Vec<usize> = within.iter().map(|(_, column)| *column).collect();
            if columns.is_empty() || seen.contains(&columns) {
                continue;
            }
            let loads: Vec<i64> = within
                .iter()
                .map(|(duty, _)| self.problem.duties[*duty].load)
                .collect();
            if rules.load_max < loads.iter().sum() {
                let divisor = loads.iter().fold(0, |one, other| gcd(one, *other)).max(1);
                let terms = columns
                    .iter()
                    .copied()
                    .zip(loads.iter().map(|load| load / divisor));
                self.matrix
                    .at_most(terms.collect(), rules.load_max.div_euclid(divisor));
            }
            if usize::try_from(rules.duties_max).is_ok_and(|most| most < columns.len()) {
                self.matrix.at_most(sum(&columns), rules.duties_max);
            }
            seen.push(columns);
        }
    }

    /// H5, and what weekends near each other cost.
    pub(super) fn weekends(&mut self, person: PersonNo, own: &Own, near: &Near) {
        let (gap, close) = (self.problem.rules.weekend_gap, self.problem.close);
        let taken = self.taken_weekends(person, own, near);
        for (first, columns) in &taken {
            let others = taken
                .range(first + 1..)
                .take_while(|(other, _)| *other - first <= gap);
            let others: Vec<usize> = others.flat_map(|(_, columns)| columns.clone()).collect();
            if !others.is_empty() {
                self.matrix
                    .at_most(sum(&[columns.clone(), others].concat()), 1);
            }
        }
        if close.cost == 0 {
            return;
        }
        for (first, columns) in &taken {
            for (last, more) in taken.range(first + 1..) {
                if last - first <= gap || close.max_distance < last - first {
                    continue;
                }
                // What excludes both, and of which one at most is taken, makes the row sharper.
                let between = (last - gap).max(first + 1)..=(first + gap).min(last - 1);
                let between = taken.iter().filter(|(number, _)| between.contains(number));
                let between: Vec<usize> =
                    between.flat_map(|(_, columns)| columns.clone()).collect();
                let terms = sum(&[columns.clone(), more.clone(), between].concat());
                let both = self.matrix.column(close.cost, 1);
                let meaning = Meaning::Above {
                    terms: terms.clone(),
                    number: 1,
                };
                self.meanings.push((both, meaning));
                self.matrix.at_most([terms, vec![(both, -1)]].concat(), 1);
            }
        }
    }

    /// For each weekend the columns whose sum says that it is taken.
    fn taken_weekends(
        &mut self,
        _person: PersonNo,
        own: &Own,
        near: &Near,
    ) -> BTreeMap<i64, Vec<usize>> {
        let mut duties: BTreeMap<i64, Vec<DutyNo>> = BTreeMap::new();
        for duty in own.keys() {
            for weekend in &self.problem.duties[*duty].weekends {
                duties.entry(*weekend).or_default().push(*duty);
            }
        }
        let mut taken = BTreeMap::new();
        for (weekend, duties) in duties {
            let columns: Vec<usize> = duties
                .iter()
                .filter_map(|duty| own.get(duty))
                .copied()
                .collect();
            if near.exclude(&duties) {
                taken.insert(weekend, columns);
                continue;
            }
            let any = self.matrix.column(0, 1);
            for column in &columns {
                self.matrix.at_most(vec![(*column, 1), (any, -1)], 0);
            }
            self.meanings.push((any, Meaning::Any(columns)));
            taken.insert(weekend, vec![any]);
        }
        taken
    }
}

fn gcd(one: i64, other: i64) -> i64 {
    if other == 0 {
        one
    } else {
        gcd(other, one % other)
    }
}
