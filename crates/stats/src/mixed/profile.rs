//! The restricted likelihood as a function of the variance ratios alone.
//!
//! For ratios λ (a level's variance over the residual variance σ²) a unit's scores y have the covariance matrix σ²W.
//! Three numbers say all about them: the weight a = 1ᵀW⁻¹1, the weighted mean m = 1ᵀW⁻¹y / a, and the squares
//! q = yᵀW⁻¹y − a m²; besides, log |W| is summed up. For n independent scores they are n, their mean, their squares,
//! and 0.
//! - A unit's own random part turns W into W + λ11ᵀ: a becomes a / (1 + λa), m and q stay, and log |W| grows by
//!   ln(1 + λa) (Sherman-Morrison, determinant lemma).
//! - Units side by side: weights add up, m is the weighted mean, q grows by the weighted squares between the means.
//!
//! For all n scores, −2 log REML with μ and σ² at their best is (n − 1)(1 + ln(2πq / (n − 1))) + log |W| + ln a:
//! Bates, Mächler, Bolker and Walker (2015), "Fitting linear mixed-effects models using lme4", Journal of Statistical
//! Software 67, section 3, with one fixed effect.

use std::f64::consts::TAU;

use super::jet::{LEVELS_MAX, Number};
use super::nest::{Leaf, Nest};

/// All scores at certain ratios.
#[derive(Clone, Copy)]
pub(super) struct Profile<N> {
    /// −2 log REML.
    pub(super) deviance: N,
    /// a of all scores.
    pub(super) weight: f64,
    /// μ, from the center.
    pub(super) mean: f64,
    /// q of all scores.
    pub(super) squares: f64,
}

/// What stands for a unit's scores.
#[derive(Clone, Copy)]
struct Summary<N> {
    weight: N,
    mean: N,
    squares: N,
}

/// The profile at ratios eˣ − 1, one x per level, the outermost first.
pub(super) fn profile<N: Number>(nest: &Nest, x: &[f64; LEVELS_MAX]) -> Profile<N> {
    let used = x.iter().enumerate().take(nest.levels.len());
    let ratios = used.map(|(level, x)| N::ratio(level, *x)).rev();
    let mut log = N::constant(0.0);
    let mut summaries: Vec<Summary<N>> = Vec::new();
    for (step, (ratio, children)) in ratios.zip(nest.children()).enumerate() {
        let log = &mut log;
        summaries = if step == 0 {
            let leaves = nest.leaves.iter().map(summary);
            gather(&children, leaves.map(|leaf| shrink(leaf, ratio, log)))
        } else {
            let units = summaries.into_iter();
            gather(&children, units.map(|unit| shrink(unit, ratio, log)))
        };
    }
    let all = summaries.first().copied().unwrap_or(Summary {
        weight: N::constant(0.0),
        mean: N::constant(0.0),
        squares: N::constant(0.0),
    });
    let freedom = nest.scores as f64 - 1.0;
    let squares = (all.squares.scale(TAU / freedom).ln() + N::constant(1.0)).scale(freedom);
    Profile {
        deviance: squares + log + all.weight.ln(),
        weight: all.weight.value(),
        mean: all.mean.value(),
        squares: all.squares.value(),
    }
}

fn summary<N: Number>(leaf: &Leaf) -> Summary<N> {
    Summary {
        weight: N::constant(leaf.count as f64),
        mean: N::constant(leaf.mean),
        squares: N::constant(leaf.squares),
    }
}

/// Adds the unit's own random part.
fn shrink<N: Number>(unit: Summary<N>, ratio: N, log: &mut N) -> Summary<N> {
    let factor = unit.weight * ratio + N::constant(1.0);
    *log = *log + factor.ln();
    Summary {
        weight: unit.weight * factor.reciprocal(),
        ..unit
    }
}

/// The next level out: each outer unit takes its number of inner ones.
fn gather<N: Number>(
    children: &[usize],
    mut inner: impl Iterator<Item = Summary<N>>,
) -> Vec<Summary<N>> {
    let mut outer = Vec::with_capacity(children.len());
    for count in children {
        let others = count.saturating_sub(1);
        let first = inner.next();
        outer.extend(first.map(|first| inner.by_ref().take(others).fold(first, beside)));
    }
    outer
}

fn beside<N: Number>(left: Summary<N>, right: Summary<N>) -> Summary<N> {
    let weight = left.weight + right.weight;
    let share = right.weight * weight.reciprocal();
    let apart = right.mean - left.mean;
    let pull = apart * share;
    Summary {
        weight,
        mean: left.mean + pull,
        squares: left.squares + right.squares + left.weight * apart * pull,
    }
}
