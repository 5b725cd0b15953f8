//! Why something cannot be computed.

use std::fmt;

/// Why something cannot be computed. Items, rows and levels are numbered from 0.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// Not enough to say anything.
    #[error("{have} {what}, at least {need} are needed")]
    TooFew {
        /// What there is too little of.
        what: Count,
        /// How many there are.
        have: usize,
        /// How many there must be.
        need: usize,
    },
    /// More than the limit that keeps time and memory bounded.
    #[error("{have} {what}, at most {max} are allowed")]
    TooMany {
        /// What there is too much of.
        what: Count,
        /// How many there are.
        have: usize,
        /// How many there may be.
        max: usize,
    },
    /// Two inputs that belong together have different shapes.
    #[error("the values do not fill a table")]
    Shape,
    /// A number is infinite, not a number, or outside its range.
    #[error("a value is outside its range")]
    Range,
    /// All values are equal, so there is nothing to divide up.
    #[error("all values are equal")]
    NoVariance,
    /// Everybody answered this item alike, so it cannot be placed.
    #[error("item {item} has one answer only")]
    Constant {
        /// The item.
        item: usize,
    },
    /// Nobody gave this answer, though a higher one was given.
    #[error("answer {category} of item {item} was never given")]
    Unused {
        /// The item.
        item: usize,
        /// The answer's code.
        category: u8,
    },
    /// Several parameters explain these values equally well, or infinite ones explain them best.
    #[error("the values do not determine the model")]
    NotIdentified,
    /// The search ended at its limit before it was exact.
    #[error("no solution after {rounds} rounds")]
    NotConverged {
        /// The limit.
        rounds: usize,
    },
}

/// What an [`Error`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Rows of a table, points of a series, or scores.
    Rows,
    /// Items of an instrument.
    Items,
    /// Thresholds of all items together.
    Thresholds,
    /// Units of a level: teams, therapists, families.
    Units,
}

impl fmt::Display for Count {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Count::Rows => "rows",
            Count::Items => "items",
            Count::Thresholds => "thresholds",
            Count::Units => "units",
        })
    }
}
