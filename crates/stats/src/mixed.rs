//! A linear mixed model of nested scores: how much is the team, the therapist, the family?
//!
//! score = μ + b(outermost unit) + b(unit within it) + … + error, with one normal random part per level: lme4's
//! `score ~ 1 + (1 | team / therapist / family)`, fitted by restricted maximum likelihood (REML: Patterson and
//! Thompson 1971, Biometrika 58). An inner unit is named within its outer one; the same name elsewhere is another
//! unit.
//!
//! No matrix is formed. A unit's block of the covariance matrix is its children's blocks plus a constant, so the
//! Sherman-Morrison formula and the determinant lemma carry three numbers per unit from the families up, and the
//! likelihood takes time in proportion to the units (`profile.rs`); the best predictions come back down the same way
//! (`units.rs`).

mod jet;
mod nest;
mod profile;
mod search;
mod units;

use crate::error::{Count, Error};
use crate::interval::Interval;
use nest::Nest;

/// One score, and the units it belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored<const LEVELS: usize> {
    /// The outermost first, for instance team, therapist, family.
    pub units: [u32; LEVELS],
    /// In any unit; finite.
    pub score: f64,
}

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// μ, in the unit of the scores.
    pub mean: f64,
    /// Its standard error.
    pub mean_error: f64,
    /// The variance of scores within an innermost unit, in squared units; positive.
    pub residual_variance: f64,
    /// −2 times the restricted log-likelihood, as lme4's `REMLcrit` defines it.
    pub deviance: f64,
    /// The outermost first.
    pub levels: Vec<Level>,
    /// How many scores there are.
    pub scores: usize,
}

/// One level of a fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The variance between units of this level within the same outer unit, in squared units; 0 if the units differ
    /// no more than chance would have it.
    pub variance: f64,
    /// This level's part of the whole variance, 0 to 1.
    pub share: f64,
    /// The intraclass correlation: that of two scores of the same unit of this level, 0 to 1; the shares of this
    /// level and all outer ones together.
    pub icc: f64,
    /// Sorted by outer unit, then by name.
    pub units: Vec<UnitMean>,
}

/// What the model says about one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitMean {
    /// Its name.
    pub unit: u32,
    /// The place of its outer unit in the level before; 0 at the outermost level.
    pub within: usize,
    /// How many scores it has.
    pub scores: usize,
    /// Their plain mean.
    pub observed: f64,
    /// How far the unit stands from its outer unit (from μ at the outermost level): the best linear unbiased
    /// prediction.
    pub effect: f64,
    /// The standard error of `effect` given the variances and μ: lme4's `condVar`.
    pub effect_error: f64,
    /// The shrunken mean: μ and all effects down to this unit.
    pub mean: f64,
    /// The standard error of `mean` as a prediction, given the variances; what is unknown of μ is in it.
    pub mean_error: f64,
    /// The 95 % interval of `mean`.
    pub interval: Interval,
}

/// Fits the model by REML. Variances at zero are found and kept at zero; the order of the scores does not change a
/// bit.
///
/// One to three levels. Fails with [`Error::Range`] if a score is not finite, [`Error::TooFew`] below two outermost
/// units, [`Error::NotIdentified`] if no innermost unit has two scores or a level has one unit in each outer unit
/// throughout, [`Error::NoVariance`] if scores never differ within an innermost unit, and [`Error::NotConverged`].
pub fn fit<const LEVELS: usize>(scores: &[Scored<LEVELS>]) -> Result<Model, Error> {
    const { assert!(0 < LEVELS && LEVELS <= jet::LEVELS_MAX) };
    let nest = Nest::of(scores)?;
    check(&nest)?;
    let found = search::minimise(&nest)?;
    let profile = found.profile;
    let residual_variance = profile.squares / (nest.scores as f64 - 1.0);
    let mean_variance = residual_variance / profile.weight;
    let variances = || {
        found
            .ratios
            .iter()
            .take(LEVELS)
            .map(|ratio| ratio * residual_variance)
    };
    let whole: f64 = residual_variance + variances().sum::<f64>();
    let root = units::Root {
        mean: profile.mean,
        mean_variance,
        residual_variance,
    };
    let units = units::predict(&nest, &found.ratios, &root)?;
    let mut icc = 0.0;
    let levels = variances()
        .zip(units)
        .map(|(variance, units)| {
            icc += variance / whole;
            Level {
                variance,
                share: variance / whole,
                icc,
                units,
            }
        })
        .collect();
    Ok(Model {
        mean: nest.center + profile.mean,
        mean_error: mean_variance.sqrt(),
        residual_variance,
        deviance: found.deviance,
        levels,
        scores: nest.scores,
    })
}

fn check(nest: &Nest) -> Result<(), Error> {
    let counts: Vec<usize> = nest.levels.iter().map(Vec::len).collect();
    let outermost = counts.first().copied().unwrap_or_default();
    if outermost < 2 {
        return Err(Error::TooFew {
            what: Count::Units,
            have: outermost,
            need: 2,
        });
    }
    let inner = counts.iter().skip(1).copied().chain([nest.scores]);
    if counts
        .iter()
        .zip(inner)
        .any(|(outer, inner)| *outer == inner)
    {
        return Err(Error::NotIdentified);
    }
    let spread: f64 = nest.leaves.iter().map(|leaf| leaf.squares).sum();
    // What rounding leaves of equal scores.
    let rounding = nest.center.abs() * 1e-14;
    if spread <= rounding * rounding * nest.scores as f64 {
        return Err(Error::NoVariance);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
