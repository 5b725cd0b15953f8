//! McDonald's omega: how much of the sum is the one thing that the items share.

use super::covariance::Covariance;
use crate::error::{Count, Error};
use crate::matrix::{Matrix, dot};

/// Rounds of the search; a clear factor needs tens, a faint one thousands.
const ROUNDS_MAX: usize = 50_000;

/// The largest change of a loading in the last round.
const CHANGE_MAX: f64 = 1e-13;

/// McDonald's omega total under one factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Omega {
    /// Share of the variance of the items' sum that the factor explains, 0 to 1.
    pub omega: f64,
    /// The same for the sum of standardised items.
    pub omega_standardised: f64,
    /// Correlation of each item with the factor, −1 to 1, in the items' order; mostly positive.
    pub loadings: Vec<f64>,
    /// Whether a loading stands at ±1, so that an item has no error of its own (a Heywood case): read omega with
    /// care.
    pub at_bound: bool,
}

/// McDonald's omega total from a one-factor model of the items' correlations.
///
/// With loadings λᵢ, standard deviations sᵢ and unique shares ψᵢ = 1 − λᵢ²: ω = (Σ sᵢλᵢ)² / ((Σ sᵢλᵢ)² + Σ sᵢ²ψᵢ).
/// McDonald (1999), "Test theory: a unified treatment", chapter 6. The loadings minimise the squares of the
/// off-diagonal residuals (minres): Harman and Jones (1966), one loading at a time, kept within ±1 after Harman and
/// Fukuda (1966), Psychometrika 31.
///
/// Fails with [`Error::TooFew`] below three items, [`Error::Constant`] if an item never varies,
/// [`Error::NotIdentified`] if the items are uncorrelated or their sum never varies, and [`Error::NotConverged`].
pub fn total(covariance: &Covariance) -> Result<Omega, Error> {
    let items = covariance.items();
    if items < 3 {
        return Err(Error::TooFew {
            what: Count::Items,
            have: items,
            need: 3,
        });
    }
    if let Some(item) = covariance.variances().position(|variance| variance <= 0.0) {
        return Err(Error::Constant { item });
    }
    let deviations: Vec<f64> = covariance.variances().map(f64::sqrt).collect();
    let correlations = correlations(covariance, &deviations);
    let mut loadings = minres(&correlations)?;
    if dot(&loadings, &deviations) < 0.0 {
        loadings.iter_mut().for_each(|loading| *loading = -*loading);
    }
    let ones = vec![1.0; items];
    Ok(Omega {
        omega: explained(&loadings, &deviations)?,
        omega_standardised: explained(&loadings, &ones)?,
        at_bound: loadings.iter().any(|loading| 1.0 <= loading.abs()),
        loadings,
    })
}

/// Nothing is explained of a sum that never varies, as where half of the items are the other half turned round.
fn explained(loadings: &[f64], deviations: &[f64]) -> Result<f64, Error> {
    let common = dot(loadings, deviations).powi(2);
    let unique: f64 = loadings
        .iter()
        .zip(deviations)
        .map(|(loading, deviation)| (1.0 - loading * loading) * deviation * deviation)
        .sum();
    let whole = common + unique;
    if 0.0 < whole {
        Ok(common / whole)
    } else {
        Err(Error::NotIdentified)
    }
}

/// Zero on the diagonal, which minres does not look at.
fn correlations(covariance: &Covariance, deviations: &[f64]) -> Matrix {
    let items = covariance.items();
    let mut matrix = Matrix::zeros(items, items);
    let rows = matrix.rows_mut().zip(covariance.rows_of_cells());
    for (i, ((to, from), left)) in rows.zip(deviations).enumerate() {
        for ((cell, value), right) in to.iter_mut().zip(from).zip(deviations) {
            *cell = value / (left * right);
        }
        if let Some(own) = to.get_mut(i) {
            *own = 0.0;
        }
    }
    matrix
}

fn minres(correlations: &Matrix) -> Result<Vec<f64>, Error> {
    // The item most like the others shows where the factor lies.
    let mut loadings: Vec<f64> = Vec::new();
    let mut most = 0.0;
    for (i, row) in correlations.rows().enumerate() {
        let size = dot(row, row);
        if most < size {
            most = size;
            loadings = row.to_vec();
            if let Some(own) = loadings.get_mut(i) {
                *own = 0.7;
            }
        }
    }
    if loadings.is_empty() {
        return Err(Error::NotIdentified);
    }
    let mut squares = dot(&loadings, &loadings);
    for _ in 0..ROUNDS_MAX {
        let mut change = 0.0_f64;
        for (i, row) in correlations.rows().enumerate() {
            let product = dot(row, &loadings);
            let Some(loading) = loadings.get_mut(i) else {
                continue;
            };
            let others = squares - *loading * *loading;
            if others <= 1e-12 {
                return Err(Error::NotIdentified);
            }
            let next = (product / others).clamp(-1.0, 1.0);
            change = change.max((next - *loading).abs());
            squares = others + next * next;
            *loading = next;
        }
        if change <= CHANGE_MAX {
            return Ok(loadings);
        }
        squares = dot(&loadings, &loadings);
    }
    Err(Error::NotConverged { rounds: ROUNDS_MAX })
}
