//! Where everybody stands, and in which lane each line runs.

use super::GenoPerson;
use super::rank::{Couple, Family, Kin};
use crate::canvas::{Format, Point, at};
use crate::text::Type;

pub(super) const NAME: Type = Type::plain(15.0);
pub(super) const SUB: Type = Type::plain(13.0);
/// Half the side of a sign.
pub(super) const HALF: f64 = 18.0;
/// A bend needs less room than a person.
const BEND: f64 = 14.0;
const LANE: f64 = 9.0;
/// A line that is this little off is drawn straight.
const KINK: f64 = 5.0;
/// The household's line makes no step smaller than this; a wider one could reach a neighbour's name.
const STEP_MIN: f64 = 10.0;
/// Room for the word at the household's line.
const CAPTION: f64 = 20.0;
const MARGIN: f64 = 12.0;

/// A person's lines of text.
#[derive(Clone, Debug, Default)]
pub(super) struct Label {
    pub(super) name: Vec<String>,
    pub(super) sub: Vec<String>,
}

impl Label {
    fn height(&self) -> f64 {
        let name: f64 = self.name.iter().map(|_| NAME.line_height()).sum();
        let sub: f64 = self.sub.iter().map(|_| SUB.line_height()).sum();
        name + sub
    }
}

/// A line between partners who do not stand side by side, led above the row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bracket {
    pub(super) couple: usize,
    pub(super) y: f64,
}

/// Where a family's line starts, and the height of its sibling line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stem {
    pub(super) from: Point,
    pub(super) bus: f64,
}

/// A run of people in one row who live together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) row: usize,
    pub(super) left: f64,
    pub(super) right: f64,
}

