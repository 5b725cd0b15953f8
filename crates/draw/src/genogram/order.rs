//! Who stands beside whom: a search for the order with the fewest crossings and the shortest lines.

use super::rank::{Kin, pick};
use super::{GenoPerson, Sex};

/// Tries allowed in the search; ten times what an ordinary family takes, and a few milliseconds.
const TRIES_MAX: u32 = 5_000;

/// The nodes of each row from left to right.
pub(super) fn rows(kin: &Kin, people: &[GenoPerson]) -> Vec<Vec<usize>> {
    let mut search = Search {
        kin,
        people,
        rows: first_rows(kin),
        tries: 0,
    };
    search.run();
    search.rows
}

/// Everybody in the order of a walk from partner to children, which keeps families together.
fn first_rows(kin: &Kin) -> Vec<Vec<usize>> {
    let count = kin.nodes.iter().map(|n| n.row + 1).max().unwrap_or(0);
    let mut rows = vec![Vec::new(); count];
    let mut seen = vec![false; kin.nodes.len()];
    for start in 0..kin.nodes.len() {
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            let Some(was_seen) = seen.get_mut(node) else {
                continue;
            };
            if std::mem::replace(was_seen, true) {
                continue;
            }
            let row = kin.nodes.get(node).map_or(0, |n| n.row);
            if let Some(row) = rows.get_mut(row) {
                row.push(node);
            }
            let families = kin.families.iter().filter(|f| f.parents.contains(&node));
            for family in families {
                open.extend(family.children.iter().rev().map(|(child, _)| *child));
            }
            let couples = kin.couples.iter().rev();
            open.extend(couples.filter_map(|c| match node {
                n if n == c.a => Some(c.b),
                n if n == c.b => Some(c.a),
                _ => None,
            }));
        }
    }
    rows
}

struct Search<'a> {
    kin: &'a Kin,
    people: &'a [GenoPerson],
    rows: Vec<Vec<usize>>,
    tries: u32,
}

impl Search<'_> {
    fn run(&mut self) {
        let mut best = self.cost();
        loop {
            let before = best;
            for row in 0..self.rows.len() {
                best = self.improve_row(row, best);
            }
            if best >= before - 1e-6 || self.tries >= TRIES_MAX {
                return;
            }
        }
    }

    /// Moves one to three neighbours at a time to wherever the whole gets better.
    fn improve_row(&mut self, row: usize, mut best: f64) -> f64 {
        let len = self.rows.get(row).map_or(0, Vec::len);
        for size in 1..=3.min(len) {
            for from in 0..=len - size {
                for to in 0..=len - size {
                    if from == to || self.tries >= TRIES_MAX {
                        continue;
                    }
                    self.tries += 1;
                    let Some(old) = self.rows.get(row).cloned() else {
                        return best;
                    };
                    let mut new = old.clone();
                    let moved: Vec<usize> = new.drain(from..from + size).collect();
                    let tail = new.split_off(to.min(new.len()));
                    new.extend(moved);
                    new.extend(tail);
                    self.set(row, new);
                    let cost = self.cost();
                    if cost < best - 1e-6 {
                        best = cost;
                    } else {
                        self.set(row, old);
                    }
                }
            }
        }
        best
    }

    fn set(&mut self, row: usize, order: Vec<usize>) {
        if let Some(place) = self.rows.get_mut(row) {
            *place = order;
        }
    }

    fn cost(&self) -> f64 {
        let mut place = vec![0; self.kin.nodes.len()];
        let mut centred = vec![0.0; self.kin.nodes.len()];
        for row in &self.rows {
            let half = row.len() as f64 / 2.0;
            for (i, node) in row.iter().enumerate() {
                if let (Some(p), Some(c)) = (place.get_mut(*node), centred.get_mut(*node)) {
                    *p = i;
                    *c = i as f64 + 0.5 - half;
                }
            }
        }
        self.couples_cost(&place)
            + self.families_cost(&place, &centred)
            + self.crossings_cost(&place)
            + self.household_cost()
    }

    /// Partners stand side by side, by custom the man to the left.
    fn couples_cost(&self, place: &[usize]) -> f64 {
        let mut cost = 0.0;
        for couple in &self.kin.couples {
            let (a, b) = (pick(place, couple.a), pick(place, couple.b));
            cost += (a.abs_diff(b).max(1) - 1) as f64 * 7.0;
            let sex = |i: usize| self.people.get(i).map(|p| p.sex);
            let is_reversed = match (sex(couple.a), sex(couple.b)) {
                (Some(Sex::M), Some(Sex::F)) => a > b,
                (Some(Sex::F), Some(Sex::M)) => b > a,
                _ => false,
            };
            cost += if is_reversed { 0.4 } else { 0.0 };
        }
        cost
    }

    /// Siblings stand together in their order, below their parents.
    fn families_cost(&self, place: &[usize], centred: &[f64]) -> f64 {
        let mut cost = 0.0;
        let mean = |nodes: &mut dyn Iterator<Item = usize>| {
            let found: Vec<f64> = nodes.filter_map(|n| centred.get(n).copied()).collect();
            found.iter().sum::<f64>() / (found.len().max(1)) as f64
        };
        for family in &self.kin.families {
            let places: Vec<usize> = family
                .children
                .iter()
                .map(|(c, _)| pick(place, *c))
                .collect();
            let low = places.iter().copied().min().unwrap_or(0);
            let high = places.iter().copied().max().unwrap_or(0);
            cost += (high + 1 - low).saturating_sub(places.len()) as f64 * 1.5;
            let pairs = places.iter().zip(places.iter().skip(1));
            cost += pairs.filter(|(a, b)| a > b).count() as f64 * 0.7;
            let above = mean(&mut family.parents.iter().copied());
            let below = mean(&mut family.children.iter().map(|(c, _)| *c));
            cost += (above - below).abs() * 0.5;
        }
        cost
    }

    fn crossings_cost(&self, place: &[usize]) -> f64 {
        let mut edges: Vec<(usize, usize, usize)> = Vec::new();
        for family in &self.kin.families {
            let Some(first) = family.parents.first() else {
                continue;
            };
            let row = self.kin.nodes.get(*first).map_or(0, |n| n.row);
            let sum: usize = family.parents.iter().map(|p| 2 * pick(place, *p)).sum();
            let above = sum / family.parents.len().max(1);
            for (child, _) in &family.children {
                edges.push((row, above, pick(place, *child)));
            }
        }
        let mut crossings = 0.0;
        for (i, a) in edges.iter().enumerate() {
            for b in edges.iter().skip(i + 1) {
                let crosses = (a.1 < b.1 && a.2 > b.2) || (a.1 > b.1 && a.2 < b.2);
                if a.0 == b.0 && crosses {
                    crossings += 3.0;
                }
            }
        }
        crossings
    }

    /// Nobody else stands between the members of the household.
    fn household_cost(&self) -> f64 {
        let mut cost = 0.0;
        for row in &self.rows {
            let at_home = |node: &usize| self.people.get(*node).is_some_and(|p| p.in_household);
            let first = row.iter().position(at_home);
            let last = row.iter().rposition(at_home);
            if let (Some(first), Some(last)) = (first, last) {
                let home = row.iter().filter(|n| at_home(n)).count();
                cost += (last + 1 - first - home) as f64 * 2.5;
            }
        }
        cost
    }
}
