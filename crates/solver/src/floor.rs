//! A floor under every plan, proven in exact arithmetic.
//!
//! Whatever numbers the solver gives for the rows' duals, they give a floor: each row times its dual, and
//! for each column the smaller end of what is left of its cost. The duals are rounded to fractions with one
//! denominator, so that the sum is exact; a bad dual makes the floor lower and never wrong.

use crate::matrix::Matrix;

/// The denominator of rounded duals.
const UNIT: i128 = 1 << 20;

/// No solution of the relaxation, and so no plan, costs less.
pub(crate) fn floor(matrix: &Matrix, duals: &[f64]) -> i64 {
    let mut left: Vec<i128> = matrix
        .columns
        .iter()
        .map(|column| i128::from(column.cost) * UNIT)
        .collect();
    let mut sum = i128::from(matrix.constant) * UNIT;
    for (row, dual) in matrix.rows.iter().zip(duals) {
        let dual = rounded(*dual);
        let limit = if 0 < dual { row.lower } else { row.upper };
        let Some(limit) = limit.filter(|_| dual != 0) else {
            continue;
        };
        sum += dual * i128::from(limit);
        for (column, factor) in &row.terms {
            if let Some(left) = left.get_mut(*column) {
                *left -= dual * i128::from(*factor);
            }
        }
    }
    for (column, left) in matrix.columns.iter().zip(left) {
        let end = if 0 < left { column.lower } else { column.upper };
        sum += left * i128::from(end);
    }
    // Scores are whole: a floor of 6559.2 is one of 6560.
    let whole = -(-sum).div_euclid(UNIT);
    i64::try_from(whole).unwrap_or(i64::MIN)
}

fn rounded(dual: f64) -> i128 {
    /// Duals of sensible prices are far below; others are left out.
    const MOST: f64 = 1e15;
    if dual.is_nan() || MOST < dual.abs() {
        return 0;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked just above")]
    let whole = (dual * 1_048_576.0).round() as i128;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix() -> Matrix {
        // At least 3 of two columns, of which one costs 5 and has room for 2, the other costs 7.
        let mut matrix = Matrix::default();
        let (one, other) = (matrix.column(5, 2), matrix.column(7, 9));
        matrix.at_least(vec![(one, 1), (other, 1)], 3);
        matrix.constant = 100;
        matrix
    }

    #[test]
    fn the_right_dual_gives_the_optimum() {
        assert_eq!(floor(&matrix(), &[7.0]), 117);
        assert_eq!(floor(&matrix(), &[6.999_999_9]), 117);
    }

    #[test]
    fn a_wrong_dual_gives_a_lower_floor_and_never_a_higher_one() {
        for tenths in -50..200i32 {
            assert!(floor(&matrix(), &[f64::from(tenths) / 10.0]) <= 117);
        }
        assert_eq!(floor(&matrix(), &[f64::NAN]), 100);
    }
}
