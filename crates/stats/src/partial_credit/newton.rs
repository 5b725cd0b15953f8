//! The search for the thresholds that make the answers most likely.

use super::coding::Coding;
use super::group::{Group, Grouping};
use super::symmetric::{Conditional, condition};
use crate::error::Error;
use crate::matrix::{Cholesky, Matrix, add_scaled, dot};

/// Newton's method needs five to ten.
const ROUNDS_MAX: usize = 100;

/// The search ends with the step whose largest part is below this, in logits; the error left is about its square.
const STEP_MAX: f64 = 1e-8;

/// A cumulative threshold per step beyond this, in logits, is on its way to infinity.
const LOGITS_MAX: f64 = 60.0;

/// A step that promises a gain may lose this share of the log-likelihood to rounding.
const ROUNDING: f64 = 1e-12;

/// Halvings of a step before giving up.
const HALVINGS_MAX: usize = 40;

pub(super) struct Solution {
    /// Cumulative thresholds βᵢ₁ … βᵢₖ, item after item.
    pub(super) betas: Vec<f64>,
    /// Their covariances under the constraint.
    pub(super) covariance: Matrix,
    pub(super) log_likelihood: f64,
    pub(super) rounds: usize,
}

/// The log-likelihood at one place, with its slope and curvature.
struct Surface {
    log_likelihood: f64,
    gradient: Vec<f64>,
    /// Both triangles are filled.
    information: Matrix,
}

pub(super) fn maximise(coding: &Coding, grouping: &Grouping) -> Result<Solution, Error> {
    let constraint = Constraint::of(coding);
    let mut betas = start(coding, grouping);
    constraint.hold(&mut betas);
    let mut here = surface(coding, grouping, &betas);
    for round in 1..=ROUNDS_MAX {
        let factor = constraint.factor(&here.information)?;
        let step = factor.solve(&here.gradient);
        let size = step.iter().fold(0.0_f64, |size, part| size.max(part.abs()));
        if !size.is_finite() {
            return Err(Error::NotIdentified);
        }
        if size <= STEP_MAX {
            add_scaled(&mut betas, 1.0, &step);
            constraint.hold(&mut betas);
            return Ok(Solution {
                betas,
                covariance: constraint.covariance(&factor, &here.information),
                log_likelihood: here.log_likelihood,
                rounds: round,
            });
        }
        (betas, here) = walk(coding, grouping, &betas, &here, &step)?;
        let farthest = betas
            .iter()
            .zip(&constraint.shift)
            .map(|(beta, step)| (beta / step).abs());
        if LOGITS_MAX < farthest.fold(0.0, f64::max) {
            return Err(Error::NotIdentified);
        }
    }
    Err(Error::NotConverged { rounds: ROUNDS_MAX })
}

/// The full step, or the largest half of a half … that does not lose.
fn walk(
    coding: &Coding,
    grouping: &Grouping,
    betas: &[f64],
    here: &Surface,
    step: &[f64],
) -> Result<(Vec<f64>, Surface), Error> {
    let mut share = 1.0;
    for _ in 0..HALVINGS_MAX {
        let mut next = betas.to_vec();
        add_scaled(&mut next, share, step);
        let there = surface(coding, grouping, &next);
        let allowed = ROUNDING * (1.0 + here.log_likelihood.abs());
        if here.log_likelihood - allowed <= there.log_likelihood {
            return Ok((next, there));
        }
        share *= 0.5;
    }
    Err(Error::NotConverged { rounds: ROUNDS_MAX })
}

/// Where neighbouring answers are equally frequent, as if all persons stood at zero.
fn start(coding: &Coding, grouping: &Grouping) -> Vec<f64> {
    let mut totals = grouping.totals.iter().copied().map(f64::from);
    let rows = grouping.rows() as f64;
    let mut betas = Vec::with_capacity(grouping.totals.len());
    for item in coding.items() {
        let counts: Vec<f64> = totals.by_ref().take(item.thresholds()).collect();
        let lowest = (rows - counts.iter().sum::<f64>()).max(0.5);
        betas.extend(counts.iter().map(|count| (lowest / count.max(0.5)).ln()));
    }
    betas
}

