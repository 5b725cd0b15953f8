//! A floor under every plan, proven in exact arithmetic.
//!
//! Whatever numbers the solver gives for the rows' duals, they give a floor: each row times its dual, and
//! for each column the smaller end of what is left of its cost. The duals are rounded to fractions with one
//! denominator, so that the sum is exact; a bad dual makes the floor lower and never wrong.

use crate::matrix::Matrix;

/// The denominator of rounded duals.
const UNIT: i128 = 1 << 20;

/// What the duals of a relaxation prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Floor {
    /// No solution costs less, in parts of `UNIT`.
    sum: i128,
    /// What each step of a column away from its cheap end adds at least, in parts of `UNIT`: upward where it is
    /// positive, downward where it is negative.
    left: Vec<i128>,
}

impl Floor {
    /// The floor that these duals prove of a model.
    pub(crate) fn of(matrix: &Matrix, duals: &[f64]) -> Floor {
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
        for (column, left) in matrix.columns.iter().zip(&left) {
            let end = if 0 < *left {
                column.lower
            } else {
                column.upper
            };
            sum += left * i128::from(end);
        }
        Floor { sum, left }
    }

    /// No plan costs less. Scores are whole: a floor of 6559.2 is one of 6560.
    pub(crate) fn score(&self) -> i64 {
        let whole = -(-self.sum).div_euclid(UNIT);
        i64::try_from(whole).unwrap_or(i64::MIN)
    }

    /// The model without what only plans above a score do. What is left holds every plan of that score and below.
    pub(crate) fn narrowed(&self, matrix: &Matrix, score: i64) -> Matrix {
        let mut narrow = matrix.clone();
        let room = i128::from(score) * UNIT - self.sum;
        for (column, left) in narrow.columns.iter_mut().zip(&self.left) {
            // Not one step more than the room allows; without room the plan of that score lies on the floor itself.
            let steps = room.max(0).checked_div(left.abs());
            let Some(steps) = steps.and_then(|steps| i64::try_from(steps).ok()) else {
                continue;
            };
            if 0 < *left {
                column.upper = column.upper.min(column.lower.saturating_add(steps));
            } else {
                column.lower = column.lower.max(column.upper.saturating_sub(steps));
            }
        }
        narrow
    }
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

    fn score(duals: &[f64]) -> i64 {
        Floor::of(&matrix(), duals).score()
    }

    #[test]
    fn what_only_dearer_plans_do_goes_and_nothing_else() {
        let floor = Floor::of(&matrix(), &[7.0]);
        let ends = |score| {
            let narrow = floor.narrowed(&matrix(), score);
            let ends = narrow.columns.iter().map(|one| (one.lower, one.upper));
            ends.collect::<Vec<_>>()
        };
        // The first column saves 2 for each piece: with one piece less the whole costs 119.
        assert_eq!(ends(118), [(2, 2), (0, 9)]);
        assert_eq!(ends(119), [(1, 2), (0, 9)]);
        assert_eq!(ends(500), [(0, 2), (0, 9)]);
        assert_eq!(ends(100), [(2, 2), (0, 9)], "below the floor is no plan");
    }

    #[test]
    fn the_right_dual_gives_the_optimum() {
        assert_eq!(score(&[7.0]), 117);
        assert_eq!(score(&[6.999_999_9]), 117);
    }

    #[test]
    fn a_wrong_dual_gives_a_lower_floor_and_never_a_higher_one() {
        for tenths in -50..200i32 {
            assert!(score(&[f64::from(tenths) / 10.0]) <= 117);
        }
        assert_eq!(score(&[f64::NAN]), 100);
    }
}
