//! Even shares: counts, their squares exactly, and the whole-duty spread with its counting cut.

use std::collections::BTreeMap;

use hemma_rota_rules::problem::{Fair, Member};
use hemma_rota_rules::{DutyNo, FairNo, PersonNo, Span};

use crate::matrix::sum;

use super::{Meaning, Model, by_start};

/// How many duties might stay open before the counting cut stops looking: more are a catastrophe.
const OPEN_MAX: i64 = 60;
/// Whole duties of spread that are looked at; a larger spread needs no cut.
const SPREAD_MAX: i64 = 400;

/// A member of a category in the model.
pub(super) struct Counted {
    member: Member,
    /// The column that counts their units.
    column: usize,
    least: i64,
    most: i64,
}

impl Model<'_> {
    pub(super) fn fairness(&mut self) {
        let categories: Vec<FairNo> = self.problem.fairness.keys().collect();
        for category in categories {
            let counted: Vec<Counted> = self.problem.fairness[category]
                .members
                .iter()
                .map(|member| self.count(category, *member))
                .collect();
            for one in &counted {
                self.square(category, one);
            }
            self.spread(category, &counted);
        }
    }

    /// Counts one member's units.
    fn count(&mut self, category: FairNo, member: Member) -> Counted {
        let fair = &self.problem.fairness[category];
        let (mut terms, mut duties, mut least) = (vec![], vec![], 0);
        for (duty, persons) in self.serves.iter() {
            let units = fair.units[duty];
            let Some(column) = persons.get(&member.person).filter(|_| units != 0) else {
                continue;
            };
            terms.push((*column, units));
            if self.problem.duties[duty].pinned.is_some() {
                least += units;
            } else {
                duties.push(duty);
            }
        }
        let most = least + self.most_units(fair, &mut duties);
        let column = self.matrix.whole(0, (least, most));
        let meaning = Meaning::Sum {
            terms: terms.clone(),
            constant: 0,
        };
        self.meanings.push((column, meaning));
        self.matrix.equal([terms, vec![(column, -1)]].concat(), 0);
        Counted {
            member,
            column,
            least,
            most,
        }
    }

    /// The most units that anybody can serve of these duties, whatever else: no two too near each other.
    fn most_units(&self, fair: &Fair, duties: &mut [DutyNo]) -> i64 {
        let problem = self.problem;
        by_start(problem, duties);
        let range = |duty: &DutyNo| {
            let what = &problem.duties[*duty];
            let (start, end) = (
                what.whole.start,
                what.whole.end + problem.lines[what.line].gap_after,
            );
            Span { start, end }
        };
        // The best up to each end of a duty: by the classic recursion over duties in order of their ends.
        let mut ends: Vec<(i64, i64)> = vec![(i64::MIN, 0)];
        duties.sort_by_key(|duty| (range(duty).end, *duty));
        for duty in duties.iter() {
            let before = ends.partition_point(|(end, _)| *end <= range(duty).start);
            let base = before
                .checked_sub(1)
                .and_then(|at| ends.get(at))
                .map_or(0, |(_, units)| *units);
            let so_far = ends.last().map_or(0, |(_, units)| *units);
            ends.push((range(duty).end, so_far.max(base + fair.units[*duty])));
        }
        ends.last().map_or(0, |(_, units)| *units)
    }

    /// The square of a deviation as a sum of steps, each dearer than the one before.
    fn square(&mut self, category: FairNo, one: &Counted) {
        let weight = self.problem.fairness[category].square_weight;
        let cost = |units: i64| {
            let dev = one.member.dev10(units);
            weight * dev * dev
        };
        self.matrix.constant += cost(one.least);
        if weight == 0 {
            return;
        }
        let mut steps = vec![];
        for units in one.least + 1..=one.most {
            let step = self.matrix.column(cost(units) - cost(units - 1), 1);
            let meaning = Meaning::AtLeast {
                terms: vec![(one.column, 1)],
                least: units,
            };
            self.meanings.push((step, meaning));
            steps.push(step);
        }
        self.matrix
            .equal([sum(&steps), vec![(one.column, -1)]].concat(), -one.least);
    }

    /// Whole duties between the most and the least burdened.
    ///
    /// Targets are in tenths, so that members of one remainder have whole distances, and those of two
    /// remainders whole distances after rounding up: rows between remainders say it all.
    fn spread(&mut self, category: FairNo, counted: &[Counted]) {
        let fair = &self.problem.fairness[category];
        let cost = self.problem.weight_spread * fair.range_weight;
        if cost == 0 || counted.len() < 2 {
            return;
        }
        let mut classes: BTreeMap<i64, Vec<(usize, i64)>> = BTreeMap::new();
        for one in counted {
            let (whole, rest) = (
                one.member.target10.div_euclid(10),
                one.member.target10.rem_euclid(10),
            );
            classes
                .entry(rest)
                .or_default()
                .push((one.column, one.member.hist - whole));
        }
        let (floor, ceiling) = extent(counted);
        let mut ends: Vec<(i64, usize, usize)> = vec![];
        for (rest, members) in classes {
            let most = self.matrix.whole(0, (floor, ceiling));
            let least = self.matrix.whole(0, (floor, ceiling));
            for (column, more) in &members {
                self.matrix.at_least(vec![(most, 1), (*column, -1)], *more);
                self.matrix.at_most(vec![(least, 1), (*column, -1)], *more);
            }
            self.meanings.push((most, Meaning::Most(members.clone())));
            self.meanings.push((least, Meaning::Least(members)));
            ends.push((rest, most, least));
        }
        let spread = self.matrix.whole(cost, (0, ceiling - floor + 1));
        let mut widths = vec![];
        for (rest, most, _) in &ends {
            for (other, _, least) in &ends {
                let more = i64::from(rest < other);
                self.matrix
                    .at_least(vec![(spread, 1), (*most, -1), (*least, 1)], more);
                widths.push((*most, *least, more));
            }
        }
        self.meanings.push((spread, Meaning::Widest(widths)));
        self.counting_cut(category, spread, counted);
    }

    /// However the duties of the category are shared, the spread is at least what counting says; each one
    /// that no member serves may lessen it.
    fn counting_cut(&mut self, category: FairNo, spread: usize, counted: &[Counted]) {
        let fair = &self.problem.fairness[category];
        let mut terms = vec![(spread, 1)];
        let mut all = 0;
        let mut lost = vec![];
        for (duty, persons) in self.serves.iter() {
            let units = fair.units[duty];
            if units == 0 {
                continue;
            }
            let outside = persons
                .iter()
                .filter(|(person, _)| !is_member(fair, **person));
            let mut elsewhere: Vec<usize> = outside.map(|(_, column)| *column).collect();
            elsewhere.extend(self.open[duty]);
            all += units;
            lost.extend(elsewhere.into_iter().map(|column| (column, units)));
        }
        let Some(least) = smallest_spread(counted, all) else {
            return;
        };
        let mut slope = 0;
        for open in 1..=all.min(OPEN_MAX) {
            let then = smallest_spread(counted, all - open).unwrap_or(least);
            slope = slope.max((least - then + open - 1).div_euclid(open));
        }
        if OPEN_MAX < all {
            // Beyond what was counted nothing is known, and this is enough.
            slope = slope.max((least + OPEN_MAX - 1).div_euclid(OPEN_MAX));
        }
        if 0 < least {
            terms.extend(
                lost.into_iter()
                    .map(|(column, units)| (column, units * slope)),
            );
            self.matrix.at_least(terms, least);
        }
    }
}

