//! Where persons stand on the scale of the items.

use super::Calibration;
use crate::error::{Count, Error};

/// Rounds of the search; it halves when it cannot do better.
const ROUNDS_MAX: usize = 200;

/// Nobody stands farther out, in logits.
const LOGITS_MAX: f64 = 40.0;

/// A person's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Location {
    /// The raw score: the sum of answers counted 0, 1, 2 …
    pub score: usize,
    /// The place on the items' scale, in logits; finite for the lowest and highest score too.
    pub location: f64,
    /// Its standard error, in logits.
    pub error: f64,
}

impl Calibration {
    /// The place of each raw score of a complete sheet, from 0 to the highest.
    ///
    /// Warm's weighted likelihood estimate: the root of r − E(θ) + J(θ) / 2I(θ), where E, I and J are the raw score's
    /// expectation, variance and third central moment at θ; its standard error is 1/√I. Warm (1989), "Weighted
    /// likelihood estimation of ability in item response theory", Psychometrika 54. Thresholds count as known.
    ///
    /// Fails with [`Error::NotConverged`].
    pub fn locations(&self) -> Result<Vec<Location>, Error> {
        let items = self.curves();
        let items: Vec<&Curve> = items.iter().collect();
        let highest: usize = items.iter().map(|item| item.betas.len()).sum();
        (0..=highest).map(|score| warm(score, &items)).collect()
    }

    /// The place of one sheet, with the items it has: one cell per item.
    ///
    /// As [`Calibration::locations`]; fails also with [`Error::Shape`] for another number of items, [`Error::TooFew`]
    /// without any answer, and [`Error::Range`] for a code above those that were calibrated.
    pub fn location(&self, row: &[Option<u8>]) -> Result<Location, Error> {
        if row.len() != self.items.len() {
            return Err(Error::Shape);
        }
        let curves = self.curves();
        let mut score = 0;
        let mut answered = Vec::new();
        for ((cell, item), curve) in row.iter().zip(self.coding.items()).zip(&curves) {
            if let Some(code) = cell {
                score += item.step(*code).ok_or(Error::Range)?;
                answered.push(curve);
            }
        }
        if answered.is_empty() {
            return Err(Error::TooFew {
                what: Count::Items,
                have: 0,
                need: 1,
            });
        }
        warm(score, &answered)
    }

    pub(super) fn curves(&self) -> Vec<Curve> {
        let curve = |item: &super::ItemThresholds| Curve {
            betas: item.cumulative(),
        };
        self.items.iter().map(curve).collect()
    }
}

/// How the answers to one item depend on the place.
pub(super) struct Curve {
    betas: Vec<f64>,
}

/// Central moments of an answer, or of a sum of independent answers.
#[derive(Clone, Copy, Default)]
pub(super) struct Moments {
    pub(super) mean: f64,
    pub(super) variance: f64,
    pub(super) third: f64,
}

impl Curve {
    pub(super) fn moments(&self, place: f64) -> Moments {
        let logs = || {
            let steps = self.betas.iter().zip(1..);
            steps.map(|(beta, step)| f64::from(step) * place - beta)
        };
        let highest = logs().fold(0.0, f64::max);
        let lowest = (-highest).exp();
        let (mut sum, mut mean) = (lowest, 0.0);
        for (log, step) in logs().zip(1..) {
            let weight = (log - highest).exp();
            sum += weight;
            mean += weight * f64::from(step);
        }
        mean /= sum;
        let mut moments = Moments {
            mean,
            variance: lowest / sum * mean * mean,
            third: -lowest / sum * mean * mean * mean,
        };
        for (log, step) in logs().zip(1..) {
            let chance = (log - highest).exp() / sum;
            let off = f64::from(step) - mean;
            moments.variance += chance * off * off;
            moments.third += chance * off * off * off;
        }
        moments
    }
}

fn of_sum(items: &[&Curve], place: f64) -> Moments {
    items
        .iter()
        .map(|item| item.moments(place))
        .fold(Moments::default(), |sum, one| Moments {
            mean: sum.mean + one.mean,
            variance: sum.variance + one.variance,
            third: sum.third + one.third,
        })
}

fn warm(score: usize, items: &[&Curve]) -> Result<Location, Error> {
    let target = score as f64;
    let place = root(items, |sum| {
        target - sum.mean + sum.third / (2.0 * sum.variance)
    })?;
    Ok(Location {
        score,
        location: place,
        error: 1.0 / of_sum(items, place).variance.sqrt(),
    })
}

/// The place where a raw score between the extremes is expected: the maximum likelihood estimate.
pub(super) fn most_likely(score: usize, items: &[&Curve]) -> Result<f64, Error> {
    let target = score as f64;
    root(items, |sum| target - sum.mean)
}

/// Scoring steps (excess over information) inside a bracket that closes from both sides.
fn root(items: &[&Curve], excess: impl Fn(Moments) -> f64) -> Result<f64, Error> {
    let (mut low, mut high) = (-LOGITS_MAX, LOGITS_MAX);
    let mut place = 0.0;
    for _ in 0..ROUNDS_MAX {
        let sum = of_sum(items, place);
        let over = excess(sum);
        if 0.0 < over {
            low = place;
        } else {
            high = place;
        }
        let scoring = place + over / sum.variance;
        let next = if low < scoring && scoring < high {
            scoring
        } else {
            0.5 * (low + high)
        };
        if (next - place).abs() <= 1e-13 * (1.0 + place.abs()) {
            return Ok(next);
        }
        place = next;
    }
    Err(Error::NotConverged { rounds: ROUNDS_MAX })
}
