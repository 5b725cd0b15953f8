//! The covariance matrix of items.

use crate::answers::Answers;
use crate::error::{Count, Error};
use crate::matrix::Matrix;

/// Rows multiplied at once: 255² · 1,024 still fits 31 bits.
const BLOCK_ROWS: usize = 1_024;

/// How far two cells that mirror each other may differ, as a share of the larger variance.
const ASYMMETRY_MAX: f64 = 1e-9;

/// Covariances between items, with the number of rows they come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Covariance {
    rows: usize,
    matrix: Matrix,
}

impl Covariance {
    /// Of the complete rows of a table: a row with any missing answer is left out (listwise deletion). Divides by
    /// `rows − 1`, in squared answer codes.
    ///
    /// Fails with [`Error::TooFew`] below two complete rows.
    pub fn of(answers: &Answers) -> Result<Covariance, Error> {
        let sums = Sums::of(answers);
        if sums.rows < 2 {
            return Err(Error::TooFew {
                what: Count::Rows,
                have: sums.rows,
                need: 2,
            });
        }
        let items = answers.items();
        let n = sums.rows as i128;
        let mut matrix = Matrix::zeros(items, items);
        let mut products = sums.products.iter();
        for (i, left) in sums.totals.iter().enumerate() {
            let cells = matrix.row_mut(i).iter_mut().take(i + 1);
            for ((cell, right), product) in cells.zip(&sums.totals).zip(products.by_ref()) {
                let spread = n * i128::from(*product) - i128::from(*left) * i128::from(*right);
                *cell = spread as f64 / (n * (n - 1)) as f64;
            }
        }
        matrix.mirror_lower();
        Ok(Covariance {
            rows: sums.rows,
            matrix,
        })
    }

    /// From a published matrix, row after row, of `rows` complete rows.
    ///
    /// Fails with [`Error::Shape`] if the cells are not square or not symmetric, [`Error::Range`] if one is not
    /// finite or a variance is negative, and [`Error::TooFew`] below two rows or without items.
    pub fn new(items: usize, cells: Vec<f64>, rows: usize) -> Result<Covariance, Error> {
        for (what, have, need) in [(Count::Items, items, 1), (Count::Rows, rows, 2)] {
            if have < need {
                return Err(Error::TooFew { what, have, need });
            }
        }
        if items.checked_mul(items) != Some(cells.len()) {
            return Err(Error::Shape);
        }
        if cells.iter().any(|cell| !cell.is_finite()) {
            return Err(Error::Range);
        }
        let mut matrix = Matrix::from_cells(items, cells).ok_or(Error::Shape)?;
        if matrix.diagonal().any(|variance| variance < 0.0) {
            return Err(Error::Range);
        }
        let largest = matrix.diagonal().fold(0.0, f64::max);
        for (i, row) in matrix.rows().enumerate() {
            for (j, cell) in row.iter().enumerate().take(i) {
                if ASYMMETRY_MAX * largest < (cell - matrix.at(j, i)).abs() {
                    return Err(Error::Shape);
                }
            }
        }
        matrix.mirror_lower();
        Ok(Covariance { rows, matrix })
    }

    /// How many items, at least 1.
    pub fn items(&self) -> usize {
        self.matrix.cols()
    }

    /// How many complete rows, at least 2.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// One row of covariances per item, in the items' order.
    pub fn rows_of_cells(&self) -> std::slice::ChunksExact<'_, f64> {
        self.matrix.rows()
    }

    /// The variance of each item.
    pub fn variances(&self) -> impl Iterator<Item = f64> {
        self.matrix.diagonal()
    }
}

/// Sums over complete rows.
struct Sums {
    rows: usize,
    /// Per item.
    totals: Vec<i64>,
    /// Lower triangle, row after row.
    products: Vec<i64>,
}

impl Sums {
    fn of(answers: &Answers) -> Sums {
        let items = answers.items();
        let mut sums = Sums {
            rows: 0,
            totals: vec![0; items],
            products: vec![0; items * (items + 1) / 2],
        };
        let mut block: Vec<Vec<i16>> = vec![Vec::with_capacity(BLOCK_ROWS); items];
        let mut filled = 0;
        for row in answers.rows() {
            if row.iter().any(Option::is_none) {
                continue;
            }
            for (column, cell) in block.iter_mut().zip(row.iter().flatten()) {
                column.push(i16::from(*cell));
            }
            filled += 1;
            if filled == BLOCK_ROWS {
                sums.add(&mut block);
                filled = 0;
            }
        }
        sums.add(&mut block);
        sums
    }

    /// Adds the block and empties it.
    fn add(&mut self, block: &mut [Vec<i16>]) {
        self.rows += block.first().map_or(0, Vec::len);
        let mut products = self.products.iter_mut();
        for (i, (left, total)) in block.iter().zip(&mut self.totals).enumerate() {
            *total += left.iter().copied().map(i64::from).sum::<i64>();
            for (right, product) in block.iter().take(i + 1).zip(products.by_ref()) {
                *product += i64::from(multiply(left, right));
            }
        }
        block.iter_mut().for_each(Vec::clear);
    }
}

/// Wrapping, because checked sums cannot be vectorised; [`BLOCK_ROWS`] keeps it from happening.
fn multiply(a: &[i16], b: &[i16]) -> i32 {
    a.iter().zip(b).fold(0_i32, |sum, (x, y)| {
        sum.wrapping_add(i32::from(*x).wrapping_mul(i32::from(*y)))
    })
}
