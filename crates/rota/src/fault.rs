//! What is wrong with a file before anybody asks whether a rota is lawful.

use std::fmt;

/// A place in a file and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Such as `duties[3].line`.
    pub at: String,
    /// What is wrong.
    pub what: Wrong,
}

/// What can be wrong at a place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// No JSON, or not of the layout's shape; the reader stops here.
    #[error("cannot be read: {0}")]
    Shape(String),
    /// More bytes than are read.
    #[error("has {bytes} bytes, at most {most} are read")]
    TooLarge {
        /// How many there are.
        bytes: usize,
        /// How many may be.
        most: usize,
    },
    /// Another format, or another version.
    #[error("is `{found}`, not `{wanted}`")]
    Format {
        /// What it says.
        found: String,
        /// What it must say.
        wanted: &'static str,
    },
    /// A reference that leads nowhere.
    #[error("no {kind} \"{id}\"")]
    Unknown {
        /// Of what kind it should be.
        kind: &'static str,
        /// What was named.
        id: String,
    },
    /// An id or a pair that was there before.
    #[error("\"{0}\" is there twice")]
    Twice(String),
    /// An id that is empty or too long.
    #[error("is empty or longer than {most} characters")]
    Length {
        /// Characters at most.
        most: usize,
    },
    /// No instant.
    #[error("\"{text}\" {why}")]
    Instant {
        /// What stands there.
        text: String,
        /// Why it is none.
        why: crate::moment::NoInstant,
    },
    /// No date.
    #[error("\"{0}\" is no date, such as 2026-10-23")]
    Date(String),
    /// A stretch that ends before it has begun.
    #[error("ends before it begins, or is empty")]
    Backwards,
    /// Segments out of order.
    #[error("begins before the segment before it has ended")]
    Order,
    /// A duty without time.
    #[error("has no segment")]
    Empty,
    /// A number outside its limits.
    #[error("is {found}, and must be {least} to {most}")]
    Number {
        /// What stands there.
        found: i64,
        /// The least that is taken.
        least: i64,
        /// The most that is taken.
        most: i64,
    },
    /// A list that is too long.
    #[error("has {found} entries, at most {most} are taken")]
    Many {
        /// How many there are.
        found: usize,
        /// How many may be.
        most: usize,
    },
    /// Prices whose sum cannot be exact.
    #[error("the prices together are so high that sums would not be exact")]
    Overflow,
    /// A solution of something else.
    #[error("is \"{found}\", not \"{wanted}\"")]
    Instance {
        /// The name in the solution.
        found: String,
        /// The name of the instance.
        wanted: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.what)
    }
}

/// Everything that is wrong with a file, up to [`FAULTS_MAX`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

/// Nobody reads more than these, and a broken export repeats itself.
pub const FAULTS_MAX: usize = 100;

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.0.iter().enumerate() {
            if 0 < at {
                f.write_str("\n")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
