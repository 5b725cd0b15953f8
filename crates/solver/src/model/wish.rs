//! Wishes and needs.

use std::collections::BTreeMap;

use hemma_rota_rules::instance::WishKind;
use hemma_rota_rules::{DutyNo, PersonNo};

use crate::matrix::sum;

use super::{Meaning, Model, Near, Own};

impl Model<'_> {
    /// Wishes that the same duties decide are one.
    pub(super) fn wishes(&mut self, person: PersonNo, own: &Own, near: &Near) {
        let problem = self.problem;
        let mut merged: BTreeMap<(bool, Vec<DutyNo>), i64> = BTreeMap::new();
        for wish in problem.persons[person].wishes.iter().copied() {
            let duties = own
                .keys()
                .copied()
                .filter(|duty| problem.touches(wish, *duty));
            let is_off = problem.wishes[wish].kind == WishKind::Off;
            *merged.entry((is_off, duties.collect())).or_insert(0) += problem.wishes[wish].cost;
        }
        for ((is_off, duties), cost) in merged {
            let columns: Vec<usize> = duties
                .iter()
                .filter_map(|duty| own.get(duty))
                .copied()
                .collect();
            if is_off {
                self.off(&columns, cost, near.exclude(&duties));
            } else {
                self.on(columns, cost, near.exclude(&duties));
            }
        }
    }

    fn off(&mut self, columns: &[usize], cost: i64, one_at_most: bool) {
        if one_at_most {
            columns
                .iter()
                .for_each(|column| self.matrix.add_cost(*column, cost));
            return;
        }
        let missed = self.matrix.column(cost, 1);
        for column in columns {
            self.matrix.at_most(vec![(*column, 1), (missed, -1)], 0);
        }
        self.meanings.push((missed, Meaning::Any(columns.to_vec())));
    }

    fn on(&mut self, columns: Vec<usize>, cost: i64, one_at_most: bool) {
        if one_at_most {
            self.matrix.constant += cost;
            columns
                .iter()
                .for_each(|column| self.matrix.add_cost(*column, -cost));
            return;
        }
        self.one_of(columns, cost);
    }

    /// A cost unless one of these is one.
    fn one_of(&mut self, columns: Vec<usize>, cost: i64) {
        let missed = self.matrix.column(cost, 1);
        self.matrix
            .at_least([sum(&columns), vec![(missed, 1)]].concat(), 1);
        self.meanings.push((missed, Meaning::NoneOf(columns)));
    }

    pub(super) fn needs(&mut self) {
        let problem = self.problem;
        for need in problem.needs.values() {
            let mut columns = vec![];
            for duty in &need.duties {
                let known = self.serves[*duty].iter();
                let known = known.filter(|(person, _)| problem.persons[**person].team == need.team);
                columns.extend(known.map(|(_, column)| *column));
            }
            self.one_of(columns, need.cost);
        }
    }
}
