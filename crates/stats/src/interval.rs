//! How sure a share or a mean is.

use std::sync::OnceLock;

use crate::error::{Count, Error};
use crate::quantile::{beta_quantile, normal_quantile, student_quantile};

/// An estimate between its limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower limit.
    pub lower: f64,
    /// The share or mean itself.
    pub estimate: f64,
    /// The upper limit.
    pub upper: f64,
}

/// How often an interval made this way holds the true value: more than 0, less than 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confidence(f64);

impl Confidence {
    /// 95 %.
    pub const P95: Confidence = Confidence(0.95);

    /// 99 %.
    pub const P99: Confidence = Confidence(0.99);

    /// Fails with [`Error::Range`] outside (0, 1).
    pub fn new(share: f64) -> Result<Confidence, Error> {
        if 0.0 < share && share < 1.0 {
            Ok(Confidence(share))
        } else {
            Err(Error::Range)
        }
    }

    /// The probability at the upper end, 0.975 for 95 %.
    pub(crate) fn upper(self) -> f64 {
        0.5 + 0.5 * self.0
    }
}

/// Wilson's score interval for `count` of `total`, as shares from 0 to 1.
///
/// The one to show by default: close to its confidence for small totals too. `total` at least 1, else
/// [`Error::TooFew`]; `count` at most `total`, else [`Error::Range`]. Wilson (1927), Journal of the American
/// Statistical Association 22, without continuity correction.
pub fn wilson(count: u32, total: u32, confidence: Confidence) -> Result<Interval, Error> {
    let (k, n) = counted(count, total)?;
    let z = normal_quantile(confidence.upper())?;
    let share = k / n;
    let centre = share + z * z / (2.0 * n);
    let reach = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    let lower = (centre - reach) / scale;
    let upper = (centre + reach) / scale;
    Ok(Interval {
        lower: if count == 0 { 0.0 } else { lower },
        estimate: share,
        upper: if count == total { 1.0 } else { upper },
    })
}

/// The exact interval for `count` of `total`, as shares from 0 to 1.
///
/// It never holds the true share less often than it says, and is wider for that. Same limits and errors as
/// [`wilson`]. Clopper and Pearson (1934), Biometrika 26, through the beta distribution.
pub fn exact(count: u32, total: u32, confidence: Confidence) -> Result<Interval, Error> {
    let (k, n) = counted(count, total)?;
    let upper_tail = confidence.upper();
    let lower = if count == 0 {
        0.0
    } else {
        beta_quantile(1.0 - upper_tail, k, n - k + 1.0)?
    };
    let upper = if count == total {
        1.0
    } else {
        beta_quantile(upper_tail, k + 1.0, n - k)?
    };
    Ok(Interval {
        lower,
        estimate: k / n,
        upper,
    })
}

fn counted(count: u32, total: u32) -> Result<(f64, f64), Error> {
    if total == 0 {
        return Err(Error::TooFew {
            what: Count::Rows,
            have: 0,
            need: 1,
        });
    }
    if total < count {
        return Err(Error::Range);
    }
    Ok((f64::from(count), f64::from(total)))
}

