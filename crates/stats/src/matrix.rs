//! Small dense matrices, and what symmetric positive definite ones allow.

/// A matrix, row after row. It has at least one column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Matrix {
    cols: usize,
    cells: Vec<f64>,
}

impl Matrix {
    pub(crate) fn zeros(rows: usize, cols: usize) -> Matrix {
        let cols = cols.max(1);
        Matrix {
            cols,
            cells: vec![0.0; rows * cols],
        }
    }

    /// `None` if the cells do not fill rows.
    pub(crate) fn from_cells(cols: usize, cells: Vec<f64>) -> Option<Matrix> {
        (cols != 0 && cells.len().is_multiple_of(cols)).then_some(Matrix { cols, cells })
    }

    pub(crate) fn cols(&self) -> usize {
        self.cols
    }

    pub(crate) fn rows(&self) -> std::slice::ChunksExact<'_, f64> {
        self.cells.chunks_exact(self.cols)
    }

    pub(crate) fn rows_mut(&mut self) -> std::slice::ChunksExactMut<'_, f64> {
        self.cells.chunks_exact_mut(self.cols)
    }

    /// Empty outside the matrix.
    pub(crate) fn row(&self, row: usize) -> &[f64] {
        let start = row * self.cols;
        self.cells.get(start..start + self.cols).unwrap_or_default()
    }

    /// Empty outside the matrix.
    pub(crate) fn row_mut(&mut self, row: usize) -> &mut [f64] {
        let start = row * self.cols;
        self.cells
            .get_mut(start..start + self.cols)
            .unwrap_or_default()
    }

    /// Not a number outside the matrix, so that a mistake cannot pass for a result.
    pub(crate) fn at(&self, row: usize, col: usize) -> f64 {
        self.row(row).get(col).copied().unwrap_or(f64::NAN)
    }

    /// From the upper left to the lower right.
    pub(crate) fn diagonal(&self) -> impl Iterator<Item = f64> {
        self.cells.iter().step_by(self.cols + 1).copied()
    }

    /// Takes `scale · v vᵀ` from the lower triangle.
    pub(crate) fn subtract_outer_lower(&mut self, scale: f64, v: &[f64]) {
        for (i, (row, left)) in self.rows_mut().zip(v).enumerate() {
            let factor = -scale * left;
            if factor != 0.0 {
                let cells = row.get_mut(..=i).unwrap_or_default();
                add_scaled(cells, factor, v);
            }
        }
    }

    pub(crate) fn transposed(&self) -> Matrix {
        let rows = self.cells.len() / self.cols;
        let mut transposed = Matrix::zeros(self.cols, rows);
        for (j, to) in transposed.rows_mut().enumerate() {
            for (cell, from) in to.iter_mut().zip(self.rows()) {
                *cell = from.get(j).copied().unwrap_or(f64::NAN);
            }
        }
        transposed
    }

    /// Copies the lower triangle onto the upper one.
    pub(crate) fn mirror_lower(&mut self) {
        let lower = self.clone();
        for (i, row) in self.rows_mut().enumerate() {
            for (j, cell) in row.iter_mut().enumerate().skip(i + 1) {
                *cell = lower.at(j, i);
            }
        }
    }
}

/// `Σ aᵢ bᵢ` over the shorter of both, in four sums side by side, which a processor can work on at once.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let length = a.len().min(b.len());
    let (a, a_rest) = a.get(..length).unwrap_or_default().as_chunks::<4>();
    let (b, b_rest) = b.get(..length).unwrap_or_default().as_chunks::<4>();
    let mut sums = [0.0; 4];
    for (x, y) in a.iter().zip(b) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += x * y;
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum();
    sums.iter().sum::<f64>() + rest
}

/// `to += scale · from` over the shorter of both.
pub(crate) fn add_scaled(to: &mut [f64], scale: f64, from: &[f64]) {
    for (x, y) in to.iter_mut().zip(from) {
        *x += scale * y;
    }
}

