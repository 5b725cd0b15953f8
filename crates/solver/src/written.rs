//! The model of a problem as a file, so that other solvers can be measured on the very same one.

use hemma_rota_rules::{Board, Problem};
use serde::Serialize;

use crate::model::Model;

/// Smallest cost under rows, all in whole numbers.
#[derive(Debug, Clone, Serialize)]
pub struct Written {
    /// Added to every cost.
    constant: i64,
    /// Cost, lower limit, upper limit, and whether only whole numbers are meant.
    columns: Vec<(i64, i64, i64, bool)>,
    /// Lower limit, upper limit, and columns with their factors.
    rows: Vec<WrittenRow>,
}

type WrittenRow = (Option<i64>, Option<i64>, Vec<(usize, i64)>);

impl Written {
    /// The model of a problem.
    pub fn of(problem: &Problem) -> Written {
        let matrix = Model::of(&Board::new(problem), problem).matrix;
        let columns = matrix.columns.iter();
        let rows = matrix.rows.into_iter();
        Written {
            constant: matrix.constant,
            columns: columns
                .map(|one| (one.cost, one.lower, one.upper, one.whole))
                .collect(),
            rows: rows.map(|row| (row.lower, row.upper, row.terms)).collect(),
        }
    }
}
