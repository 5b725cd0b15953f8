//! Do the items of an instrument measure one thing, and how well?
//!
//! Everything works from the items' covariance matrix, which is gathered once, in whole numbers, so that the order of
//! rows cannot change the last bit.

pub mod covariance;
pub mod omega;

use crate::error::{Count, Error};
use covariance::Covariance;

/// Cronbach's alpha of the sum of all items.
#[derive(Clone, Debug, PartialEq)]
pub struct Alpha {
    /// At most 1; negative if items contradict each other.
    pub alpha: f64,
    /// Complete rows behind it.
    pub rows: usize,
    /// One per item.
    pub items: Vec<ItemAlpha>,
}

/// What one item does for the sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemAlpha {
    /// Correlation of the item with the sum of the others, −1 to 1; `None` where either never varies.
    pub rest_correlation: Option<f64>,
    /// Alpha of the other items; `None` with fewer than three items, or where the sum of the others never varies.
    pub alpha_if_dropped: Option<f64>,
}

/// Cronbach's alpha, item-rest correlations, and alpha without each item.
///
/// With k items, variances vᵢ and variance V of their sum: α = k / (k − 1) · (1 − Σvᵢ / V). Cronbach (1951),
/// "Coefficient alpha and the internal structure of tests", Psychometrika 16. The item-rest correlation leaves the
/// item out of the sum (Henrysson 1963). Items count as they are keyed: reverse them before.
///
/// Fails with [`Error::TooFew`] below two items, and [`Error::NoVariance`] if the sum never varies.
pub fn alpha(covariance: &Covariance) -> Result<Alpha, Error> {
    let k = covariance.items();
    if k < 2 {
        return Err(Error::TooFew {
            what: Count::Items,
            have: k,
            need: 2,
        });
    }
    let total: f64 = covariance.rows_of_cells().flatten().sum();
    let variances: f64 = covariance.variances().sum();
    let alpha = of_sum(k, variances, total).ok_or(Error::NoVariance)?;
    let items = covariance
        .rows_of_cells()
        .zip(covariance.variances())
        .map(|(row, variance)| {
            let with_total: f64 = row.iter().sum();
            let rest = total - 2.0 * with_total + variance;
            let scale = (variance * rest.max(0.0)).sqrt();
            ItemAlpha {
                rest_correlation: (0.0 < scale)
                    .then(|| ((with_total - variance) / scale).clamp(-1.0, 1.0)),
                alpha_if_dropped: of_sum(k - 1, variances - variance, rest),
            }
        })
        .collect();
    Ok(Alpha {
        alpha,
        rows: covariance.rows(),
        items,
    })
}

fn of_sum(items: usize, variances: f64, total: f64) -> Option<f64> {
    // Rounding of given covariances can leave a trace where there is nothing.
    if items < 2 || total <= 1e-12 * variances {
        return None;
    }
    let k = items as f64;
    Some(k / (k - 1.0) * (1.0 - variances / total))
}

#[cfg(test)]
mod tests;