/// The lower factor L of a symmetric positive definite matrix `A = L Lᵀ`.
pub(crate) struct Cholesky {
    lower: Matrix,
}

/// A pivot below this share of its diagonal cell is rounding, not information.
const PIVOT_MIN: f64 = 1e-13;

impl Cholesky {
    /// Reads the lower triangle only. `None` if the matrix is not positive definite.
    pub(crate) fn of(matrix: &Matrix) -> Option<Cholesky> {
        let size = matrix.cols();
        let mut lower = matrix.clone();
        for i in 0..size {
            let (done, rest) = lower.cells.split_at_mut_checked(i * size)?;
            let row = rest.get_mut(..size)?;
            for (j, above) in done.chunks_exact(size).enumerate() {
                let (head, tail) = row.split_at_mut_checked(j)?;
                let cell = tail.first_mut()?;
                *cell = (*cell - dot(head, above)) / above.get(j)?;
            }
            let (head, tail) = row.split_at_mut_checked(i)?;
            let (pivot, tail) = tail.split_first_mut()?;
            let left = *pivot - dot(head, head);
            if left.is_nan() || left <= PIVOT_MIN * pivot.abs() {
                return None;
            }
            *pivot = left.sqrt();
            tail.fill(0.0);
        }
        Some(Cholesky { lower })
    }

    /// The x of `A x = right`.
    pub(crate) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut forward: Vec<f64> = Vec::with_capacity(right.len());
        for ((row, pivot), value) in self.lower.rows().zip(self.lower.diagonal()).zip(right) {
            forward.push((value - dot(&forward, row)) / pivot);
        }
        for (i, row) in self.lower.rows().enumerate().rev() {
            let pivot = self.lower.at(i, i);
            if let Some((last, head)) = forward.get_mut(..=i).and_then(<[f64]>::split_last_mut) {
                *last /= pivot;
                add_scaled(head, -*last, row);
            }
        }
        forward
    }

    /// The inverse of A, symmetric to the last bit.
    pub(crate) fn inverse(&self) -> Matrix {
        let size = self.lower.cols();
        let mut inverse = Matrix::zeros(size, size);
        for (i, row) in inverse.rows_mut().enumerate() {
            let unit: Vec<f64> = (0..size).map(|j| f64::from(u8::from(i == j))).collect();
            row.copy_from_slice(&self.solve(&unit));
        }
        inverse.mirror_lower();
        inverse
    }
}

#[cfg(test)]
mod tests {
    use super::{Cholesky, Matrix};

    #[test]
    fn solves_and_inverts() {
        // Inverse of [[4,2,1],[2,5,3],[1,3,6]] by hand: cofactors over the determinant 67.
        let cells = vec![4.0, 2.0, 1.0, 2.0, 5.0, 3.0, 1.0, 3.0, 6.0];
        let matrix = Matrix::from_cells(3, cells).unwrap();
        let factor = Cholesky::of(&matrix).unwrap();
        let inverse = factor.inverse();
        let expected = [21.0, -9.0, 1.0, -9.0, 23.0, -10.0, 1.0, -10.0, 16.0];
        for (have, want) in inverse.rows().flatten().zip(expected) {
            assert!((have - want / 67.0).abs() < 1e-15, "{have} {want}");
        }
        for (have, want) in factor.solve(&[7.0, 10.0, 10.0]).iter().zip([1.0; 3]) {
            assert!((have - want).abs() < 1e-14, "{have}");
        }
    }

    #[test]
    fn refuses_what_is_not_positive_definite() {
        let singular = Matrix::from_cells(2, vec![1.0, 1.0, 1.0, 1.0]).unwrap();
        assert!(Cholesky::of(&singular).is_none());
        let indefinite = Matrix::from_cells(2, vec![1.0, 2.0, 2.0, 1.0]).unwrap();
        assert!(Cholesky::of(&indefinite).is_none());
        let unknown = Matrix::from_cells(2, vec![1.0, f64::NAN, f64::NAN, 1.0]).unwrap();
        assert!(Cholesky::of(&unknown).is_none());
    }
}
