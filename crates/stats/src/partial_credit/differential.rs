//! Does an item mean the same to two groups, for instance in two languages?

use super::coding::Coding;
use super::{Calibration, Unused, calibrate_coded};
use crate::answers::Answers;
use crate::error::Error;
use crate::matrix::{Cholesky, Matrix, dot};
use crate::quantile::chi_square_tail;

/// Two calibrations, and what differs between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Differential {
    /// The group that is compared with.
    pub reference: Calibration,
    /// The group that is compared.
    pub focal: Calibration,
    /// One per item.
    pub items: Vec<ItemDifference>,
}

/// How one item differs.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemDifference {
    /// Location in the focal group less that in the reference group, in logits: above 0, harder to agree with.
    pub difference: f64,
    /// Its standard error, in logits.
    pub error: f64,
    /// The same for each threshold: difference, then standard error.
    pub thresholds: Vec<(f64, f64)>,
    /// Wald's statistic for all thresholds of the item together.
    pub wald: f64,
    /// Its degrees of freedom: the number of thresholds.
    pub freedom: usize,
    /// The chance of so large a statistic if nothing differs.
    pub p: f64,
    /// `p` after Benjamini and Hochberg over all items: flag items below 0.05, and at most 5 % of the flagged are expected to be false.
    pub p_adjusted: f64,
}

/// Compares the thresholds of each item between two groups, each calibrated on its own.
///
/// Both scales have their zero at the mean of all thresholds, so an item stands out against the average of the
/// others; if many items differ in the same direction, the sound ones seem to differ in the other. With differences d
/// and the sum S of both covariance matrices, Wald's statistic is dᵀ S⁻¹ d: Glas and Verhelst (1995), "Tests
/// of fit for polytomous Rasch models", in Fischer and Molenaar, "Rasch models".
///
/// Fails with [`Error::Shape`] if the groups have different items, else as calibrating does. Under [`Unused::Merge`]
/// an answer that either group never gave is merged in both.
pub fn compare(
    reference: &Answers,
    focal: &Answers,
    unused: Unused,
) -> Result<Differential, Error> {
    let coding = Coding::of(&[reference, focal], unused)?;
    let reference = calibrate_coded(reference, coding.clone())?;
    let focal = calibrate_coded(focal, coding)?;
    let mut items = Vec::with_capacity(reference.items.len());
    let mut first = 0;
    for (before, after) in reference.items.iter().zip(&focal.items) {
        let differences: Vec<f64> = after
            .thresholds
            .iter()
            .zip(&before.thresholds)
            .map(|(after, before)| after - before)
            .collect();
        let size = differences.len();
        let mut covariance = Matrix::zeros(size, size);
        for matrix in [&reference.covariance, &focal.covariance] {
            for (to, from) in covariance.rows_mut().zip(matrix.rows().skip(first)) {
                for (cell, value) in to.iter_mut().zip(from.iter().skip(first)) {
                    *cell += value;
                }
            }
        }
        items.push(item_difference(differences, &covariance)?);
        first += size;
    }
    let chances: Vec<f64> = items.iter().map(|item| item.p).collect();
    for (item, adjusted) in items.iter_mut().zip(false_discovery(&chances)) {
        item.p_adjusted = adjusted;
    }
    Ok(Differential {
        reference,
        focal,
        items,
    })
}

fn item_difference(differences: Vec<f64>, covariance: &Matrix) -> Result<ItemDifference, Error> {
    let factor = Cholesky::of(covariance).ok_or(Error::NotIdentified)?;
    let wald = dot(&differences, &factor.solve(&differences));
    let freedom = differences.len();
    let size = freedom as f64;
    let spread: f64 = covariance.rows().flatten().sum();
    let p = chi_square_tail(wald, size)?;
    Ok(ItemDifference {
        difference: differences.iter().sum::<f64>() / size,
        error: spread.max(0.0).sqrt() / size,
        thresholds: differences
            .into_iter()
            .zip(covariance.diagonal().map(f64::sqrt))
            .collect(),
        wald,
        freedom,
        p,
        p_adjusted: p,
    })
}

/// Probabilities adjusted for their number, in the order given: the smallest rate of false discoveries at which each
/// counts.
///
/// Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57.
pub fn false_discovery(chances: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = chances.iter().copied().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let count = chances.len() as f64;
    let mut lowest = 1.0_f64;
    for (above, (_, chance)) in order.iter_mut().enumerate() {
        let rank = count - above as f64;
        lowest = lowest.min(*chance * count / rank);
        *chance = lowest;
    }
    order.sort_by_key(|(place, _)| *place);
    order.into_iter().map(|(_, chance)| chance).collect()
}
