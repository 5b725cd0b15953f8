//! Limits of a funnel plot: how far from the network's share a team of some size may lie by chance.

use crate::error::{Count, Error};
use crate::interval::Confidence;
use crate::quantile::beta_share;

/// The limits around a share for `total` cases, lower first, as shares from 0 to 1.
///
/// Exact binomial limits, interpolated between the two counts around each probability so that the lines are smooth:
/// Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics in Medicine 24, appendix A.1.1.
/// `level` between 0 and 1, else [`Error::Range`]; `total` at least 1, else [`Error::TooFew`].
pub fn limits(level: f64, total: u32, confidence: Confidence) -> Result<(f64, f64), Error> {
    if !(0.0..=1.0).contains(&level) {
        return Err(Error::Range);
    }
    if total == 0 {
        return Err(Error::TooFew {
            what: Count::Rows,
            have: 0,
            need: 1,
        });
    }
    if level == 0.0 || level == 1.0 {
        return Ok((level, level));
    }
    let upper = confidence.upper();
    Ok((
        count(level, total, 1.0 - upper)?,
        count(level, total, upper)?,
    ))
}

/// The share at which the distribution reaches a probability.
fn count(level: f64, total: u32, probability: f64) -> Result<f64, Error> {
    let (mut low, mut high) = (0, total);
    while low < high {
        let middle = low + (high - low) / 2;
        if below(level, total, middle)? < probability {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let reached = below(level, total, low)?;
    let before = match low.checked_sub(1) {
        Some(before) => below(level, total, before)?,
        None => 0.0,
    };
    let passed = if before < reached {
        (reached - probability) / (reached - before)
    } else {
        0.0
    };
    Ok(((f64::from(low) - passed) / f64::from(total)).clamp(0.0, 1.0))
}

/// The probability of at most `count`.
fn below(level: f64, total: u32, count: u32) -> Result<f64, Error> {
    if total <= count {
        return Ok(1.0);
    }
    beta_share(
        1.0 - level,
        f64::from(total - count),
        f64::from(count) + 1.0,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn limits_by_hand() {
        // Ten cases at one half: P(X ≤ 1) = 11/1024, P(X ≤ 2) = 56/1024; 0.025 lies 14.6/45 of the way to the second.
        let (lower, upper) = limits(0.5, 10, Confidence::P95).unwrap();
        let want = (2.0 - (56.0 - 25.6) / 45.0) / 10.0;
        assert!((lower - want).abs() < 1e-12, "{lower} {want}");
        // P(X ≤ 7) = 968/1024, P(X ≤ 8) = 1013/1024.
        let want = (8.0 - (1013.0 - 998.4) / 45.0) / 10.0;
        assert!((upper - want).abs() < 1e-12, "{upper} {want}");
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(limits(1.5, 10, Confidence::P95), Err(Error::Range));
        assert!(matches!(
            limits(0.5, 0, Confidence::P95),
            Err(Error::TooFew { .. })
        ));
        assert_eq!(limits(1.0, 3, Confidence::P95), Ok((1.0, 1.0)));
    }

    proptest! {
        #[test]
        fn more_cases_never_widen_the_funnel_by_much(level in 0.01..0.99_f64, total in 1..2000_u32) {
            let (lower, upper) = limits(level, total, Confidence::P99).unwrap();
            prop_assert!(0.0 <= lower && lower <= upper && upper <= 1.0);
            let (narrower, wider) = limits(level, 4 * total, Confidence::P99).unwrap();
            prop_assert!(wider - narrower <= upper - lower + 0.01);
        }
    }
}
