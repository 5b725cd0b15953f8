//! The search for the variance ratios of the highest restricted likelihood.

use super::jet::{Jet, LEVELS_MAX, Number};
use super::nest::Nest;
use super::profile::{Profile, profile};
use crate::error::Error;
use crate::matrix::{Cholesky, Matrix, dot};

/// Steps, those taken back included; ten to twenty are usual.
const ROUNDS_MAX: usize = 200;

/// The search ends when the next step promises less than this of the deviance.
const GAIN_MIN: f64 = 1e-11;

/// Share of the deviance that rounding may add.
const ROUNDING: f64 = 1e-13;

/// ln(1 + λ) of a variance 10¹¹ times the residual one: beyond, there is no residual.
const X_MAX: f64 = 25.0;

/// Damping at its strongest.
const DAMPING_MAX: f64 = 1e10;

/// Ratios that the search looks at first, in every combination of levels.
const GRID: [f64; 6] = [0.0, 0.03, 0.12, 0.4, 1.2, 4.0];

/// The same where there are so many units that one peak remains.
const COARSE_GRID: [f64; 3] = [0.0, 0.05, 0.5];

/// Innermost units up to which the likelihood may have several peaks worth looking for.
const FEW_UNITS_MAX: usize = 5_000;

pub(super) struct Found {
    /// The outermost first; unused levels are 0.
    pub(super) ratios: [f64; LEVELS_MAX],
    pub(super) profile: Profile<Jet>,
    pub(super) deviance: f64,
}

/// The best of the searches from each low place of a grid: with few units the likelihood can have several peaks.
pub(super) fn minimise(nest: &Nest) -> Result<Found, Error> {
    let mut best: Option<Found> = None;
    let mut failed = Error::NotConverged { rounds: ROUNDS_MAX };
    for start in low_places(nest) {
        match descend(nest, start) {
            Ok(found) => {
                if best
                    .as_ref()
                    .is_none_or(|best| found.deviance < best.deviance)
                {
                    best = Some(found);
                }
            }
            Err(error) => failed = error,
        }
    }
    best.ok_or(failed)
}

/// Places of the grid that no neighbour along one level is below.
fn low_places(nest: &Nest) -> Vec<[f64; LEVELS_MAX]> {
    let grid: &[f64] = if nest.leaves.len() <= FEW_UNITS_MAX {
        &GRID
    } else {
        &COARSE_GRID
    };
    let strides: Vec<usize> = std::iter::successors(Some(1), |stride| Some(stride * grid.len()))
        .take(nest.levels.len())
        .collect();
    let digit = |place: usize, stride: &usize| place / stride % grid.len();
    let places: Vec<([f64; LEVELS_MAX], f64)> = (0..grid.len() * strides.last().unwrap_or(&1))
        .map(|place| {
            let mut x = [0.0; LEVELS_MAX];
            for (x, stride) in x.iter_mut().zip(&strides) {
                *x = grid
                    .get(digit(place, stride))
                    .map_or(0.0, |ratio| ratio.ln_1p());
            }
            let deviance: f64 = profile::<f64>(nest, &x).deviance;
            (x, deviance)
        })
        .collect();
    let is_low = |place: usize, deviance: f64| {
        strides.iter().all(|stride| {
            let down = (0 < digit(place, stride)).then(|| place - stride);
            let up = (digit(place, stride) + 1 < grid.len()).then_some(place + stride);
            let mut around = [down, up].into_iter().flatten();
            around.all(|near| places.get(near).is_none_or(|(_, other)| deviance <= *other))
        })
    };
    let lowest = places.iter().enumerate();
    lowest
        .filter(|(place, (_, deviance))| is_low(*place, *deviance))
        .map(|(_, (x, _))| *x)
        .collect()
}

/// Newton's method in x = ln(1 + λ) with exact derivatives, damped where the surface is not convex (Levenberg), within
/// x ≥ 0: a variable at zero with the surface rising away from it stays out of the step.
fn descend(nest: &Nest, start: [f64; LEVELS_MAX]) -> Result<Found, Error> {
    let mut x = start;
    let mut here = profile::<Jet>(nest, &x);
    let mut damping = 0.0;
    for _ in 0..ROUNDS_MAX {
        let free = free(&x, &here.deviance, nest.levels.len());
        if free.is_empty() {
            return found(x, here);
        }
        let Some(step) = step(&here.deviance, &free, damping) else {
            damping = stronger(damping)?;
            continue;
        };
        let next = moved(&x, &free, &step);
        let there = profile::<Jet>(nest, &next);
        let allowed = ROUNDING * (1.0 + here.deviance.value().abs());
        if there.deviance.value() <= here.deviance.value() + allowed {
            let slopes: Vec<f64> = free
                .iter()
                .filter_map(|level| here.deviance.first.get(*level))
                .copied()
                .collect();
            let done = damping == 0.0 && -dot(&slopes, &step) <= GAIN_MIN;
            (x, here) = (next, there);
            if done {
                return found(x, here);
            }
            damping = if damping <= 1e-4 { 0.0 } else { 0.1 * damping };
        } else {
            damping = stronger(damping)?;
        }
    }
    Err(Error::NotConverged { rounds: ROUNDS_MAX })
}

fn found(x: [f64; LEVELS_MAX], profile: Profile<Jet>) -> Result<Found, Error> {
    let deviance = profile.deviance.value();
    if x.iter().any(|x| X_MAX <= *x) || !deviance.is_finite() {
        return Err(Error::NotIdentified);
    }
    Ok(Found {
        ratios: x.map(f64::exp_m1),
        profile,
        deviance,
    })
}

fn stronger(damping: f64) -> Result<f64, Error> {
    let next = (10.0 * damping).max(1e-3);
    if next <= DAMPING_MAX {
        Ok(next)
    } else {
        Err(Error::NotConverged { rounds: ROUNDS_MAX })
    }
}

/// Levels whose variable is inside its range or wants to go there.
fn free(x: &[f64; LEVELS_MAX], deviance: &Jet, levels: usize) -> Vec<usize> {
    let variables = x.iter().zip(&deviance.first).enumerate().take(levels);
    variables
        .filter(|(_, (x, slope))| (0.0 < **x || **slope < 0.0) && (**x < X_MAX || 0.0 < **slope))
        .map(|(level, _)| level)
        .collect()
}

/// `None` where the damped surface is not convex.
fn step(deviance: &Jet, free: &[usize], damping: f64) -> Option<Vec<f64>> {
    let mut curvature = Matrix::zeros(free.len(), free.len());
    let size = |level: &usize| {
        deviance.second(*level, *level).abs()
            + deviance.first.get(*level).map_or(0.0, |slope| slope.abs())
    };
    let scale = free.iter().map(size).fold(0.0, f64::max);
    for (row, i) in curvature.rows_mut().zip(free) {
        for (cell, j) in row.iter_mut().zip(free) {
            *cell = deviance.second(*i, *j) + if i == j { damping * scale } else { 0.0 };
        }
    }
    let downhill: Vec<f64> = free
        .iter()
        .filter_map(|level| deviance.first.get(*level))
        .map(|slope| -slope)
        .collect();
    Cholesky::of(&curvature).map(|factor| factor.solve(&downhill))
}

fn moved(x: &[f64; LEVELS_MAX], free: &[usize], step: &[f64]) -> [f64; LEVELS_MAX] {
    let mut next = *x;
    for (level, step) in free.iter().zip(step) {
        if let Some(x) = next.get_mut(*level) {
            *x = (*x + step).clamp(0.0, X_MAX);
        }
    }
    next
}
