//! Scores gathered by unit.

use super::Scored;
use crate::error::Error;

/// Scores gathered by unit, in an order that does not depend on theirs.
pub(super) struct Nest {
    pub(super) scores: usize,
    /// The plain mean of all scores, already taken off everywhere below.
    pub(super) center: f64,
    /// One per innermost unit.
    pub(super) leaves: Vec<Leaf>,
    /// The outermost first; the innermost matches `leaves`.
    pub(super) levels: Vec<Vec<Unit>>,
}

/// The scores of an innermost unit.
#[derive(Clone, Copy)]
pub(super) struct Leaf {
    pub(super) count: usize,
    pub(super) mean: f64,
    /// Of the distances from the mean.
    pub(super) squares: f64,
}

pub(super) struct Unit {
    pub(super) name: u32,
    /// How many units of the next level are within this one.
    pub(super) children: usize,
}

impl Nest {
    /// Fails with [`Error::Range`] if a score is not finite.
    pub(super) fn of<const LEVELS: usize>(scores: &[Scored<LEVELS>]) -> Result<Nest, Error> {
        if scores.iter().any(|scored| !scored.score.is_finite()) {
            return Err(Error::Range);
        }
        let mut sorted = scores.to_vec();
        sorted.sort_unstable_by(|a, b| a.units.cmp(&b.units).then(a.score.total_cmp(&b.score)));
        let total: f64 = sorted.iter().map(|scored| scored.score).sum();
        let center = total / scores.len().max(1) as f64;
        let mut keys = Vec::new();
        let mut leaves = Vec::new();
        for scores in sorted.chunk_by(|a, b| a.units == b.units) {
            keys.extend(scores.first().map(|scored| (scored.units, 0)));
            leaves.push(leaf(scores, center));
        }
        let spread: f64 = leaves
            .iter()
            .map(|leaf: &Leaf| leaf.squares + leaf.mean.abs())
            .sum();
        if !spread.is_finite() {
            return Err(Error::Range);
        }
        let mut levels = Vec::with_capacity(LEVELS);
        for depth in (1..=LEVELS).rev() {
            let name = |units: &[u32; LEVELS]| units.iter().take(depth).next_back().copied();
            levels.push(
                keys.iter()
                    .filter_map(|(units, children)| {
                        let children = *children;
                        name(units).map(|name| Unit { name, children })
                    })
                    .collect(),
            );
            keys = keys
                .chunk_by(|(a, _), (b, _)| a.iter().take(depth - 1).eq(b.iter().take(depth - 1)))
                .filter_map(|inner| inner.first().map(|(units, _)| (*units, inner.len())))
                .collect();
        }
        levels.reverse();
        Ok(Nest {
            scores: scores.len(),
            center,
            leaves,
            levels,
        })
    }

    /// How many units of each level stand within each unit of the level before, for all levels from the innermost
    /// out; at last all outermost ones within the whole.
    pub(super) fn children(&self) -> impl Iterator<Item = Vec<usize>> {
        let outermost = self.levels.first().map_or(0, Vec::len);
        let levels = self.levels.iter().rev().skip(1);
        levels
            .map(|units| units.iter().map(|unit| unit.children).collect())
            .chain([vec![outermost]])
    }
}

fn leaf<const LEVELS: usize>(scores: &[Scored<LEVELS>], center: f64) -> Leaf {
    let count = scores.len();
    let mean = scores
        .iter()
        .map(|scored| scored.score - center)
        .sum::<f64>()
        / count as f64;
    let off = |scored: &Scored<LEVELS>| (scored.score - center - mean).powi(2);
    Leaf {
        count,
        mean,
        squares: scores.iter().map(off).sum(),
    }
}
