//! What statistics make of scores: limits of a trend, and means that do not trust a few scores too much.

use std::collections::BTreeMap;

use hemma_domain::fidelity::{Form, Level, Period, Step, trend};
use hemma_domain::ids::{CaseId, StaffId, TeamId};
use hemma_domain::instrument::{CutOff, Ratio};
use hemma_domain::time::Day;
use hemma_stats::control::{BASELINE_POINTS, Baseline};
use hemma_stats::interval::{self, Confidence};
use hemma_stats::mixed::{self, Model, Scored};

/// A trend with its limits.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    pub step: Step,
    /// The oldest first.
    pub periods: Vec<Period>,
    /// None where fewer than eight periods have a mean, or the first eight do not differ.
    pub limits: Option<Limits>,
    /// For each period, whether its mean lies beyond the limits.
    pub signals: Vec<bool>,
}

/// Between which means chance alone moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    pub center: f64,
    pub lower: f64,
    pub upper: f64,
}

impl Trend {
    /// The last periods up to a day. The limits are those of individual values, from the first eight periods with a
    /// mean.
    pub fn of(forms: &[Form], cut_off: Option<CutOff>, step: Step, until: (u32, Day)) -> Trend {
        let periods = trend(forms, cut_off, step, until);
        let mean = |period: &Period| period.level.mean.map(Ratio::nearest);
        let series: Vec<Option<f64>> = periods.iter().map(mean).collect();
        // Limits of a few periods would call everything chance.
        let is_enough = series.iter().flatten().count() >= BASELINE_POINTS;
        let baseline = is_enough.then(|| Baseline::of(&series).ok()).flatten();
        let signals = match baseline {
            Some(baseline) => baseline.individuals(&series),
            None => vec![None; series.len()],
        };
        Trend {
            step,
            limits: baseline.map(|baseline| {
                let (lower, upper) = baseline.limits();
                Limits {
                    center: baseline.center(),
                    lower,
                    upper,
                }
            }),
            signals: signals
                .iter()
                .map(|point| point.is_some_and(|point| point.signal))
                .collect(),
            periods,
        }
    }
}

/// A number between its limits: in 95 of 100 such intervals the true one lies inside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub estimate: f64,
    pub lower: f64,
    pub upper: f64,
}

impl Estimate {
    /// The share of families above the cut-off, 0 to 1, with Wilson's interval; none without families or a cut-off.
    pub fn above(level: &Level) -> Option<Estimate> {
        let found = interval::wilson(level.above?, level.families, Confidence::P95).ok()?;
        Some(Estimate {
            estimate: found.estimate,
            lower: found.lower,
            upper: found.upper,
        })
    }
}

/// The mean of a unit as the model sees it: the less is known of a unit, the nearer to the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shrunken {
    pub mean: Estimate,
    /// The plain mean.
    pub observed: f64,
}

impl From<&mixed::UnitMean> for Shrunken {
    fn from(unit: &mixed::UnitMean) -> Shrunken {
        Shrunken {
            mean: Estimate {
                estimate: unit.mean,
                lower: unit.interval.lower,
                upper: unit.interval.upper,
            },
            observed: unit.observed,
        }
    }
}

/// Where the differences between scores lie, as shares of the whole variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Between teams; none in a single team.
    pub teams: Option<f64>,
    pub therapists: f64,
    pub families: f64,
    /// Within a family, from one time to the next.
    pub rest: f64,
    /// The mean of the model, and its standard error.
    pub mean: (f64, f64),
    /// Scores behind it.
    pub scores: usize,
}

impl Spread {
    fn of(model: &Model) -> Option<Spread> {
        let shares: Vec<f64> = model.levels.iter().map(|level| level.share).collect();
        let (teams, therapists, families) = match shares.as_slice() {
            [therapists, families] => (None, *therapists, *families),
            [teams, therapists, families] => (Some(*teams), *therapists, *families),
            _ => return None,
        };
        Some(Spread {
            teams,
            therapists,
            families,
            rest: 1.0 - teams.unwrap_or_default() - therapists - families,
            mean: (model.mean, model.mean_error),
            scores: model.scores,
        })
    }
}

/// The means of a team's therapists, drawn towards the team's the less is known of them; empty where no model fits.
pub(super) fn of_therapists(forms: &[Form]) -> (BTreeMap<StaffId, Shrunken>, Option<Spread>) {
    let (mut therapists, mut families) = (Numbers::default(), Numbers::default());
    let scored: Vec<Scored<2>> = forms
        .iter()
        .filter_map(|form| {
            let units = [
                therapists.of(form.therapist?),
                families.of((form.therapist?, form.case)),
            ];
            let score = form.value.nearest();
            Some(Scored { units, score })
        })
        .collect();
    match mixed::fit(&scored) {
        Ok(model) => (therapists.named(model.levels.first()), Spread::of(&model)),
        Err(err) => {
            tracing::debug!(%err, "no model of these therapists");
            (BTreeMap::new(), None)
        }
    }
}

/// The same of a network's teams.
pub(super) fn of_teams(forms: &[Form]) -> (BTreeMap<TeamId, Shrunken>, Option<Spread>) {
    let mut teams = Numbers::<TeamId>::default();
    let mut therapists = Numbers::<(TeamId, StaffId)>::default();
    let mut families = Numbers::<(StaffId, CaseId)>::default();
    let scored: Vec<Scored<3>> = forms
        .iter()
        .filter_map(|form| {
            let therapist = form.therapist?;
            let units = [
                teams.of(form.team),
                therapists.of((form.team, therapist)),
                families.of((therapist, form.case)),
            ];
            let score = form.value.nearest();
            Some(Scored { units, score })
        })
        .collect();
    match mixed::fit(&scored) {
        Ok(model) => (teams.named(model.levels.first()), Spread::of(&model)),
        Err(err) => {
            tracing::debug!(%err, "no model of these teams");
            (BTreeMap::new(), None)
        }
    }
}

/// Numbers for units, as the model wants them.
struct Numbers<T>(BTreeMap<T, u32>);

impl<T> Default for Numbers<T> {
    fn default() -> Numbers<T> {
        Numbers(BTreeMap::new())
    }
}

impl<T: Ord + Copy> Numbers<T> {
    fn of(&mut self, unit: T) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(unit).or_insert(next)
    }

    fn named(&self, level: Option<&mixed::Level>) -> BTreeMap<T, Shrunken> {
        let units = level
            .map(|level| level.units.as_slice())
            .unwrap_or_default();
        let by_number: BTreeMap<u32, Shrunken> =
            units.iter().map(|one| (one.unit, one.into())).collect();
        let named = self.0.iter();
        named
            .filter_map(|(unit, number)| Some((*unit, *by_number.get(number)?)))
            .collect()
    }
}
