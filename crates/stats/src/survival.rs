//! How long something lasts, where part of it is not over yet.

use crate::error::{Count, Error};
use crate::interval::{Confidence, Interval};
use crate::quantile::normal_quantile;

/// One course: how long it has lasted, and whether it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// In whole units, such as days.
    pub lasted: u32,
    /// Whether it ended then; otherwise it was still running.
    pub is_over: bool,
}

/// A step of a survival curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// After so many units.
    pub after: u32,
    /// How many were running until then.
    pub running: u32,
    /// How many ended then.
    pub ended: u32,
    /// The share that lasts longer, with its limits.
    pub share: Interval,
}

/// The curve of Kaplan and Meier (1958), one step for each length at which something ended.
///
/// Limits by Greenwood's variance on the scale log(−log), which stay within 0 and 1 (Kalbfleisch and Prentice 1980); at
/// a share of 0 there are none, and both limits are the share. Fails with [`Error::TooFew`] without courses.
pub fn curve(courses: &[Course], confidence: Confidence) -> Result<Vec<Step>, Error> {
    if courses.is_empty() {
        return Err(Error::TooFew {
            what: Count::Rows,
            have: 0,
            need: 1,
        });
    }
    let z = normal_quantile(confidence.upper())?;
    let mut sorted = courses.to_vec();
    // What ended and what was still running after the same time: the running ones were there when it ended.
    sorted.sort_by_key(|course| (course.lasted, !course.is_over));
    let mut steps = vec![];
    let (mut share, mut greenwood) = (1.0_f64, 0.0_f64);
    let mut running = u32::try_from(sorted.len()).map_err(|_| Error::Range)?;
    for group in sorted.chunk_by(|one, next| one.lasted == next.lasted) {
        let ended = group.iter().filter(|course| course.is_over).count();
        let ended = u32::try_from(ended).map_err(|_| Error::Range)?;
        if 0 < ended {
            let (d, n) = (f64::from(ended), f64::from(running));
            share *= 1.0 - d / n;
            greenwood += d / (n * (n - d));
            let limits = if ended < running {
                reach(share, greenwood, z)
            } else {
                (0.0, 0.0)
            };
            steps.push(Step {
                after: group.first().map_or(0, |course| course.lasted),
                running,
                ended,
                share: Interval {
                    lower: limits.0,
                    estimate: if ended < running { share } else { 0.0 },
                    upper: limits.1,
                },
            });
        }
        running -= u32::try_from(group.len()).map_err(|_| Error::Range)?;
    }
    Ok(steps)
}

/// The limits of a share strictly between 0 and 1.
fn reach(share: f64, greenwood: f64, z: f64) -> (f64, f64) {
    let error = z * greenwood.sqrt() / share.ln();
    (share.powf((-error).exp()), share.powf(error.exp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn courses(told: &[(u32, bool)]) -> Vec<Course> {
        let courses = told.iter();
        courses
            .map(|(lasted, is_over)| Course {
                lasted: *lasted,
                is_over: *is_over,
            })
            .collect()
    }

    #[test]
    fn a_curve_by_hand() {
        // 6, 6, 6, 7, 10, 13, 16, 22, 23 ended; 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35 did not: Freireich's
        // remissions, whose curve every textbook has.
        let over = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|lasted| (lasted, true));
        let running = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|lasted| (lasted, false));
        let steps = curve(
            &courses(&[over.as_slice(), &running].concat()),
            Confidence::P95,
        )
        .unwrap();
        let told: Vec<(u32, u32, u32)> = steps
            .iter()
            .map(|step| (step.after, step.running, step.ended))
            .collect();
        assert_eq!(
            told,
            [
                (6, 21, 3),
                (7, 17, 1),
                (10, 15, 1),
                (13, 12, 1),
                (16, 11, 1),
                (22, 7, 1),
                (23, 6, 1)
            ]
        );
        let wanted = [
            0.857_142_857,
            0.806_722_689,
            0.752_941_176,
            0.690_196_078,
            0.627_450_980,
            0.537_815_126,
            0.448_179_272,
        ];
        for (step, want) in steps.iter().zip(wanted) {
            assert!((step.share.estimate - want).abs() < 1e-9, "{step:?}");
        }
        let first = steps[0].share;
        assert!(
            (first.lower - 0.619_717_955_265_983_8).abs() < 1e-12
                && (first.upper - 0.951_551_747_646_997).abs() < 1e-12,
            "{first:?}"
        );
    }

    #[test]
    fn ends_of_the_curve() {
        let all = curve(&courses(&[(3, true), (5, true)]), Confidence::P95).unwrap();
        assert_eq!(
            all[1].share,
            Interval {
                lower: 0.0,
                estimate: 0.0,
                upper: 0.0
            }
        );
        assert_eq!(curve(&courses(&[(3, false)]), Confidence::P95), Ok(vec![]));
        assert!(matches!(
            curve(&[], Confidence::P95),
            Err(Error::TooFew { .. })
        ));
    }
}