/// A finished layout.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) rows: Vec<Vec<usize>>,
    pub(super) cell: f64,
    pub(super) xs: Vec<f64>,
    /// The middle of the signs of each row.
    pub(super) ys: Vec<f64>,
    /// The end of the labels of each row, with the household's word.
    pub(super) ends: Vec<f64>,
    pub(super) labels: Vec<Label>,
    pub(super) brackets: Vec<Bracket>,
    pub(super) stems: Vec<Stem>,
    /// Runs that hang together, from the top.
    pub(super) homes: Vec<Vec<Run>>,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Plan {
    pub(super) fn new(
        kin: &Kin,
        rows: Vec<Vec<usize>>,
        people: &[GenoPerson],
        format: Format,
    ) -> Plan {
        let cell = match format {
            Format::Page => 108.0,
            Format::Phone => 92.0,
        };
        let mut plan = Plan {
            xs: vec![0.0; kin.nodes.len()],
            rows,
            cell,
            ..Plan::default()
        };
        plan.labels = people.iter().map(|person| plan.label(person)).collect();
        plan.place_x(kin);
        plan.homes = plan.homes(people);
        for home in &mut plan.homes {
            straighten(home);
        }
        plan.place_y(kin);
        plan
    }

    fn label(&self, person: &GenoPerson) -> Label {
        let width = self.cell - 20.0;
        Label {
            name: NAME.wrap(&person.label, width, 2).lines,
            sub: SUB.wrap(&person.sub_label, width, 2).lines,
        }
    }

    pub(super) fn x(&self, node: usize) -> f64 {
        self.xs.get(node).copied().unwrap_or_default()
    }

    pub(super) fn y(&self, row: usize) -> f64 {
        self.ys.get(row).copied().unwrap_or_default()
    }

    pub(super) fn end(&self, row: usize) -> f64 {
        self.ends.get(row).copied().unwrap_or_default()
    }

    fn mean(&self, nodes: impl Iterator<Item = usize>) -> f64 {
        let xs: Vec<f64> = nodes.map(|n| self.x(n)).collect();
        xs.iter().sum::<f64>() / xs.len().max(1) as f64
    }

    fn place_x(&mut self, kin: &Kin) {
        let rows = self.rows.clone();
        let gaps: Vec<Vec<f64>> = rows.iter().map(|row| self.gaps(kin, row)).collect();
        for (row, gaps) in rows.iter().zip(&gaps) {
            let wishes: Vec<f64> = row.iter().map(|_| 0.0).collect();
            self.settle(row, gaps, &wishes);
        }
        // The wishes settle within a few rounds; more would move nothing visible.
        for _ in 0..24 {
            for (row, gaps) in rows.iter().zip(&gaps) {
                let wishes: Vec<f64> = row.iter().map(|node| self.wish(kin, *node)).collect();
                self.settle(row, gaps, &wishes);
            }
            for (row, gaps) in rows.iter().zip(&gaps).rev() {
                let wishes: Vec<f64> = row.iter().map(|node| self.wish(kin, *node)).collect();
                self.settle(row, gaps, &wishes);
            }
        }
        let low = self.xs.iter().copied().fold(f64::INFINITY, f64::min);
        let low = if low.is_finite() { low } else { 0.0 };
        let high = self.xs.iter().copied().fold(low, f64::max);
        self.width = (high - low + self.cell + 2.0 * MARGIN).max(340.0);
        let shift = (self.width - (high - low)) / 2.0 - low;
        for x in &mut self.xs {
            *x = (*x + shift).round();
        }
    }

    /// The least distance of each node from the one before.
    fn gaps(&self, kin: &Kin, row: &[usize]) -> Vec<f64> {
        let half = |node: usize| match kin.nodes.get(node).and_then(|n| n.person) {
            Some(_) => self.cell / 2.0,
            None => BEND,
        };
        let siblings = |a: usize, b: usize| {
            let has = |f: &Family, n: usize| f.children.iter().any(|(c, _)| *c == n);
            kin.families.iter().any(|f| has(f, a) && has(f, b))
        };
        let mut gaps = vec![0.0];
        for (a, b) in row.iter().zip(row.iter().skip(1)) {
            let related = kin.is_couple(*a, *b) || siblings(*a, *b);
            let extra = if related { 0.0 } else { 14.0 };
            gaps.push(half(*a) + half(*b) + extra);
        }
        gaps
    }

    /// Where a node would like to stand: below its parents, above its children, beside its partner.
    fn wish(&self, kin: &Kin, node: usize) -> f64 {
        let x = self.x(node);
        let (mut sum, mut weight) = (x * 0.05, 0.05);
        for family in &kin.families {
            let children = || family.children.iter().map(|(c, _)| *c);
            let middle = |nodes: Vec<f64>| {
                let low = nodes.iter().copied().fold(f64::INFINITY, f64::min);
                let high = nodes.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                f64::midpoint(low, high)
            };
            let below = middle(children().map(|c| self.x(c)).collect());
            let above = self.mean(family.parents.iter().copied());
            if children().any(|c| c == node) {
                sum += above + (x - below);
                weight += 1.0;
            } else if family.parents.contains(&node) {
                sum += below + (x - above);
                weight += 1.0;
            }
        }
        for couple in &kin.couples {
            let other = match node {
                n if n == couple.a => couple.b,
                n if n == couple.b => couple.a,
                _ => continue,
            };
            let side = if x < self.x(other) { -1.0 } else { 1.0 };
            sum += 0.5 * (self.x(other) + side * self.cell);
            weight += 0.5;
        }
        sum / weight
    }

    /// The places nearest to the wishes that keep order and distance: least squares, pooling neighbours that collide.
    fn settle(&mut self, row: &[usize], gaps: &[f64], wishes: &[f64]) {
        let mut pools: Vec<(f64, f64)> = Vec::new();
        let mut offset = 0.0;
        let mut offsets = Vec::new();
        for (gap, wish) in gaps.iter().zip(wishes) {
            offset += gap;
            offsets.push(offset);
            let mut pool = (wish - offset, 1.0);
            while let Some(last) = pools.last().copied() {
                if last.0 <= pool.0 {
                    break;
                }
                pools.pop();
                let count = last.1 + pool.1;
                pool = ((last.0 * last.1 + pool.0 * pool.1) / count, count);
            }
            pools.push(pool);
        }
        let mut values = pools.iter().copied();
        let mut current = values.next();
        for (node, offset) in row.iter().zip(offsets) {
            while current.is_some_and(|pool| pool.1 < 0.5) {
                current = values.next();
            }
            if let (Some(pool), Some(x)) = (current.as_mut(), self.xs.get_mut(*node)) {
                *x = pool.0 + offset;
                pool.1 -= 1.0;
            }
        }
    }

    /// Runs of the household in neighbouring rows that overlap hang together; a row with two runs stands alone.
    fn homes(&self, people: &[GenoPerson]) -> Vec<Vec<Run>> {
        let mut homes: Vec<Vec<Run>> = Vec::new();
        let mut joinable = false;
        for (row, nodes) in self.rows.iter().enumerate() {
            let runs = self.runs(row, nodes, people);
            let is_one = runs.len() == 1;
            for run in runs {
                let last = homes.last().and_then(|h| h.last()).copied();
                let overlaps = last.is_some_and(|last| {
                    last.row + 1 == row
                        && last.left < run.right - 30.0
                        && run.left < last.right - 30.0
                });
                match homes.last_mut() {
                    Some(home) if is_one && joinable && overlaps => home.push(run),
                    _ => homes.push(vec![run]),
                }
            }
            joinable = is_one;
        }
        homes
    }

    fn runs(&self, row: usize, nodes: &[usize], people: &[GenoPerson]) -> Vec<Run> {
        let reach = self.cell / 2.0 - 5.0;
        let mut runs: Vec<Run> = Vec::new();
        let mut open = false;
        for node in nodes {
            let at_home = people.get(*node).is_some_and(|p| p.in_household);
            let (left, right) = (self.x(*node) - reach, self.x(*node) + reach);
            match runs.last_mut() {
                Some(run) if open && at_home => run.right = right,
                _ if at_home => runs.push(Run { row, left, right }),
                _ => {}
            }
            open = at_home;
        }
        runs
    }

    fn place_y(&mut self, kin: &Kin) {
        let mut y = 6.0;
        for row in 0..self.rows.len() {
            let above = self.bracket_lanes(kin, row);
            let lanes = above.iter().map(|(_, lane)| lane + 1).max().unwrap_or(0);
            let middle = y + lanes as f64 * LANE + 14.0 + HALF;
            for (couple, lane) in above {
                self.brackets.push(Bracket {
                    couple,
                    y: middle - HALF - 14.0 - lane as f64 * LANE,
                });
            }
            self.ys.push(middle);
            let nodes = self.rows.get(row).cloned().unwrap_or_default();
            let labels = nodes.iter().filter_map(|n| self.labels.get(*n));
            let label = labels.map(Label::height).fold(0.0, f64::max);
            let is_end = self
                .homes
                .iter()
                .any(|h| h.last().is_some_and(|r| r.row == row));
            let caption = if is_end { CAPTION } else { 0.0 };
            let end = middle + HALF + 5.0 + label + 4.0 + caption;
            self.ends.push(end);
            let below = self.place_stems(kin, row, end);
            y = end + below;
        }
        self.height = y + 8.0;
    }

    fn neighbours(&self, row: usize, couple: &Couple) -> bool {
        self.rows.get(row).is_some_and(|nodes| {
            let mut pairs = nodes.iter().zip(nodes.iter().skip(1));
            pairs.any(|(a, b)| {
                (*a == couple.a && *b == couple.b) || (*a == couple.b && *b == couple.a)
            })
        })
    }

    /// A lane above the row for each couple that does not stand side by side.
    fn bracket_lanes(&self, kin: &Kin, row: usize) -> Vec<(usize, usize)> {
        let mut taken: Vec<(usize, f64, f64)> = Vec::new();
        let mut lanes = Vec::new();
        for (i, couple) in kin.couples.iter().enumerate() {
            let is_here = kin.nodes.get(couple.a).is_some_and(|n| n.row == row);
            if !is_here || self.neighbours(row, couple) {
                continue;
            }
            let (a, b) = (self.x(couple.a), self.x(couple.b));
            let (left, right) = (a.min(b), a.max(b));
            let lane = free_lane(&taken, left, right);
            taken.push((lane, left, right));
            lanes.push((i, lane));
        }
        lanes
    }

    /// Finds the start of each family of a row and the lane of its sibling line; gives the room they need.
    fn place_stems(&mut self, kin: &Kin, row: usize, end: f64) -> f64 {
        let mut used: Vec<f64> = Vec::new();
        let mut taken: Vec<(usize, f64, f64)> = Vec::new();
        let mut lanes = 0;
        if row == 0 {
            self.stems = kin
                .families
                .iter()
                .map(|_| Stem {
                    from: at(0.0, 0.0),
                    bus: 0.0,
                })
                .collect();
        }
        let here: Vec<usize> = self.families_from_wide(kin, row);
        for i in here {
            let Some(family) = kin.families.get(i) else {
                continue;
            };
            let mut stem = self.stem(kin, row, family);
            // A bend is fixed: the line above it ends at its very place.
            let is_fixed = family.parents.iter().any(|p| *p >= self.labels.len());
            if !is_fixed {
                stem.from.x = self.clear_x(family, stem.from.x, &used);
            }
            used.push(stem.from.x);
            let children = family.children.iter().map(|(c, _)| self.x(*c));
            let (left, right) =
                children.fold((stem.from.x, stem.from.x), |(l, r), x| (l.min(x), r.max(x)));
            let lane = free_lane(&taken, left, right);
            taken.push((lane, left, right));
            lanes = lanes.max(lane + 1);
            stem.bus = end + 12.0 + lane as f64 * LANE;
            if let Some(place) = self.stems.get_mut(i) {
                *place = stem;
            }
        }
        if lanes == 0 {
            0.0
        } else {
            12.0 + lanes as f64 * LANE
        }
    }

    /// A start near x that spares the line a kink, and that no other line of the row has.
    fn clear_x(&self, family: &Family, x: f64, used: &[f64]) -> f64 {
        let mut below = family.children.iter().map(|(child, _)| self.x(*child));
        let x = below.find(|child| (child - x).abs() <= KINK).unwrap_or(x);
        let is_free = |x: f64| used.iter().all(|u| (u - x).abs() > 3.0);
        let shifts = [0.0, 5.0, -5.0];
        x + shifts.into_iter().find(|s| is_free(x + s)).unwrap_or(0.0)
    }

    /// The families of a row; those whose stem stands over another family's child come first, so that their sibling
    /// line lies higher and no two upright lines cover each other.
    fn families_from_wide(&self, kin: &Kin, row: usize) -> Vec<usize> {
        let is_here = |f: &Family| {
            let first = f.parents.first().and_then(|p| kin.nodes.get(*p));
            first.is_some_and(|n| n.row == row)
        };
        let mut here: Vec<(bool, usize)> = Vec::new();
        for (i, family) in kin.families.iter().enumerate().filter(|(_, f)| is_here(f)) {
            let x = self.stem(kin, row, family).from.x;
            let mut others = kin.families.iter().enumerate();
            let over_child = others.any(|(j, other)| {
                let mut children = other.children.iter();
                j != i && is_here(other) && children.any(|(c, _)| (self.x(*c) - x).abs() < 6.0)
            });
            here.push((!over_child, i));
        }
        here.sort_unstable();
        here.into_iter().map(|(_, i)| i).collect()
    }

    fn stem(&self, kin: &Kin, row: usize, family: &Family) -> Stem {
        let y = self.y(row);
        let new = |x: f64, y: f64| Stem {
            from: at(x, y),
            bus: 0.0,
        };
        match (family.parents.first(), family.parents.get(1)) {
            (Some(a), Some(b)) => {
                let (left, right) = if self.x(*a) < self.x(*b) {
                    (*a, *b)
                } else {
                    (*b, *a)
                };
                let nodes = self.rows.get(row).map_or(&[][..], Vec::as_slice);
                let below = self.mean(family.children.iter().map(|(c, _)| *c));
                let bracket = self.brackets.iter().find(|bracket| {
                    let couple = kin.couples.get(bracket.couple);
                    couple.is_some_and(|c| (c.a, c.b) == (*a, *b) || (c.a, c.b) == (*b, *a))
                });
                let inside = nodes.iter().zip(nodes.iter().skip(1));
                let inside = inside
                    .filter(|(p, q)| self.x(**p) >= self.x(left) && self.x(**q) <= self.x(right));
                let gaps = inside.map(|(p, q)| f64::midpoint(self.x(*p), self.x(*q)));
                let x = gaps.min_by(|p, q| (p - below).abs().total_cmp(&(q - below).abs()));
                let x = x.unwrap_or_else(|| f64::midpoint(self.x(left), self.x(right)));
                new(x, bracket.map_or(y, |b| b.y))
            }
            (Some(parent), None) => {
                // The line of a single parent starts below the name, which hangs between it and the sign.
                let label = self.labels.get(*parent).map(Label::height);
                let below = label.map_or(0.0, |height| height + 9.0);
                new(self.x(*parent), y + HALF + below)
            }
            _ => new(0.0, y),
        }
    }
}

/// Sides that are a little apart become one straight side.
fn straighten(home: &mut [Run]) {
    for i in 1..home.len() {
        let (above, below) = home.split_at_mut(i);
        if let (Some(above), Some(below)) = (above.last_mut(), below.first_mut()) {
            if (above.left - below.left).abs() <= STEP_MIN {
                above.left = above.left.min(below.left);
                below.left = above.left;
            }
            if (above.right - below.right).abs() <= STEP_MIN {
                above.right = above.right.max(below.right);
                below.right = above.right;
            }
        }
    }
}

/// The first lane where nothing lies between left and right.
fn free_lane(taken: &[(usize, f64, f64)], left: f64, right: f64) -> usize {
    (0..=taken.len())
        .find(|lane| {
            let mut there = taken.iter().filter(|(l, _, _)| l == lane);
            there.all(|(_, l, r)| right + 8.0 < *l || *r + 8.0 < left)
        })
        .unwrap_or(taken.len())
}