/// Student's interval for the mean of `values`, in their unit.
///
/// At least two values, else [`Error::TooFew`]; all finite, else [`Error::Range`]. Equal values give an interval
/// without width. The order of the values does not matter.
pub fn mean(values: &[f64], confidence: Confidence) -> Result<Interval, Error> {
    if values.len() < 2 {
        return Err(Error::TooFew {
            what: Count::Rows,
            have: values.len(),
            need: 2,
        });
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let centre = sorted.iter().sum::<f64>() / n;
    let squares: f64 = sorted.iter().map(|v| (v - centre).powi(2)).sum();
    student(sorted.len(), (centre, squares), confidence)
}

/// The same for `count` values of which only the mean and the sum of squared distances from it are kept.
///
/// `count` at least 2, else [`Error::TooFew`]; both finite and the sum not negative, else [`Error::Range`].
pub fn mean_of(
    count: u32,
    (mean, squares): (f64, f64),
    confidence: Confidence,
) -> Result<Interval, Error> {
    if count < 2 {
        return Err(Error::TooFew {
            what: Count::Rows,
            have: usize::from(count == 1),
            need: 2,
        });
    }
    if squares < 0.0 {
        return Err(Error::Range);
    }
    let count = usize::try_from(count).map_err(|_| Error::Range)?;
    student(count, (mean, squares), confidence)
}

fn student(
    count: usize,
    (centre, squares): (f64, f64),
    confidence: Confidence,
) -> Result<Interval, Error> {
    let n = count as f64;
    let error = (squares / (n - 1.0) / n).sqrt();
    around(centre, error, reach(count, confidence)?)
}

/// How many standard errors Student's interval of so many values reaches at 95 %: a page asks it of hundreds of teams, of
/// which most have few values.
static REACHES: [OnceLock<f64>; 512] = [const { OnceLock::new() }; 512];

fn reach(count: usize, confidence: Confidence) -> Result<f64, Error> {
    let kept = REACHES.get(count).filter(|_| confidence == Confidence::P95);
    if let Some(reach) = kept.and_then(OnceLock::get) {
        return Ok(*reach);
    }
    let reach = student_quantile(confidence.upper(), count as f64 - 1.0)?;
    Ok(kept.map_or(reach, |kept| *kept.get_or_init(|| reach)))
}

/// The normal interval around `estimate` with this standard error, in the same unit.
///
/// Both finite and the error not negative, else [`Error::Range`].
pub fn normal(estimate: f64, error: f64, confidence: Confidence) -> Result<Interval, Error> {
    around(estimate, error, normal_quantile(confidence.upper())?)
}

fn around(estimate: f64, error: f64, reach: f64) -> Result<Interval, Error> {
    let interval = Interval {
        lower: estimate - reach * error,
        estimate,
        upper: estimate + reach * error,
    };
    if error < 0.0 || !interval.lower.is_finite() || !interval.upper.is_finite() {
        return Err(Error::Range);
    }
    Ok(interval)
}

#[cfg(test)]
mod tests {
    //! Reference values: R 4.2.2, binom.test (exact), prop.test without correction (Wilson), t.test.

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_was_asked_before_is_told_again_and_nothing_else() {
        for (count, confidence) in [
            (2_u32, Confidence::P95),
            (2, Confidence::P99),
            (511, Confidence::P95),
            (512, Confidence::P95),
        ] {
            let fresh = student_quantile(confidence.upper(), f64::from(count) - 1.0).unwrap();
            for _ in 0..2 {
                let count = usize::try_from(count).unwrap();
                assert_eq!(reach(count, confidence), Ok(fresh), "{count}");
            }
        }
    }

    #[track_caller]
    fn check(have: Result<Interval, Error>, lower: f64, upper: f64) {
        let have = have.unwrap();
        assert!((have.lower - lower).abs() < 1e-12, "{have:?}");
        assert!((have.upper - upper).abs() < 1e-12, "{have:?}");
    }

    #[test]
    fn shares() {
        let p95 = Confidence::P95;
        check(
            wilson(8, 10, p95),
            0.490_162_471_536_641_8,
            0.943_317_848_545_624_7,
        );
        check(wilson(0, 12, p95), 0.0, 0.242_494_006_655_240_8);
        check(wilson(12, 12, p95), 0.757_505_993_344_759_2, 1.0);
        check(
            exact(8, 10, p95),
            0.443_904_537_692_358_6,
            0.974_789_273_673_166_6,
        );
        check(exact(0, 12, p95), 0.0, 0.264_648_469_397_051_1);
        check(exact(12, 12, p95), 0.735_351_530_602_948_9, 1.0);
        check(
            exact(500, 1982, Confidence::P99),
            0.227_512_311_951_439_5,
            0.278_232_666_077_187_8,
        );
    }

    #[test]
    fn means() {
        let values = [0.61, 0.7, 0.55, 0.82, 0.77];
        check(
            mean(&values, Confidence::P95),
            0.552_013_192_178_467,
            0.827_986_807_821_532_9,
        );
        let spread = 0.111_130_553_854_464_f64;
        let error = spread / 5.0_f64.sqrt();
        let p90 = Confidence::new(0.9).unwrap();
        check(
            normal(0.69, error, p90),
            0.608_252_264_058_166_9,
            0.771_747_735_941_833,
        );
        check(mean(&[0.5, 0.5, 0.5], Confidence::P95), 0.5, 0.5);
        // The same five values as above, by their sums.
        check(
            mean_of(5, (0.69, 0.0494), Confidence::P95),
            0.552_013_192_178_467,
            0.827_986_807_821_532_9,
        );
    }

    #[test]
    fn says_what_is_wrong() {
        let few = |have, need| {
            Err(Error::TooFew {
                what: Count::Rows,
                have,
                need,
            })
        };
        assert_eq!(wilson(0, 0, Confidence::P95), few(0, 1));
        assert_eq!(exact(3, 2, Confidence::P95), Err(Error::Range));
        assert_eq!(mean(&[], Confidence::P95), few(0, 2));
        assert_eq!(mean(&[1.0, f64::NAN], Confidence::P95), Err(Error::Range));
        assert_eq!(mean_of(1, (0.5, 0.0), Confidence::P95), few(1, 2));
        assert_eq!(mean_of(3, (0.5, -1.0), Confidence::P95), Err(Error::Range));
        assert_eq!(normal(1.0, -1.0, Confidence::P95), Err(Error::Range));
        assert_eq!(Confidence::new(1.0), Err(Error::Range));
    }

    proptest! {
        #[test]
        fn intervals_hold_their_share((total, count) in (1..100_000_u32).prop_flat_map(|total| (Just(total), 0..=total))) {
            for have in [wilson(count, total, Confidence::P95), exact(count, total, Confidence::P95)] {
                let have = have.unwrap();
                prop_assert!(0.0 <= have.lower && have.lower <= have.estimate, "{:?}", have);
                prop_assert!(have.estimate <= have.upper && have.upper <= 1.0, "{:?}", have);
            }
        }

        #[test]
        fn order_of_values_never_matters(mut values in prop::collection::vec(-10.0..10.0_f64, 2..40)) {
            let forward = mean(&values, Confidence::P95);
            values.reverse();
            prop_assert_eq!(forward, mean(&values, Confidence::P95));
        }
    }
}
