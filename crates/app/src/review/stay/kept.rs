//! A curve of all teams as it was, in words that a database keeps.

use hemma_stats::interval::Interval;
use hemma_stats::survival::Step;
use serde::{Deserialize, Serialize};

use super::{StayCurve, Stays};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Written {
    None,
    Hidden,
    Known(Curve),
}

#[derive(Serialize, Deserialize)]
struct Curve {
    cases: u32,
    ended: u32,
    until: u32,
    median: Option<u32>,
    running: Vec<(u32, u32)>,
    steps: Vec<WrittenStep>,
}

/// After how many days, how many were going on and ended, and the share with its interval.
#[derive(Serialize, Deserialize)]
struct WrittenStep(u32, u32, u32, [f64; 3]);

/// Writes a curve.
pub(in crate::review) fn write(stays: &Stays) -> serde_json::Result<String> {
    let written = match stays {
        Stays::None => Written::None,
        Stays::Hidden => Written::Hidden,
        Stays::Known(curve) => {
            let steps = curve.steps.iter().map(|step| {
                let share = [step.share.lower, step.share.estimate, step.share.upper];
                WrittenStep(step.after, step.running, step.ended, share)
            });
            Written::Known(Curve {
                cases: curve.cases,
                ended: curve.ended,
                until: curve.until,
                median: curve.median,
                running: curve.running.clone(),
                steps: steps.collect(),
            })
        }
    };
    serde_json::to_string(&written)
}

/// Reads what [`write`] wrote.
pub(in crate::review) fn read(text: &str) -> serde_json::Result<Stays> {
    Ok(match serde_json::from_str(text)? {
        Written::None => Stays::None,
        Written::Hidden => Stays::Hidden,
        Written::Known(curve) => {
            let steps = curve.steps.into_iter().map(|one| {
                let WrittenStep(after, running, ended, [lower, estimate, upper]) = one;
                Step {
                    after,
                    running,
                    ended,
                    share: Interval {
                        lower,
                        estimate,
                        upper,
                    },
                }
            });
            Stays::Known(StayCurve {
                cases: curve.cases,
                ended: curve.ended,
                steps: steps.collect(),
                until: curve.until,
                median: curve.median,
                running: curve.running,
            })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_comes_back_as_it_was() {
        let step = Step {
            after: 60,
            running: 20,
            ended: 5,
            share: Interval {
                lower: 0.5,
                estimate: 0.75,
                upper: 0.875,
            },
        };
        let curve = StayCurve {
            cases: 20,
            ended: 5,
            steps: vec![step],
            until: 60,
            median: None,
            running: vec![(0, 20), (60, 15)],
        };
        for stays in [Stays::None, Stays::Hidden, Stays::Known(curve)] {
            assert_eq!(read(&write(&stays).unwrap()).unwrap(), stays);
        }
        assert!(read("").is_err() && read("{\"known\":{}}").is_err());
    }
}
