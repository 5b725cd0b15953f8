//! From cumulative thresholds to single ones.

use super::coding::Coding;
use crate::matrix::Matrix;

/// The covariances of τᵢₖ = βᵢₖ − βᵢₖ₋₁ from those of β.
pub(super) fn covariance(coding: &Coding, cumulative: Matrix) -> Matrix {
    let mut half = cumulative;
    difference(coding, &mut half);
    let mut whole = half.transposed();
    difference(coding, &mut whole);
    whole.mirror_lower();
    whole
}

/// Takes from each cell the one before it, within each item.
fn difference(coding: &Coding, matrix: &mut Matrix) {
    for row in matrix.rows_mut() {
        let mut cells = row.iter_mut();
        for item in coding.items() {
            let mut before = 0.0;
            for cell in cells.by_ref().take(item.thresholds()) {
                *cell -= std::mem::replace(&mut before, *cell);
            }
        }
    }
}
