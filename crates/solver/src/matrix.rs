//! A model as whole numbers, so that what is proven of it can be proven exactly.

/// One column: a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) cost: i64,
    pub(crate) lower: i64,
    pub(crate) upper: i64,
    /// Whole numbers only. Others are whole by themselves where these are.
    pub(crate) whole: bool,
}

/// One row: a sum between two limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) lower: Option<i64>,
    pub(crate) upper: Option<i64>,
    /// Columns with their factors, by column, each once, none zero.
    pub(crate) terms: Vec<(usize, i64)>,
}

/// Smallest cost under the rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matrix {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    pub(crate) constant: i64,
}

impl Matrix {
    /// A new column from 0 to `upper`.
    pub(crate) fn column(&mut self, cost: i64, upper: i64) -> usize {
        self.columns.push(Column {
            cost,
            lower: 0,
            upper,
            whole: false,
        });
        self.columns.len() - 1
    }

    /// A new column of whole numbers.
    pub(crate) fn whole(&mut self, cost: i64, (lower, upper): (i64, i64)) -> usize {
        self.columns.push(Column {
            cost,
            lower,
            upper,
            whole: true,
        });
        self.columns.len() - 1
    }

    pub(crate) fn add_cost(&mut self, column: usize, cost: i64) {
        if let Some(column) = self.columns.get_mut(column) {
            column.cost += cost;
        }
    }

    pub(crate) fn fix(&mut self, column: usize, value: i64) {
        if let Some(column) = self.columns.get_mut(column) {
            (column.lower, column.upper) = (value, value);
        }
    }

    pub(crate) fn at_most(&mut self, terms: Vec<(usize, i64)>, upper: i64) {
        self.row(terms, None, Some(upper));
    }

    pub(crate) fn at_least(&mut self, terms: Vec<(usize, i64)>, lower: i64) {
        self.row(terms, Some(lower), None);
    }

    pub(crate) fn equal(&mut self, terms: Vec<(usize, i64)>, value: i64) {
        self.row(terms, Some(value), Some(value));
    }

    fn row(&mut self, mut terms: Vec<(usize, i64)>, lower: Option<i64>, upper: Option<i64>) {
        terms.sort_unstable_by_key(|(column, _)| *column);
        let mut merged: Vec<(usize, i64)> = Vec::with_capacity(terms.len());
        for (column, factor) in terms {
            match merged.last_mut().filter(|(last, _)| *last == column) {
                Some((_, sum)) => *sum += factor,
                None => merged.push((column, factor)),
            }
        }
        merged.retain(|(_, factor)| *factor != 0);
        self.rows.push(Row {
            lower,
            upper,
            terms: merged,
        });
    }
}

/// Ones before these columns.
pub(crate) fn sum(columns: &[usize]) -> Vec<(usize, i64)> {
    columns.iter().map(|column| (*column, 1)).collect()
}
