//! Masters' partial credit model: where the items stand on one scale.
//!
//! A person at θ gives item i the answer k with a probability proportional to exp(kθ − βᵢₖ), where βᵢₖ = τᵢ₁ + … +
//! τᵢₖ and βᵢ₀ = 0: τᵢₖ is the place where answers k − 1 and k are equally likely. Masters (1982), "A Rasch model for
//! partial credit scoring", Psychometrika 47. With two answers this is the Rasch model.
//!
//! The thresholds are estimated by conditional maximum likelihood: given the raw score, the persons' places drop out.
//! What the estimate needs are counts per item and answer, and per pattern of missing answers and raw score, so that
//! its time hardly depends on the number of rows. The scale's zero is the mean of all thresholds, Σᵢₖ τᵢₖ = 0; R's
//! `psychotools::threshpar` normalises so too.

mod coding;
pub mod differential;
pub mod fit;
mod group;
mod newton;
pub mod person;
mod symmetric;
mod thresholds;

use crate::answers::Answers;
use crate::error::Error;
use crate::matrix::Matrix;
use coding::Coding;
use group::Grouping;

/// Thresholds of all items together: their covariance matrix takes 8 bytes for each pair, inverting it 10⁹ steps.
pub const THRESHOLDS_MAX: usize = 1_000;

/// Different sets of answered items that are counted, the most frequent ones; rows of others are left out, which costs
/// precision but moves nothing. Each set takes a step of its own in every round, a tenth of a millisecond for 28 items
/// with five answers.
pub const PATTERNS_MAX: usize = 4_000;

/// What to do about an answer that nobody gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unused {
    /// Fail with [`Error::Unused`]: a threshold beside it cannot be estimated.
    Refuse,
    /// Count it with the next lower answer in use (the next higher one at the lower end), as psychotools'
    /// `nullcats = "downcode"` does. Between groups an answer is in use if each group gave it.
    Merge,
}

/// A calibrated instrument.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    items: Vec<ItemThresholds>,
    covariance: Matrix,
    log_likelihood: f64,
    rounds: usize,
    rows: usize,
    left_out: usize,
    coding: Coding,
}

/// The thresholds of one item.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemThresholds {
    /// The answers' codes, ascending; codes between them were merged downwards.
    pub codes: Vec<u8>,
    /// Where each answer but the first takes over from the one before, in logits; not always ascending.
    pub thresholds: Vec<f64>,
    /// Their standard errors, in logits.
    pub errors: Vec<f64>,
}

impl ItemThresholds {
    /// The mean of the thresholds, in logits: how hard the item is to agree with.
    pub fn location(&self) -> f64 {
        self.thresholds.iter().sum::<f64>() / self.thresholds.len().max(1) as f64
    }

    /// βᵢ₁ … βᵢₖ.
    fn cumulative(&self) -> Vec<f64> {
        let mut sum = 0.0;
        let add = |threshold: &f64| {
            sum += threshold;
            sum
        };
        self.thresholds.iter().map(add).collect()
    }
}

impl Calibration {
    /// One per item, in the table's order.
    pub fn items(&self) -> &[ItemThresholds] {
        &self.items
    }

    /// Covariances of the thresholds, item after item, one row per threshold. They sum to zero, as the thresholds do.
    pub fn covariance(&self) -> impl Iterator<Item = &[f64]> {
        self.covariance.rows()
    }

    /// The conditional log-likelihood of the answers, never positive.
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// Newton steps that were needed.
    pub fn rounds(&self) -> usize {
        self.rounds
    }

    /// Rows that count: those with at least one answer, less those left out.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Rows left out because more than [`PATTERNS_MAX`] sets of items were answered and theirs are among the rarest.
    pub fn left_out(&self) -> usize {
        self.left_out
    }
}

/// Calibrates the items by conditional maximum likelihood, with standard errors from the observed information.
///
/// Missing answers are taken as missing at random: each row counts with the items it has, up to
/// [`PATTERNS_MAX`] sets of items. The thresholds are
/// converged to about 1e-10; the order of rows does not change a bit of them.
///
/// Fails with [`Error::TooFew`] below two items or without answers, [`Error::TooMany`] above [`THRESHOLDS_MAX`],
/// [`Error::Constant`] and [`Error::Unused`] as those say, [`Error::NotIdentified`] if items are not connected through
/// rows or answers order themselves perfectly, and [`Error::NotConverged`].
pub fn calibrate(answers: &Answers, unused: Unused) -> Result<Calibration, Error> {
    let coding = Coding::of(&[answers], unused)?;
    calibrate_coded(answers, coding)
}

fn calibrate_coded(answers: &Answers, coding: Coding) -> Result<Calibration, Error> {
    let grouping = Grouping::of(answers, &coding)?;
    let solution = newton::maximise(&coding, &grouping)?;
    let covariance = thresholds::covariance(&coding, solution.covariance);
    let mut betas = solution.betas.iter().copied();
    let mut variances = covariance.diagonal();
    let mut items = Vec::with_capacity(answers.items());
    for item in coding.items() {
        let mut before = 0.0;
        let step = |beta: f64| beta - std::mem::replace(&mut before, beta);
        let count = item.thresholds();
        items.push(ItemThresholds {
            codes: item.codes().to_vec(),
            thresholds: betas.by_ref().take(count).map(step).collect(),
            errors: variances.by_ref().take(count).map(f64::sqrt).collect(),
        });
    }
    drop(variances);
    let numbers = items
        .iter()
        .flat_map(|item| item.thresholds.iter().chain(&item.errors));
    if !numbers.copied().all(f64::is_finite) {
        return Err(Error::NotIdentified);
    }
    Ok(Calibration {
        items,
        covariance,
        log_likelihood: solution.log_likelihood,
        rounds: solution.rounds,
        rows: grouping.rows(),
        left_out: grouping.left_out,
        coding,
    })
}

#[cfg(test)]
mod tests;
