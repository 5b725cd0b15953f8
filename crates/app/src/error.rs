//! The six errors of a use case; every page and endpoint maps them once.

use hemma_store::error::Error as StoreError;
use thiserror::Error;

/// Why a use case did not do what was asked.
#[derive(Debug, Error)]
pub enum Error {
    /// There is no such thing, or the actor may not know that there is.
    #[error("not found")]
    NotFound,
    /// The thing is known, the action is not the actor's.
    #[error("forbidden")]
    Forbidden,
    /// What was entered cannot be; the form comes back with these.
    #[error("invalid input")]
    Invalid(Vec<FieldError>),
    /// Somebody else changed it first.
    #[error("changed meanwhile")]
    Conflict,
    /// The database does not answer or cannot write; nothing was kept.
    #[error("unavailable")]
    Unavailable(#[source] StoreError),
    /// A fault of the program.
    #[error("internal fault")]
    Internal(#[source] anyhow::Error),
}

/// What every use case gives.
pub type Result<T> = std::result::Result<T, Error>;

/// One fault of what was entered. `message` is the key of a message in `locales/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The name of the form's field.
    pub field: String,
    pub message: &'static str,
}

impl FieldError {
    /// A fault of one field.
    pub fn new(field: impl Into<String>, message: &'static str) -> FieldError {
        FieldError {
            field: field.into(),
            message,
        }
    }
}

impl Error {
    /// A single fault of one field.
    pub fn invalid(field: impl Into<String>, message: &'static str) -> Error {
        Error::Invalid(vec![FieldError::new(field, message)])
    }
}

impl From<StoreError> for Error {
    fn from(err: StoreError) -> Error {
        match err {
            StoreError::Conflict(_) => Error::Conflict,
            StoreError::Unavailable(_) | StoreError::Full(_) => Error::Unavailable(err),
            err => Error::Internal(err.into()),
        }
    }
}

/// Goes on only where a list of checks found nothing.
pub fn all_valid(faults: Vec<FieldError>) -> Result<()> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(faults))
    }
}