fn is_member(fair: &Fair, person: PersonNo) -> bool {
    fair.member_of[person].is_some()
}

/// The lowest and the highest count less the whole share.
fn extent(counted: &[Counted]) -> (i64, i64) {
    let ends = counted.iter().map(|one| {
        let base = one.member.hist - one.member.target10.div_euclid(10);
        (base + one.least, base + one.most)
    });
    let floor = ends.clone().map(|(floor, _)| floor).min().unwrap_or(0);
    let ceiling = ends.map(|(_, ceiling)| ceiling).max().unwrap_or(0);
    (floor, ceiling)
}

/// The smallest spread in whole duties with which members can serve exactly so many units together.
///
/// With units of one every count between two limits can be reached; with larger ones this is a floor.
fn smallest_spread(counted: &[Counted], units: i64) -> Option<i64> {
    let devs = counted
        .iter()
        .map(|one| (one.member.dev10(one.least), one.member.dev10(one.most)));
    let lowest = devs.clone().map(|(least, _)| least).min()?;
    let highest = devs.map(|(_, most)| most).max()?;
    let mut spread = 0;
    while spread <= SPREAD_MAX {
        let mut bottoms = lowest..=highest;
        if bottoms.any(|bottom| can_lie(counted, units, (bottom, bottom + 10 * spread))) {
            return Some(spread);
        }
        spread += 1;
    }
    None
}

fn can_lie(counted: &[Counted], units: i64, (bottom, top): (i64, i64)) -> bool {
    let (mut fewest, mut most) = (0, 0);
    for one in counted {
        let base = one.member.dev10(0);
        let least = one.least.max((bottom - base + 9).div_euclid(10));
        let highest = one.most.min((top - base).div_euclid(10));
        if highest < least {
            return false;
        }
        fewest += least;
        most += highest;
    }
    fewest <= units && units <= most
}
