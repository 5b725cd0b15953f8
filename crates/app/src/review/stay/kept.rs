//! Curves as they were when a review was signed, in words that a database keeps.

use hemma_stats::interval::Interval;
use hemma_stats::survival::Step;
use serde::{Deserialize, Serialize};

use super::{BAND_DAYS, Beside, StayCurve, Stays, TimeInTreatment};

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

/// A team's curve, and that of the others as the team saw it.
#[derive(Serialize, Deserialize)]
struct OfTeam {
    own: Written,
    others: Option<Curve>,
}

/// Writes a network's curve.
pub(in crate::review) fn write(stays: &Stays) -> serde_json::Result<String> {
    serde_json::to_string(&written(stays))
}

/// Reads what [`write`] wrote of a network, which is always read from outside.
pub(in crate::review) fn read(text: &str) -> serde_json::Result<Stays> {
    serde_json::from_str(text).map(|written| stays(written, Some(BAND_DAYS)))
}

/// Writes a team's curve with that of the others.
pub(in crate::review) fn write_team(time: &TimeInTreatment) -> serde_json::Result<String> {
    serde_json::to_string(&OfTeam {
        own: written(&time.own),
        others: time.beside.as_ref().map(|beside| curve(beside.curve())),
    })
}

/// Reads what [`write_team`] wrote: the team's own curve has each ending at its day, that of the others has not.
pub(in crate::review) fn read_team(text: &str) -> serde_json::Result<(Stays, Option<Beside>)> {
    let OfTeam { own, others } = serde_json::from_str(text)?;
    let others = others.map(|curve| Beside::Others(stay_curve(curve, Some(BAND_DAYS))));
    Ok((stays(own, None), others))
}

fn written(stays: &Stays) -> Written {
    match stays {
        Stays::None => Written::None,
        Stays::Hidden => Written::Hidden,
        Stays::Known(known) => Written::Known(curve(known)),
    }
}

fn curve(known: &StayCurve) -> Curve {
    let steps = known.steps.iter().map(|step| {
        let share = [step.share.lower, step.share.estimate, step.share.upper];
        WrittenStep(step.after, step.running, step.ended, share)
    });
    Curve {
        cases: known.cases,
        ended: known.ended,
        until: known.until,
        median: known.median,
        running: known.running.clone(),
        steps: steps.collect(),
    }
}

fn stays(written: Written, read_every: Option<u32>) -> Stays {
    match written {
        Written::None => Stays::None,
        Written::Hidden => Stays::Hidden,
        Written::Known(curve) => Stays::Known(stay_curve(curve, read_every)),
    }
}

fn stay_curve(curve: Curve, read_every: Option<u32>) -> StayCurve {
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
    StayCurve {
        cases: curve.cases,
        ended: curve.ended,
        steps: steps.collect(),
        until: curve.until,
        median: curve.median,
        read_every,
        running: curve.running,
    }
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
            read_every: None,
            running: vec![(0, 20), (60, 15)],
        };
        let outside = StayCurve {
            read_every: Some(BAND_DAYS),
            ..curve.clone()
        };
        for stays in [Stays::None, Stays::Hidden, Stays::Known(outside.clone())] {
            assert_eq!(read(&write(&stays).unwrap()).unwrap(), stays);
        }
        let others = Some(Beside::Others(outside));
        for stays in [Stays::None, Stays::Hidden, Stays::Known(curve)] {
            for beside in [None, others.clone()] {
                let day = "2026-01-01".parse().unwrap();
                let time = TimeInTreatment {
                    began: (day, day),
                    own: stays.clone(),
                    beside: beside.clone(),
                    expected: None,
                };
                let told = read_team(&write_team(&time).unwrap()).unwrap();
                assert_eq!(told, (stays.clone(), beside));
            }
        }
        assert!(read("").is_err() && read("{\"known\":{}}").is_err());
    }
}
