//! What a column stands for, so that a plan can be handed to the solver as a start.

/// What a column stands for, by columns that were made before it.
pub(crate) enum Meaning {
    /// One if any of these sums is above zero.
    Any(Vec<usize>),
    /// One if none of these is one.
    NoneOf(Vec<usize>),
    /// What a sum is above a number, or zero.
    Above {
        terms: Vec<(usize, i64)>,
        number: i64,
    },
    /// A sum and a constant.
    Sum {
        terms: Vec<(usize, i64)>,
        constant: i64,
    },
    /// Whether a sum is at least so much.
    AtLeast {
        terms: Vec<(usize, i64)>,
        least: i64,
    },
    /// The largest of these with their constants.
    Most(Vec<(usize, i64)>),
    /// The smallest of these with their constants.
    Least(Vec<(usize, i64)>),
    /// The largest difference of a column, another, and a constant; zero at least.
    Widest(Vec<(usize, usize, i64)>),
    /// One if this is the first choice whose forbidding columns are all zero. The earlier choices are
    /// given with it.
    FirstFree {
        before: Vec<Vec<usize>>,
        own: Vec<usize>,
    },
}

impl Meaning {
    /// Its value, by the columns before it.
    pub(crate) fn value(&self, values: &[i64]) -> i64 {
        let at = |column: &usize| values.get(*column).copied().unwrap_or(0);
        let sum = |terms: &[(usize, i64)]| -> i64 {
            terms
                .iter()
                .map(|(column, factor)| factor * at(column))
                .sum()
        };
        let is_free = |columns: &[usize]| columns.iter().all(|column| at(column) == 0);
        match self {
            Meaning::Any(columns) => i64::from(!is_free(columns)),
            Meaning::NoneOf(columns) => i64::from(is_free(columns)),
            Meaning::Above { terms, number } => (sum(terms) - number).max(0),
            Meaning::Sum { terms, constant } => sum(terms) + constant,
            Meaning::AtLeast { terms, least } => i64::from(*least <= sum(terms)),
            Meaning::Most(all) => all
                .iter()
                .map(|(column, more)| at(column) + more)
                .max()
                .unwrap_or(0),
            Meaning::Least(all) => all
                .iter()
                .map(|(column, more)| at(column) + more)
                .min()
                .unwrap_or(0),
            Meaning::Widest(all) => {
                let widths = all
                    .iter()
                    .map(|(one, other, more)| at(one) - at(other) + more);
                widths.max().unwrap_or(0).max(0)
            }
            Meaning::FirstFree { before, own } => {
                i64::from(is_free(own) && before.iter().all(|other| !is_free(other)))
            }
        }
    }
}

/// Whole numbers here are small: counts, and tenths of them.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(crate) fn real(number: i64) -> f64 {
    number as f64
}