fn surface(coding: &Coding, grouping: &Grouping, betas: &[f64]) -> Surface {
    let weights = Weights::of(coding, betas);
    let size = betas.len();
    let mut surface = Surface {
        log_likelihood: 0.0,
        gradient: grouping
            .totals
            .iter()
            .map(|count| -f64::from(*count))
            .collect(),
        information: Matrix::zeros(size, size),
    };
    surface.log_likelihood = dot(&surface.gradient, betas);
    for group in &grouping.groups {
        let of_items: Vec<&[f64]> = group
            .items
            .iter()
            .filter_map(|item| weights.lists.get(*item))
            .map(Vec::as_slice)
            .collect();
        let conditional = condition(&of_items, group);
        let scale: f64 = group
            .items
            .iter()
            .filter_map(|item| weights.log_scales.get(*item))
            .sum();
        surface.log_likelihood -= conditional.log_sum + group.rows.len() as f64 * scale;
        surface.add(coding, group, &conditional);
    }
    surface.information.mirror_lower();
    surface
}

impl Surface {
    fn add(&mut self, coding: &Coding, group: &Group, from: &Conditional) {
        let places = places(coding, group);
        for (place, (expected, row)) in places
            .iter()
            .zip(from.expected.iter().zip(from.covariance.rows()))
        {
            if let Some(slope) = self.gradient.get_mut(*place) {
                *slope += expected;
            }
            let to = self.information.row_mut(*place);
            for (other, cell) in places.iter().take_while(|other| *other <= place).zip(row) {
                if let Some(sum) = to.get_mut(*other) {
                    *sum += cell;
                }
            }
        }
    }
}

/// Where the thresholds of a group's items stand among those of all items.
fn places(coding: &Coding, group: &Group) -> Vec<usize> {
    let mut places = Vec::new();
    let mut answered = group.items.iter().peekable();
    let mut first = 0;
    for (index, item) in coding.items().iter().enumerate() {
        let next = first + item.thresholds();
        if answered.next_if_eq(&&index).is_some() {
            places.extend(first..next);
        }
        first = next;
    }
    places
}

/// exp(−βᵢₖ) of each item, the lowest answer first, scaled to add up to 1.
struct Weights {
    lists: Vec<Vec<f64>>,
    /// The logarithms of what was divided by.
    log_scales: Vec<f64>,
}

impl Weights {
    fn of(coding: &Coding, betas: &[f64]) -> Weights {
        let mut betas = betas.iter().copied();
        let mut weights = Weights {
            lists: Vec::new(),
            log_scales: Vec::new(),
        };
        for item in coding.items() {
            let logs: Vec<f64> = std::iter::once(0.0)
                .chain(betas.by_ref().take(item.thresholds()).map(|beta| -beta))
                .collect();
            let highest = logs.iter().copied().fold(0.0, f64::max);
            let list: Vec<f64> = logs.iter().map(|log| (log - highest).exp()).collect();
            let sum: f64 = list.iter().sum();
            weights.log_scales.push(highest + sum.ln());
            weights
                .lists
                .push(list.iter().map(|weight| weight / sum).collect());
        }
        weights
    }
}

/// Σᵢₖ τᵢₖ = Σᵢ βᵢₘ = 0, where m is the highest answer of item i.
struct Constraint {
    /// 1 where a cumulative threshold takes part in the sum, 0 elsewhere.
    part: Vec<f64>,
    /// The direction that the likelihood cannot see: all thresholds move alike, βᵢₖ by k.
    shift: Vec<f64>,
}

impl Constraint {
    fn of(coding: &Coding) -> Constraint {
        let steps = coding.items().iter().flat_map(|item| {
            let highest = item.thresholds();
            (1..=highest).map(move |step| (step, step == highest))
        });
        let (part, shift) = steps
            .map(|(step, last)| (f64::from(u8::from(last)), step as f64))
            .unzip();
        Constraint { part, shift }
    }

    fn hold(&self, betas: &mut [f64]) {
        let excess = dot(&self.part, betas) / self.shift.len() as f64;
        add_scaled(betas, -excess, &self.shift);
    }

    /// Weighs the constraint like an average threshold, for the sake of rounding; any weight gives the same steps.
    fn weight(&self, information: &Matrix) -> f64 {
        information.diagonal().sum::<f64>() / self.part.len() as f64
    }

    /// The information with the unseen direction filled by the constraint: a step then keeps the constraint.
    fn factor(&self, information: &Matrix) -> Result<Cholesky, Error> {
        let mut filled = information.clone();
        filled.subtract_outer_lower(-self.weight(information), &self.part);
        Cholesky::of(&filled).ok_or(Error::NotIdentified)
    }

    /// Takes the filling out of the inverse again.
    fn covariance(&self, factor: &Cholesky, information: &Matrix) -> Matrix {
        let mut inverse = factor.inverse();
        let crossing = dot(&self.part, &self.shift);
        let share = 1.0 / (self.weight(information) * crossing * crossing);
        inverse.subtract_outer_lower(share, &self.shift);
        inverse.mirror_lower();
        inverse
    }
}
