//! What the model says about each unit.
//!
//! Given where its outer unit stands (p), a unit's effect depends on its own scores only: with their weight a and
//! mean m before the unit's own random part, and k = λa / (1 + λa), the effect has the mean k(m − p) and the variance
//! σ²λ(1 − k). From the outermost level inwards, p is replaced by what all scores say about it. With the mean's own
//! uncertainty at the root these are the best linear unbiased predictions and their prediction errors (Henderson
//! 1975, Biometrics 31); with the mean taken as known, lme4's conditional variances.

use super::UnitMean;
use super::jet::LEVELS_MAX;
use super::nest::Nest;
use crate::error::Error;
use crate::interval::{Confidence, normal};

/// Where all units begin.
pub(super) struct Root {
    /// μ, from the center.
    pub(super) mean: f64,
    pub(super) mean_variance: f64,
    pub(super) residual_variance: f64,
}

/// A unit's scores: how many, their plain mean; their weight and weighted mean before the unit's own random part.
#[derive(Clone, Copy, Default)]
struct Own {
    count: usize,
    plain: f64,
    weight: f64,
    mean: f64,
}

/// What all scores say about where a unit stands.
#[derive(Clone, Copy)]
struct Standing {
    mean: f64,
    variance: f64,
    /// The same with μ taken as known.
    known_variance: f64,
}

/// One list per level, the outermost first.
pub(super) fn predict(
    nest: &Nest,
    ratios: &[f64; LEVELS_MAX],
    root: &Root,
) -> Result<Vec<Vec<UnitMean>>, Error> {
    let own = upwards(nest, ratios);
    let mut outer = vec![Standing {
        mean: root.mean,
        variance: root.mean_variance,
        known_variance: 0.0,
    }];
    let mut children = vec![own.first().map_or(0, Vec::len)];
    let mut levels = Vec::with_capacity(own.len());
    for ((own, units), ratio) in own.iter().zip(&nest.levels).zip(ratios) {
        let within = outer.iter().zip(&children).enumerate();
        let outers =
            within.flat_map(|(place, (outer, count))| std::iter::repeat_n((place, outer), *count));
        let mut inner = Vec::with_capacity(units.len());
        let mut level = Vec::with_capacity(units.len());
        for ((own, unit), (within, outer)) in own.iter().zip(units).zip(outers) {
            let kept = 1.0 / (1.0 + ratio * own.weight);
            let pulled = 1.0 - kept;
            let spread = root.residual_variance * ratio * kept;
            let effect = pulled * (own.mean - outer.mean);
            let standing = Standing {
                mean: outer.mean + effect,
                variance: spread + kept * kept * outer.variance,
                known_variance: spread + kept * kept * outer.known_variance,
            };
            let mean = nest.center + standing.mean;
            let mean_error = standing.variance.sqrt();
            level.push(UnitMean {
                unit: unit.name,
                within,
                scores: own.count,
                observed: nest.center + own.plain,
                effect,
                effect_error: (spread + pulled * pulled * outer.known_variance).sqrt(),
                mean,
                mean_error,
                interval: normal(mean, mean_error, Confidence::P95)?,
            });
            inner.push(standing);
        }
        levels.push(level);
        outer = inner;
        children = units.iter().map(|unit| unit.children).collect();
    }
    Ok(levels)
}

/// One list per level, the outermost first.
fn upwards(nest: &Nest, ratios: &[f64; LEVELS_MAX]) -> Vec<Vec<Own>> {
    let leaf = |leaf: &super::nest::Leaf| Own {
        count: leaf.count,
        plain: leaf.mean,
        weight: leaf.count as f64,
        mean: leaf.mean,
    };
    let mut level: Vec<Own> = nest.leaves.iter().map(leaf).collect();
    let mut levels = Vec::with_capacity(nest.levels.len());
    let inside_out = ratios.iter().take(nest.levels.len()).rev();
    for (ratio, children) in inside_out.zip(nest.children()) {
        let mut inner = level.iter();
        let outer = children
            .iter()
            .map(|count| gather(inner.by_ref().take(*count), *ratio))
            .collect();
        levels.push(std::mem::replace(&mut level, outer));
    }
    levels.reverse();
    levels
}

fn gather<'a>(inner: impl Iterator<Item = &'a Own>, ratio: f64) -> Own {
    let mut sum = Own::default();
    for own in inner {
        let weight = own.weight / (1.0 + ratio * own.weight);
        sum.count += own.count;
        sum.plain += own.count as f64 * own.plain;
        sum.weight += weight;
        sum.mean += weight * own.mean;
    }
    Own {
        plain: sum.plain / sum.count.max(1) as f64,
        mean: sum.mean / sum.weight,
        ..sum
    }
}
