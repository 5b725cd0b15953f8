//! Elementary symmetric functions of items with several answers.
//!
//! γᵣ is the sum, over all ways to reach the raw score r, of the products of the answers' weights; a coefficient of
//! the product of one polynomial per item. Andersen (1972), Journal of the Royal Statistical Society B 34; Fischer
//! and Ponocny (1994), Psychometrika 59. Only sums and products of positive numbers are formed, never differences, so
//! nothing is lost to cancellation.

use super::group::Group;
use crate::matrix::{Matrix, add_scaled, dot};

/// What one group of rows says about the weights of its items, given the rows' raw scores.
pub(super) struct Conditional {
    /// Σ over rows of ln γᵣ.
    pub(super) log_sum: f64,
    /// How often each answer but the lowest is expected, item after item.
    pub(super) expected: Vec<f64>,
    /// Covariances of these counts; the lower triangle is filled.
    pub(super) covariance: Matrix,
}

/// `weights` holds one list per item of the group: the weight of each answer, the lowest first, adding up to 1.
pub(super) fn condition(weights: &[&[f64]], group: &Group) -> Conditional {
    let heads = heads(weights);
    let size = weights.iter().map(|weights| weights.len() - 1).sum();
    let mut result = Conditional {
        log_sum: 0.0,
        expected: vec![0.0; size],
        covariance: Matrix::zeros(size, size),
    };
    let all = heads.last().map(Vec::as_slice).unwrap_or_default();
    let mut shares = Vec::with_capacity(all.len());
    for (gamma, count) in all.iter().zip(&group.scores) {
        let count = f64::from(*count);
        if count == 0.0 {
            shares.push(0.0);
        } else {
            result.log_sum += count * gamma.ln();
            shares.push(count / gamma);
        }
    }
    add_pairs(weights, &heads, shares, &mut result);
    subtract_products(weights, &heads, group, &mut result);
    result
}

/// The products of no item, of the first, of the first two … of all.
fn heads(weights: &[&[f64]]) -> Vec<Vec<f64>> {
    let mut heads = vec![vec![1.0]];
    for weights in weights {
        let next = heads.last().map(|last| product(last, weights));
        heads.extend(next);
    }
    heads
}

fn product(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; (a.len() + b.len()).saturating_sub(1)];
    for (shift, factor) in b.iter().enumerate() {
        add_scaled(out.get_mut(shift..).unwrap_or_default(), *factor, a);
    }
    out
}

/// The transpose of [`product`]: what a weighting of scores with the item is worth without it.
fn transposed(shares: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; (shares.len() + 1).saturating_sub(weights.len())];
    for (shift, factor) in weights.iter().enumerate() {
        add_scaled(&mut out, *factor, shares.get(shift..).unwrap_or_default());
    }
    out
}

/// Expected counts, and for each pair of answers the expected count of rows that have both.
///
/// `shares` (rows with score r, over γᵣ) walks down from all items to none; at each item the answer in question takes
/// the place of the item's polynomial.
fn add_pairs(weights: &[&[f64]], heads: &[Vec<f64>], mut shares: Vec<f64>, out: &mut Conditional) {
    let mut row_index = out.expected.len();
    for (at, (own, head)) in weights.iter().zip(heads).enumerate().rev() {
        for (step, weight) in own.iter().enumerate().skip(1).rev() {
            row_index -= 1;
            let mut with_answer: Vec<f64> = shares
                .iter()
                .skip(step)
                .take(head.len())
                .map(|share| share * weight)
                .collect();
            let expected = dot(head, &with_answer);
            if let Some(place) = out.expected.get_mut(row_index) {
                *place = expected;
            }
            let row = out.covariance.row_mut(row_index);
            if let Some(own) = row.get_mut(row_index) {
                *own = expected;
            }
            let first = row_index + 1 - step;
            let mut cells = row.iter_mut().take(first).rev();
            for (other, head) in weights.iter().zip(heads).take(at).rev() {
                for (step, weight) in other.iter().enumerate().skip(1).rev() {
                    if let Some(cell) = cells.next() {
                        let both = with_answer.get(step..).unwrap_or_default();
                        *cell = weight * dot(head, both);
                    }
                }
                with_answer = transposed(&with_answer, other);
            }
        }
        shares = transposed(&shares, own);
    }
}

/// Takes away what the pairs would be if answers were independent within a raw score.
fn subtract_products(weights: &[&[f64]], heads: &[Vec<f64>], group: &Group, out: &mut Conditional) {
    let mut tail = vec![1.0];
    let mut without: Vec<Vec<f64>> = Vec::with_capacity(weights.len());
    for (weights, head) in weights.iter().zip(heads).rev() {
        without.push(product(head, &tail));
        tail = product(&tail, weights);
    }
    without.reverse();
    let all = heads.last().map(Vec::as_slice).unwrap_or_default();
    let mut chances = Vec::with_capacity(out.expected.len());
    for (score, (gamma, count)) in all.iter().zip(&group.scores).enumerate() {
        if *count == 0 {
            continue;
        }
        chances.clear();
        for (weights, without) in weights.iter().zip(&without) {
            for (step, weight) in weights.iter().enumerate().skip(1) {
                let rest = score.checked_sub(step).and_then(|rest| without.get(rest));
                chances.push(rest.map_or(0.0, |rest| weight * rest / gamma));
            }
        }
        out.covariance
            .subtract_outer_lower(f64::from(*count), &chances);
    }
}
