//! What is wrong with a programme definition, and where.

use std::fmt;

use thiserror::Error;

/// One step down into a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The part with this name.
    Key(&'static str),
    /// The entry of a list, counted from 0.
    Index(usize),
}

/// Where in a definition something stands: `artefacts[3].fields[2].label`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// This place's part with that name.
    pub fn key(&self, key: &'static str) -> Path {
        self.with(Step::Key(key))
    }

    /// This list's entry at that place.
    pub fn index(&self, index: usize) -> Path {
        self.with(Step::Index(index))
    }

    /// This place and every place around it, the innermost first.
    pub fn outwards(&self) -> impl Iterator<Item = Path> {
        (0..=self.0.len())
            .rev()
            .map(|depth| Path(self.0.iter().take(depth).copied().collect()))
    }

    fn with(&self, step: Step) -> Path {
        let mut steps = self.0.clone();
        steps.push(step);
        Path(steps)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("the definition");
        }
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if position == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// One thing that is wrong with a definition: a programme's, or one that has reasons of its own.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{at}: {reason}")]
pub struct Fault<R = Reason> {
    /// Where it stands.
    pub at: Path,
    /// What is wrong there.
    pub reason: R,
}

/// What can be wrong with the meaning of a definition.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// A text says nothing.
    #[error("the text is empty")]
    Blank,
    /// A text does not fit where it is shown.
    #[error("the text has {chars} characters, at most {max} are allowed")]
    TooLong {
        /// How long it is.
        chars: usize,
        /// How long it may be.
        max: usize,
    },
    /// A code that cannot be stored or put into an address.
    #[error("a code is 1 to 40 letters, digits, `_` or `-` and starts with a letter, not `{0}`")]
    BadCode(String),
    /// Two entries share a code.
    #[error("the code `{0}` is used twice")]
    Duplicate(String),
    /// A list that must have entries has too few.
    #[error("at least {min} needed, {count} given")]
    TooFew {
        /// How many there are.
        count: usize,
        /// How many there must be.
        min: usize,
    },
    /// A list is longer than people can work with.
    #[error("at most {max} allowed, {count} given")]
    TooMany {
        /// How many there are.
        count: usize,
        /// How many there may be.
        max: usize,
    },
    /// A number lies outside what makes sense.
    #[error("{value} lies outside {min} to {max}")]
    OutOfRange {
        /// The number.
        value: i64,
        /// The lowest allowed.
        min: i64,
        /// The highest allowed.
        max: i64,
    },
    /// A range ends before it starts.
    #[error("the range ends before it starts")]
    Backwards,
    /// Months or steps that must rise do not.
    #[error("the numbers must rise from one to the next")]
    NotRising,
    /// A number names a source that is not listed.
    #[error("no source has the code `{0}`")]
    NoSource(String),
    /// A role is used that the team does not have.
    #[error("the team has no role `{0}`")]
    NoRole(&'static str),
    /// No reason for closing means that the treatment was completed.
    #[error("no closing reason counts as completed")]
    NoCompletion,
    /// More than one safety plan would leave on-call staff guessing.
    #[error("only one artefact may be the safety plan")]
    SecondSafety,
    /// The safety plan has no date on which it must be looked at again.
    #[error("the safety plan needs `review_after_days`")]
    SafetyWithoutReview,
    /// The safety plan could not be read by those on call.
    #[error("the safety plan cannot be restricted: on-call staff must read it")]
    SafetyRestricted,
    /// A case has one safety plan, in versions.
    #[error("a case has one safety plan: `once_per` must be `case`")]
    SafetyMany,
    /// The weekly loop draws on a list that is empty.
    #[error("the weekly loop needs at least one entry here")]
    LoopNeeds,
    /// Only a person can be whom an entry is about.
    #[error("only a field of kind `person` can say whom an entry is about")]
    SubjectNotPerson,
    /// Rows within rows.
    #[error("rows cannot hold rows")]
    NestedRows,
    /// A label of a scale stands outside the scale.
    #[error("the scale has no step {0}")]
    NoScaleStep(i64),
}

/// Gathers what is wrong while a definition is read through.
#[derive(Debug, Default)]
pub(super) struct Faults(pub(super) Vec<Fault>);

impl Faults {
    pub(super) fn push(&mut self, at: Path, reason: Reason) {
        self.0.push(Fault { at, reason });
    }
}
